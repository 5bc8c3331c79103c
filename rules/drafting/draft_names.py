"""What the files of a draft are called where people get them: "du-thao-bao-cao-ket-qua-20241101-0700.docx".

In the folder of drafts they keep the names under which the program finds them again.
"""

import re

from rules.campaign import Campaign
from rules.text import file_words

_KEPT = re.compile(r"(?P<stamp>\d{8}-\d{4})-(?P<what>[a-z-]+?)(?P<number>-\d+)?(?P<ending>\.\w+)")


def called(name: str, campaign: Campaign) -> str:
    """By the name in the folder; that name itself where it is none of a draft."""
    for stage in campaign.stages:
        before = f"{campaign.code}-{stage.code}-"
        found = _KEPT.fullmatch(name.removeprefix(before)) if name.startswith(before) else None
        if found:
            label = file_words(stage.label)
            return f"{found['what']}-{label}-{found['stamp']}{found['number'] or ''}{found['ending']}"
    return name
