"""A letter of the office to a unit in a person's own words, written on the page: queued like every other letter."""

import hashlib

from mailbot.app import App
from mailbot.deciding import Refused
from mailbot.enclosing import with_files
from mailbot.outbox import enqueue
from rules.happened import Happened
from rules.letter_kind import WRITTEN
from rules.letters.letter import FORM, LetterOrder, WrittenFacts
from rules.standing.bounces import written_to
from rules.trace import Step
from storage.work import UnitOfWork

LONGEST_TEXT = 4000


def write_to(
    unit_code: str, subject: str, text: str, by: str, work: UnitOfWork, app: App,
    *, stage: str | None = None, arrival: int | None = None, with_form: bool = False,
) -> None:  # fmt: skip
    """Uncommitted. Raises Refused where the letter cannot be written; then nothing is changed.

    The same words to the same unit on the same day are one letter, however often the button is pressed.
    """
    now = app.now()
    season = work.season(app.campaign, app.roster, now)
    unit = app.roster.find(unit_code)
    to = written_to(unit, season) if unit else ()
    if unit is None or not to:
        raise Refused("Đơn vị này không có địa chỉ thư nào dùng được.")
    if not subject.strip() or not text.strip():
        raise Refused("Ghi tiêu đề và lời thư trước khi gửi.")
    if with_form and stage not in {one.code for one in app.campaign.stages}:
        raise Refused("Biểu mẫu của đợt nào? Hãy chọn đợt.")
    if not app.may_send():
        raise Refused(f"Chưa gửi được thư: {'; '.join(app.refusals(now))}.")
    mail = next((one for one in season.arrivals if one.id == arrival), None)
    told = hashlib.sha256(f"{subject}\0{text}\0{arrival}\0{with_form}{stage}".encode()).hexdigest()[:16]
    order = LetterOrder(
        kind=WRITTEN,
        key=f"written:{app.campaign.code}:{unit.code}:{app.local(now):%Y-%m-%d}:{told}",
        to=to,
        facts=WrittenFacts(unit, " ".join(subject.split()), text.strip()[:LONGEST_TEXT], mail.subject if mail else ""),
        unit=unit.code,
        stage=stage,
        arrival=arrival,
        threaded=mail is not None and mail.sender.lower() == to[0].lower(),
        attach=(FORM,) if with_form else (),
    )
    dressed, files = with_files(order, season, work, app)
    if not enqueue(dressed, work, app, files):
        raise Refused("Thư này đã được đưa vào hàng chờ rồi.")
    work.events.add(now, [Step(Happened.WRITTEN, "")], arrival=arrival, unit=unit.code, by=by)
