"""A mail that was read again: what is still to be asked of it, and which decisions it left without their object."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rules.initiative import DocumentVerdict
from rules.intake.answers import VERSIONS, part_asked_about
from rules.rulings import Held, part_again
from rules.season import Question, Season
from rules.standing.overtaken import open_questions
from rules.standing.questions import about_lost_ruling
from rules.submission import Version


def could_not_read(earlier: Iterable[Version], documents: Iterable[DocumentVerdict]) -> bool:
    """Whether a file that was read before cannot be read now: a reader that broke off takes nothing away."""
    unread = {one.name for one in documents if one.kind == "unreadable"}
    return any(unread.intersection(version.files) for version in earlier)


def still_asked(questions: tuple[Question, ...], arrival: int, season: Season) -> tuple[Question, ...]:
    """Without those that a person has answered already, or is asked already, about what now reads otherwise.

    `season` knows the new reading and what was decided; `questions` are those that the new reading raises.
    """
    held = [one for one in season.standing.held if one.part.arrival == arrival]
    return tuple(one for one in questions if one.kind not in VERSIONS or _is_open(one, held, season))


def asked_anew(questions: tuple[Question, ...], before: Season, stamp: str) -> tuple[Question, ...]:
    """Of a mail that waits and reads otherwise by what people have corrected: what it asks by now, where that is not
    asked already. `stamp` tells the keys of this time from those of others."""
    asked = {(one.arrival, one.text) for one in open_questions(before)}
    new = (one for one in questions if one.kind not in VERSIONS or (one.arrival, one.text) not in asked)
    return tuple(replace(one, key=f"{one.key}:{stamp}") if one.kind in VERSIONS else one for one in new)


def _is_open(question: Question, held: list[Held], season: Season) -> bool:
    own = [one for one in held if (one.part.unit, one.part.stage) == (question.unit, question.stage)]
    if any(one.version.rejected or not one.version.provisional for one in own):
        return False
    return not any(one in own for asked in _waiting(question, season) for one in _about(asked, held, season))


def _waiting(question: Question, season: Season) -> Iterator[Question]:
    for asked in season.questions:
        if asked.arrival == question.arrival and asked.kind in VERSIONS and asked.answer is None:
            yield asked


def _about(question: Question, held: list[Held], season: Season) -> list[Held]:
    return part_again(part_asked_about(question, season), held)[0]


def lost_by(before: Season, after: Season) -> tuple[Question, ...]:
    """One for each ruling whose object another reading has lost: it is kept, and a person must look."""
    known = {one.ruling.number for one in before.standing.lost}
    lost = {one.ruling.number: one for one in after.standing.lost if one.ruling.number not in known}
    return tuple(about_lost_ruling(after.campaign.code, one, after.as_of) for one in lost.values())
