"""Words that the views of letters share, and what every letter knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from rules.basis import founded_on
from rules.calendar import (
    deadline,
    local_day,
    short_day,
    weekday_name,
)
from rules.campaign import Campaign, FieldSpec, Stage
from rules.initiative import Initiative
from rules.submission import Tie
from rules.wording import clock as moment_in_words
from rules.wording import plain

LONGEST_TITLE = 60  # in the subject of a letter and in table cells


def day_and_weekday(day: date) -> str:
    """25/8/2024 (Chủ nhật)."""
    return f"{short_day(day)} ({weekday_name(day)})"


def clock(when: datetime, campaign: Campaign) -> str:
    """14 giờ 05 phút ngày 20/8/2024 (thứ Ba)."""
    weekday = weekday_name(local_day(when, campaign.calendar))
    time_of_day, _, day = moment_in_words(when, campaign.calendar).partition(" ngày ")
    return f"{unbroken(time_of_day)} ngày {day} ({weekday})"


def unbroken(text: str) -> str:
    """With no-break spaces: a telephone number or a time of day is not broken at the end of a line."""
    return text.replace(" ", "\u00a0")


def value_in_words(spec: FieldSpec, initiative: Initiative) -> str:
    """A value as a person writes it: labels for codes, names in a row, per cent with a comma; "" where absent."""
    value = initiative.get(spec.code)
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | float):
        return plain(value) + "%" if spec.kind == "percent" else _number(value)
    if spec.kind == "date":
        return _date_in_words(value)
    return next((choice.label for choice in spec.choices if choice.code == value), value)


def _number(value: float) -> str:
    """1234.5 -> "1.234,5"."""
    whole, comma, rest = plain(value).partition(",")
    return f"{int(whole):,}".replace(",", ".") + comma + rest


def _date_in_words(value: str) -> str:
    try:
        return short_day(date.fromisoformat(value))
    except ValueError:
        return value


def deadline_of(stage: Stage, last_day: date | None = None) -> str:
    """`last_day`: the last one in time for a unit, where the office may have extended it."""
    return deadline(stage, last_day, day_and_weekday)


def by_deadline(stage: Stage, last_day: date | None = None) -> str:
    """The same behind what is to be done: "gửi ... trước ngày ...", "gửi ... trong thời hạn đến hết ngày ..."."""
    words = deadline_of(stage, last_day)
    return words if words == deadline_of(stage) else f"trong thời hạn {words}"


def registered_titles(ties: Iterable[Tie], kind: str) -> tuple[str, ...]:
    return tuple(tie.registered for tie in ties if tie.kind == kind and tie.registered)


# --- What every letter knows ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfficeView:
    name: str
    short: str
    agency: str
    superior: str
    mailbox: str
    phone: str
    contact: str  # a person, "" where the campaign file names none


QUOTED = "quoted"  # the letter is shown within another one: what is the same in each letter is left out


def common(campaign: Campaign) -> dict[str, object]:
    office = campaign.office
    return {
        "office": OfficeView(
            name=office.name,
            short=office.short,
            agency=f"{office.agency} {office.place}".strip(),
            superior=office.superior,
            mailbox=office.mailbox,
            phone=unbroken(office.phone),
            contact=office.contact,
        ),
        "campaign": campaign.short,
        "campaign_name": campaign.name,
        "basis": founded_on(campaign),
        "noun": campaign.topic.noun,
        "you": campaign.address_form,
        QUOTED: False,
    }
