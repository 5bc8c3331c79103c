"""Letters about what a unit says in plain words: what becomes of it, and what the office said of it."""

from mailbot.writing.view_words import LONGEST_TITLE, clock, day_and_weekday, deadline_of
from rules.campaign import Campaign
from rules.letters.letter import DecisionFacts, LetterOrder, ReplyFacts, UndecidedFacts
from rules.roster import Roster
from rules.wording import clipped


def reply(facts: ReplyFacts, order: LetterOrder, campaign: Campaign, roster: Roster) -> dict[str, object]:
    return {
        **_named(order, roster),
        "arrived": clock(facts.arrived_at, campaign),
        "mail_subject": clipped(facts.subject, LONGEST_TITLE),
        "quote": facts.quote,
        "notes": facts.notes,
        "waits": facts.waits,
    }


def decision(facts: DecisionFacts, order: LetterOrder, roster: Roster) -> dict[str, object]:
    last = day_and_weekday(facts.last_day) if facts.last_day else ""
    return {
        **_named(order, roster),
        "about": facts.about,
        "outcome": facts.outcome,
        "document": facts.stage.document if facts.stage else "nội dung",
        "by": f"chậm nhất là hết ngày {last}" if last else "trong thời gian sớm nhất",
        "quote": facts.quote,
        "until": day_and_weekday(facts.until) if facts.until else "",
        "words": facts.words,
    }


def undecided(facts: UndecidedFacts, order: LetterOrder, roster: Roster) -> dict[str, object]:
    unit = roster.find(order.unit)
    last = facts.last_day
    extended = last >= facts.stage.due
    return {
        **_named(order, roster),
        "head": unit.head_name if unit else "",
        "head_title": unit.head_title if unit else "",
        "stage": facts.stage.label,
        "document": facts.stage.document,
        "deadline": f"chậm nhất là hết ngày {day_and_weekday(last)}" if extended else deadline_of(facts.stage),
        "wishes": facts.wishes,
    }


def _named(order: LetterOrder, roster: Roster) -> dict[str, object]:
    unit = roster.find(order.unit)
    return {"unit": unit.name if unit else "", "unit_short": unit.label if unit else ""}
