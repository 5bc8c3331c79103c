"""Every mail with its verdict, as lines; those of units that were taken for something else come first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rules.season import ArrivalFacts, Season, Verdict

VERDICTS: Mapping[Verdict | None, str] = {
    "submission": "bài gửi",
    "unclear": "chưa rõ",
    "other": "không thuộc phong trào",
    "automatic": "máy tự gửi",
    "own": "thư của mailbot",
    "answer": "phòng trả lời",
    None: "chưa xử lý",
}
Only = Literal["", "submission", "unclear", "other", "automatic", "own", "answer", "held"]


@dataclass(frozen=True, slots=True)
class MailLine:
    """`unit`: by what was recorded, else by the address it came from. `overlooked`: of a unit, and filed as other."""

    number: int
    at: datetime
    sender: str
    subject: str
    unit: str | None
    verdict: str
    reason: str
    overlooked: bool


def mail_lines(
    season: Season, mails: Sequence[ArrivalFacts], senders: Mapping[int, str], only: Only = ""
) -> tuple[MailLine, ...]:
    """Newest first, but for the overlooked. `mails`: in order of arrival, also those that are only filed; `senders`:
    addresses of these."""
    owners = {address: unit.code for unit in season.roster for address in unit.addresses}
    recorded = {one.arrival: one.unit for one in season.versions if one.unit}
    found = [_line(mail, senders, owners, recorded) for mail in reversed(mails) if _is_wanted(mail, only)]
    return tuple(sorted(found, key=lambda one: not one.overlooked))


def _is_wanted(mail: ArrivalFacts, only: Only) -> bool:
    if only == "held":
        return mail.state == "held"
    return only in ("", mail.verdict) and (only == "own" or mail.verdict != "own")


def _line(
    mail: ArrivalFacts, senders: Mapping[int, str], owners: Mapping[str, str], recorded: Mapping[int, str | None]
) -> MailLine:
    sender = mail.sender or senders.get(mail.id, "")
    unit = recorded.get(mail.id) or owners.get(sender.lower())
    return MailLine(
        number=mail.id,
        at=mail.arrived_at,
        sender=f"{mail.sender_name} ({sender})" if mail.sender_name else sender,
        subject=mail.subject,
        unit=unit,
        verdict="bị giữ lại" if mail.state == "held" else VERDICTS[mail.verdict],
        reason=mail.reason,
        overlooked=mail.verdict == "other" and unit is not None,
    )
