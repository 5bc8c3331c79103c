"""The letters by which people come in to the page, as their templates see them."""

from markupsafe import Markup

from mailbot.writing import marked
from mailbot.writing.view_words import clock
from rules.campaign import Campaign
from rules.letters.letter import SignInFacts, SignInVoidFacts
from rules.wording import count


def sign_in(facts: SignInFacts, campaign: Campaign) -> dict[str, object]:
    """The link is ours, made from the configuration: the one link in a letter that may be clicked."""
    return {
        "person": facts.person,
        "code": facts.code,
        "link": Markup(marked.escape(facts.link)),  # noqa: S704
        "asked_at": clock(facts.asked_at, campaign),
        "until": clock(facts.until, campaign),
    }


def sign_in_void(facts: SignInVoidFacts, campaign: Campaign) -> dict[str, object]:
    return {"person": facts.person, "wrong": count(facts.wrong), "at": clock(facts.at, campaign)}
