"""Answers that are typed below the questions which they answer, between the lines of the quoted letter."""

import re
from collections.abc import Collection, Iterable

from rules.intake.office_orders import About, Asked
from rules.intake.pointed import units_in
from rules.post.quoting import Said, voices
from rules.roster import Roster
from rules.text import bare, fold, nfc

_LISTED = re.compile(r"^[>|\s]*(?:cau|viec|muc)?\s*(?P<number>\d{1,6})\s*[.)]\s+\S")
_OFFERED = re.compile(r"^[>|\s]*tra loi\s*:\s*(?P<number>\d{1,6})\b")
_OWN_NUMBER = re.compile(r"^\W*(?:(?:cau|viec|muc|so)\s*)?\d{1,6}\s*(?:[.:)]|\s+\D)")


def beneath(text: str, asked: Asked, roster: Roster) -> str:
    """The text with the number of the question before each answer below it: by the numbers of the quoted lines, else by
    the units that they name."""
    placed = numbered(text, (*asked.questions, *asked.earlier))
    unchanged = placed.splitlines() == nfc(text).splitlines()
    return below_units(text, asked.all_abouts, roster) if unchanged else placed


def numbered(text: str, asked: Collection[int]) -> str:
    """The text with the number of the question before each answer below it, where the answer names none itself.

    Only between marked lines: below a letter that is quoted as a whole an answer is about all of it.
    """
    lines = nfc(text).splitlines()
    heard = voices([Said(line) for line in lines])
    places = [place for place, voice in enumerate(heard) if voice == "own" and lines[place].strip()]
    kept, number, closed, inside = list(lines), 0, False, False
    for place, (line, voice) in enumerate(zip(lines, heard, strict=True)):
        plain = bare(line)
        if voice != "own":
            inside = False
            found = _LISTED.match(plain) or _OFFERED.match(plain)
            if found and int(found["number"]) in asked:
                number, closed = int(found["number"]), False
            elif number and not plain.strip("> |"):
                continue
            elif number and _OFFERED.match(" ".join(map(bare, lines[max(place - 1, 0) : place]))):
                closed = True  # the letter goes on behind the question
            continue
        if not line.strip():
            continue
        follows = any(voice == "quoted" and _question_at(lines[later], asked) for later, voice in _behind(heard, place))
        if number and not inside and not _OWN_NUMBER.match(plain) and (follows or (not closed and len(places) > 1)):
            kept[place] = f"{number}. {line.strip()}"
        inside = True
    return "\n".join(kept)


def below_units(text: str, abouts: Iterable[About], roster: Roster) -> str:
    """The same where the quoted lines bear no numbers: each answer has the number of the one question about the unit
    that the lines right above it name."""
    asked = {one.unit: one.number for one in abouts if one.unit}
    lines = nfc(text).splitlines()
    heard = voices([Said(line) for line in lines])
    kept, above, before = list(lines), "", "own"
    for place, (line, voice) in enumerate(zip(lines, heard, strict=True)):
        if voice == "quoted":
            above = f"{above} {line.strip('> |')}" if before == "quoted" else line.strip("> |")
        elif line.strip() and voice == "own" and above:
            named = units_in(fold(above), roster, tuple(asked)).all & asked.keys()
            if len(named) == 1 and not _OWN_NUMBER.match(bare(line)):
                kept[place] = f"{asked[next(iter(named))]}. {line.strip()}"
            above = ""
        before = voice if line.strip() else before
    return "\n".join(kept)


def _behind(heard: tuple[str, ...], place: int) -> list[tuple[int, str]]:
    return list(enumerate(heard))[place + 1 :]


def _question_at(line: str, asked: Collection[int]) -> bool:
    found = _LISTED.match(bare(line))
    return found is not None and int(found["number"]) in asked
