"""Letters about what a unit says in plain words: what becomes of it, and what the office said of it."""

from mailbot.writing.view_words import LONGEST_TITLE, by_deadline, clock, day_and_weekday, deadline_of
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
    by = by_deadline(facts.stage, facts.last_day) if facts.stage and facts.last_day else "trong thời gian sớm nhất"
    return {
        **_named(order, roster),
        "about": facts.about,
        "outcome": facts.outcome,
        "document": facts.stage.document if facts.stage else "nội dung",
        "by": by,
        "quote": facts.quote,
        "until": day_and_weekday(facts.until) if facts.until else "",
        "words": facts.words,
    }


def undecided(facts: UndecidedFacts, order: LetterOrder, roster: Roster) -> dict[str, object]:
    unit = roster.find(order.unit)
    return {
        **_named(order, roster),
        "head": unit.head_name if unit else "",
        "head_title": unit.head_title if unit else "",
        "stage": facts.stage.label,
        "document": facts.stage.document,
        "deadline": by_deadline(facts.stage, facts.last_day),
        "due": deadline_of(facts.stage, facts.last_day),
        "wishes": facts.wishes,
    }


def _named(order: LetterOrder, roster: Roster) -> dict[str, object]:
    unit = roster.find(order.unit)
    return {"unit": unit.name if unit else "", "unit_short": unit.label if unit else ""}
