"""Letters by which the office decides: what is asked, what was done with an answer, whom to telephone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mailbot.writing.view_words import LONGEST_TITLE, clock, day_and_weekday, deadline_of, unbroken
from rules.calendar import local, short_day
from rules.campaign import Campaign
from rules.intake.confirming import PHRASE
from rules.letters.letter import (
    DRAFTS,
    AnsweredFacts,
    CodeFacts,
    DeadlineFacts,
    DoneFacts,
    LetterOrder,
    Listing,
    LookupFacts,
    QuestionsFacts,
    SilentFacts,
)
from rules.roster import Roster
from rules.season import ArrivalFacts, Question
from rules.standing.questions import NO, YES, answers_to
from rules.wording import clipped, count


@dataclass(frozen=True, slots=True)
class AskedView:
    number: int
    text: str
    mail: str  # "09:05 ngày 20/8/2024, Văn thư (vt@truong.example), tiêu đề “...”"; "" where it is about no mail
    files: str
    read: str  # “title” (people); ... as it was read, "" where nothing was
    suggestion: str
    candidates: str
    answers: str  # what can be answered, each with its number


def questions(facts: QuestionsFacts, campaign: Campaign, roster: Roster) -> dict[str, object]:
    mails = {mail.id: mail for mail in facts.mails}
    read = dict(facts.read)
    asked = tuple(
        _asked(question, mails, read.get(question.number, ()), campaign, roster) for question in facts.questions
    )
    return {
        "questions": asked,
        "asked": count(len(asked)),
        "earlier": count(facts.earlier) if facts.earlier else "",
        "example": "; ".join(f"{question.number} {_first(question, roster)}" for question in facts.questions[:2]),
        "all_suggested": len(asked) > 1 and all(question.suggestion for question in facts.questions),
    }


def _first(question: Question, roster: Roster) -> str:
    """An answer to begin with, as a person would type it."""
    answer = re.sub(r"(?<=\S) \(.*", "", answers_to(question)[0])
    unit = next((unit for unit in map(roster.find, question.candidates) if unit), None)
    return unit.label if answer.startswith("(tên") and unit else answer


def _in_short(read: tuple[str, ...]) -> str:
    more = len(read) - _READ_AT_MOST
    return "; ".join((*read[:_READ_AT_MOST], *([f"và {count(more)} nội dung khác"] if more > 0 else ())))


_READ_AT_MOST = 5  # titles of one mail: enough to tell whether it was read rightly


def _asked(
    question: Question, mails: Mapping[int, ArrivalFacts], read: tuple[str, ...], campaign: Campaign, roster: Roster
) -> AskedView:
    mail = mails.get(question.arrival or 0)
    units = [unit.name for unit in map(roster.find, question.candidates) if unit]
    suggested = roster.find(question.suggestion)
    return AskedView(
        number=question.number,
        text=question.text,
        mail=_mail(mail, campaign) if mail else "",
        files=", ".join(mail.attachments) if mail else "",
        read=_in_short(read),
        suggestion=suggested.name if suggested else {YES: "đúng", NO: "không"}.get(question.suggestion, ""),
        candidates="; ".join(units) if len(units) > 1 else "",
        answers="; ".join(f"{question.number} {answer}" for answer in answers_to(question)),
    )


def _mail(mail: ArrivalFacts, campaign: Campaign) -> str:
    here = local(mail.arrived_at, campaign.calendar)
    sender = (
        f"{mail.sender_name} ({mail.sender})" if mail.sender_name and mail.sender else mail.sender or mail.sender_name
    )
    title = f", tiêu đề “{clipped(mail.subject, LONGEST_TITLE)}”" if mail.subject else ""
    return f"{here:%H:%M} ngày {short_day(here.date())}, {sender or 'người gửi không rõ'}{title}"


@dataclass(frozen=True, slots=True)
class DeedView:
    number: int
    text: str
    undo: str  # what a person writes to take it back


@dataclass(frozen=True, slots=True)
class RefusedView:
    statement: str
    why: str


_LONGEST_PLACES = 200  # characters: the name of a sheet and a few cells


@dataclass(frozen=True, slots=True)
class ChangedView:
    whose: str
    lines: tuple[str, ...]


def _listing(listing: Listing) -> dict[str, object]:
    return {
        "changed": tuple(ChangedView(whose, lines) for whose, lines in listing.groups),
        "changes": count(listing.lines),
        "more": count(listing.more) if listing.more else "",
    }


def answered(facts: AnsweredFacts, campaign: Campaign) -> dict[str, object]:
    longest = _LONGEST_PLACES if facts.workbook else 2 * LONGEST_TITLE
    return {
        **_listing(facts.listing),
        "workbook": facts.workbook,
        "unlisted": count(facts.unlisted) if facts.unlisted else "",
        "proposed": facts.proposed,
        "answered_subject": clipped(facts.subject, 2 * LONGEST_TITLE),
        "arrived": clock(facts.at, campaign),
        "deeds": tuple(DeedView(deed.number, deed.text, deed.undo) for deed in facts.deeds),
        "done": count(len(facts.deeds)),
        "undone": facts.undone,
        "refused": tuple(RefusedView(clipped(said, longest), why.rstrip(".")) for said, why in facts.refused),
        "open": count(len(facts.refused) + facts.unlisted),
        "note": facts.note,
        "stranger": facts.stranger,
        "held": tuple(DeedView(deed.number, deed.text, deed.undo) for deed in facts.held),
    }


@dataclass(frozen=True, slots=True)
class FollowedView:
    by: str
    deeds: tuple[DeedView, ...]
    undone: tuple[str, ...]


def done(facts: DoneFacts) -> dict[str, object]:
    deeds = sum(len(one.deeds) for one in facts.followed)
    return {
        "followed": tuple(
            FollowedView(one.by, tuple(DeedView(deed.number, deed.text, deed.undo) for deed in one.deeds), one.undone)
            for one in facts.followed
        ),
        "done": count(deeds) if deeds else "",
        "undone": count(sum(len(one.undone) for one in facts.followed)),
    }


@dataclass(frozen=True, slots=True)
class LookedUpView:
    title: str
    lines: tuple[str, ...]


def lookup(facts: LookupFacts, order: LetterOrder) -> dict[str, object]:
    return {
        "parts": tuple(LookedUpView(part.title, part.lines) for part in facts.parts),
        "deeds": tuple(DeedView(deed.number, deed.text, deed.undo) for deed in facts.deeds),
        "refused": tuple(RefusedView(about, why.rstrip(".")) for about, why in facts.refused),
        "drafts": bool(set(order.attach) & set(DRAFTS)),
    }


@dataclass(frozen=True, slots=True)
class ChoiceView:
    code: str
    arrived: str
    words: str
    deeds: tuple[str, ...]
    changed: tuple[ChangedView, ...]  # by a workbook
    more: str
    refused: tuple[RefusedView, ...]  # cells of it that are not taken
    unlisted: str


def codes(facts: CodeFacts, campaign: Campaign) -> dict[str, object]:
    return {
        "choices": tuple(
            ChoiceView(
                _apart(one.code),
                clock(one.at, campaign),
                clipped(one.words, 2 * LONGEST_TITLE),
                one.deeds,
                tuple(ChangedView(whose, lines) for whose, lines in one.listing.groups),
                count(one.listing.more) if one.listing.more else "",
                tuple(RefusedView(clipped(place, _LONGEST_PLACES), why.rstrip(".")) for place, why in one.refused),
                count(one.unlisted) if one.unlisted else "",
            )
            for one in facts.choices
        ),
        "works": count(sum(len(one.deeds) + one.listing.lines for one in facts.choices)),
        "phrase": PHRASE,
        "mark": facts.mark,
        "expires": clock(facts.expires, campaign),
        "rival": facts.rival,
        "again": facts.again,
    }


def _apart(code: str) -> str:
    return f"{code[:3]} {code[3:]}"


@dataclass(frozen=True, slots=True)
class SilentView:
    name: str
    phone: str
    head: str
    reminded: int | None  # None: letters reach it nowhere


def silent(facts: SilentFacts) -> dict[str, object]:
    return {
        "stage": facts.stage.label,
        "document": facts.stage.document,
        "deadline": deadline_of(facts.stage),
        "last_day": day_and_weekday(facts.last_day),
        "count": count(len(facts.units)),
        "without_phone": sum(not unit.phone for unit, _ in facts.units),
        "silent": tuple(
            SilentView(unit.label, unbroken(unit.phone), unit.head_name, reminded) for unit, reminded in facts.units
        ),
    }


def deadline(facts: DeadlineFacts) -> dict[str, object]:
    return {
        "unit": facts.unit.name,
        "unit_short": facts.unit.label,
        "head": facts.unit.head_name,
        "head_title": facts.unit.head_title,
        "stage": facts.stage.label,
        "document": facts.stage.document,
        "deadline": deadline_of(facts.stage),
        "before": f"trước ngày {day_and_weekday(facts.before)}",
        "later": facts.stage.due > facts.before,
        "sent": facts.sent,
    }
