"""A notice of a drive: somebody shares a file there. What it names is told; nothing is fetched."""

import re
from dataclasses import dataclass

from rules.campaign import Campaign
from rules.intake.concern import says_any
from rules.lexicon import lexicon
from rules.mail import Mail
from rules.papers.match import unit_index
from rules.roster import Roster, Unit
from rules.wording import clipped

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_QUOTED = re.compile(r"[“\"«]([^”\"»]{3,200})[”\"»]")
_LONGEST = 120  # characters of a title


@dataclass(frozen=True, slots=True)
class SharedFile:
    """`unit`: whom an address of the roster, or a name in the title, speaks of; proven by nothing."""

    title: str
    place: str  # host of the link
    unit: Unit | None = None
    sender: str = ""  # address that the notice names


def shared_file(mail: Mail, campaign: Campaign, roster: Roster) -> SharedFile | None:
    """What a machine's mail tells of a file behind a link, where it is named like what the campaign collects."""
    text = f"{mail.text} {mail.html}".lower()
    place = next((link for link in lexicon().documents.links if link in text), "")
    words = (*campaign.topic.words, *campaign.topic.nouns)
    if not place or not says_any(mail.subject, words):
        return None
    quoted = _QUOTED.search(mail.subject)
    title = clipped(quoted[1] if quoted else mail.subject, _LONGEST)
    for address in _ADDRESS.findall(f"{mail.header('Reply-To') or ''} {mail.text}"):
        units = roster.by_address(address.lower())
        if len(units) == 1:
            return SharedFile(title, place, units[0], address.lower())
    named = unit_index(roster).named(title)
    return SharedFile(title, place, roster.find(next(iter(named))) if len(named) == 1 else None)
