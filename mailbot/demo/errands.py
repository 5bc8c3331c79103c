"""The other mail of the office: units write to it about salaries, leave, contracts, lists of teaching, invitations.

None of it belongs to the campaign. Who writes what when is drawn by lots that are always the same.
"""

import random
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from itertools import islice

from mailbot.demo.luck import luck
from mailbot.demo.mailing import bare_name, signature
from mailbot.demo.people import staff
from mailbot.demo.script import ZONE, Client, OtherPaper, Post
from mailbot.demo.units import address, unit, units

MANY = 150
_FROM, _DAYS = date(2024, 4, 3), 212  # to the end of October
_SATURDAY = 5
_CLIENTS: tuple[Client, ...] = ("outlook", "gmail", "zimbra", "apple", "phone")
_SUBJECTS = ("Toán", "Ngữ văn", "Vật lí", "Tin học", "Tiếng Anh", "Lịch sử", "Sinh học", "Giáo dục thể chất")
_OPENINGS = ("Kính gửi Phòng Tổ chức cán bộ,", "Kính gửi phòng,", "Em chào anh chị ạ,", "Chào anh/chị,", "")
_ANSWERING = 25  # one in so many answers the newest letter of mailbot, as people do who look for an address


@dataclass(frozen=True, slots=True)
class _Errand:
    subjects: tuple[str, ...]
    sentences: tuple[tuple[str, ...], ...]
    file: str = ""
    columns: tuple[str, ...] = ()


@cache
def errands() -> tuple[Post, ...]:
    """Every mail about other business, in no particular order."""
    return tuple(_errand(number) for number in range(MANY))


@cache
def _kinds() -> tuple[_Errand, ...]:
    read = tomllib.loads((files("mailbot.demo") / "errands.toml").read_text("utf-8"))
    return tuple(
        _Errand(
            tuple(one["subjects"]),
            tuple(map(tuple, one["sentences"])),
            one.get("file", ""),
            tuple(one.get("columns", ())),
        )
        for one in read["errand"]
    )


def _errand(number: int) -> Post:
    chance = luck("việc khác", number)
    kind = _kinds()[number % len(_kinds())]
    code = chance.choice([one.code for one in units() if one.addresses and one.kind == "truong"])
    at = _moment(chance)
    slots = _slots(code, at.date(), chance)
    subject = chance.choice(kind.subjects)
    said = " ".join(filter(None, (chance.choice(group) for group in kind.sentences)))
    opening = chance.choice(_OPENINGS)
    text = "\n\n".join(filter(None, (opening, said.format_map(slots), signature(code))))
    name = f"{kind.file}, {unit(code).short}"
    paper = OtherPaper(f"{bare_name(code)} {number}.docx", "list", code, at.date(), name, _table(kind, code, chance))
    answers = number % _ANSWERING == 0
    return Post(
        key=f"errand {number}",
        at=at,
        sender=(unit(code).short, address(code)),
        subject=subject.format_map(slots),
        body=text,
        enclosures=(paper,) if kind.columns and chance.random() < 0.7 else (),
        client=chance.choice(_CLIENTS),
        nature="errand",
        receipt=False if not answers else None,
        answers=address(code) if answers else None,
    )


def _moment(chance: random.Random) -> datetime:
    """Some hour of a working day; on few evenings, too."""
    day = _FROM + timedelta(days=chance.randrange(_DAYS))
    while day.weekday() >= _SATURDAY:
        day -= timedelta(days=1)
    return datetime.combine(day, time(chance.choice((7, 8, 8, 9, 9, 10, 14, 15, 16, 19)), chance.randrange(60)), ZONE)


def _slots(code: str, day: date, chance: random.Random) -> dict[str, str]:
    people = list(islice(staff(code, office=False), 12))
    person, other = chance.sample(people[1:], 2)
    woman = next(one for one in people[1:] if one.form == "Cô")
    named = day + timedelta(days=chance.randrange(3, 40))
    return {
        "short": unit(code).short,
        "name": unit(code).name,
        "person": person.name,
        "other": other.name,
        "teacher": f"{person.form.lower()} {person.name}",
        "Teacher": f"{person.form} {person.name}",
        "woman": f"cô {woman.name}",
        "Woman": f"Cô {woman.name}",
        "day": f"{named.day}/{named.month}/{named.year}",
        "number": f"{chance.randrange(2, 19):02d}",
        "month": str(day.month),
        "quarter": ("I", "II", "III", "IV")[(day.month - 1) // 3],
        "subject": chance.choice(_SUBJECTS),
    }


def _table(kind: _Errand, code: str, chance: random.Random) -> tuple[tuple[str, ...], ...]:
    """The heads and some rows; what nobody will read is short."""
    if not kind.columns:
        return ()
    people = islice(staff(code, office=False), chance.randrange(2, 7))
    rows = (
        (str(place), one.name, one.role, f"{chance.randrange(2, 5)},{chance.randrange(10, 99)}", f"01/{place}/2024")
        for place, one in enumerate(people, 1)
    )
    return (("STT", *kind.columns), *(row[: len(kind.columns) + 1] for row in rows))
