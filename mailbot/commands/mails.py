"""Single mails: `held`, which of them wait for a person; `explain`, what became of one."""

from collections.abc import Iterator, Sequence

from mailbot.commands.outcome import Outcome
from rules.calendar import local
from rules.campaign import Calendar
from rules.season import ArrivalFacts, Season, WithheldMail
from rules.standing.explain import explain
from rules.standing.ruling_words import decision_in_words
from rules.wording import day_and_time, lowered
from storage.values import FileNote, KeptLetter, KeptMail
from storage.work import UnitOfWork


def held(
    mails: Sequence[ArrivalFacts],
    withheld: Sequence[WithheldMail],
    calendar: Calendar,
    letters: Sequence[KeptLetter] = (),
) -> Outcome:
    """Mails that could not be handled, those that the server does not hand out, and letters that no server took or of
    which nobody knows whether they left."""
    lines = []
    if mails:
        lines.append(f"{len(mails)} thư bị giữ lại, cần người xem:")
        lines += [f"  {mail.id}: {mail.reason} (thử {mail.tries} lần)" for mail in mails]
        lines.append("Xử lý lại: mailbot requeue SỐ; lấy thư gốc: mailbot export SỐ TỆP.eml")
    if withheld:
        lines.append(f"{len(withheld)} thư máy chủ chưa đưa ra được, mailbot sẽ hỏi lại:")
        lines += [f"  {_withheld(one, calendar)}" for one in withheld]
    if letters:
        lines.append(f"{len(letters)} thư gửi đi bị giữ lại, cần người xem:")
        lines += [f"  {row.id}: {row.subject}, gửi {', '.join(row.recipients)}: {row.note}" for row in letters]
        lines.append("Gửi lại: mailbot requeue SỐ --letter; thôi gửi: mailbot requeue SỐ --letter --drop")
    return Outcome(tuple(lines or ["Không có thư nào bị giữ lại."]))


def _withheld(one: WithheldMail, calendar: Calendar) -> str:
    arrived = f", nhận lúc {day_and_time(one.arrived_at, calendar)}" if one.arrived_at else ""
    again = f", hỏi lại lúc {day_and_time(one.next_try_at, calendar)}" if one.next_try_at else ""
    tried = f"đã hỏi {one.tries} lần từ {day_and_time(one.since, calendar)}"
    return f"{one.folder}, UID {one.uid}{arrived}: {lowered(one.reason)} ({tried}{again})"


def explanation(arrival: KeptMail, work: UnitOfWork, season: Season) -> Outcome:
    """What became of a mail, and by which rules."""
    return Outcome(tuple(_explanation(arrival, work, season)))


def _explanation(arrival: KeptMail, work: UnitOfWork, season: Season) -> Iterator[str]:
    number, campaign = arrival.id, season.campaign
    yield f"Thư {number}, đến lúc {local(arrival.arrived_at, campaign.calendar):%H:%M:%S ngày %d/%m/%Y}"
    yield f"  trạng thái: {arrival.state}; kết luận: {arrival.verdict or 'chưa có'}; {arrival.reason}"
    for file in work.arrivals.files(number):
        yield f"  {_file(file)}"
    versions = [one for one in season.versions if one.arrival == number]
    first = 1
    for version in versions:
        yield from explain(version, campaign, first)
        first += len(version.initiatives)
    for event in work.events.about(arrival=number):
        who = f" ({event.by})" if event.by else ""
        yield f"  {local(event.at, campaign.calendar):%d/%m %H:%M:%S} {event.rule}: {event.reason}{who}".rstrip(": ")
    units = sorted({version.unit for version in versions if version.unit})
    for ruling in work.rulings.about(number, units):
        yield f"  {decision_in_words(ruling, campaign.calendar)}"
    for letter in work.letters.by_arrival().get(number, []):
        yield f"  thư trả lời {letter.kind}: {letter.state}, {letter.message_id}"


def _file(file: FileNote) -> str:
    return f"tệp {file.name}: {file.kind}; {file.reason}"
