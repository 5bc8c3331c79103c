"""Addresses and links in what others wrote, broken visibly: no mail program makes a link of them, a person reads them.

Mail programs link more than URLs: bare domains, e-mail addresses, "www.", IP and UNC paths. Invisible characters stop
only some of them and change what is copied; brackets stop all and show that something was done: "https[://]x[.]y".
What breaks a link in HTML breaks it in plain text, so both forms of a letter say the same.
"""

import re
import unicodedata
from functools import lru_cache

from linkify_it.tlds import TLDS

_TOP_LEVEL = frozenset(name.lower() for name in TLDS)
_DOTS = ".\u3002\uff0e\uff61"  # and those that browsers take for one (UTS 46, 4.5)
_ATS = "@\uff20\ufe6b"

_SCHEME = re.compile(
    r"(?i)(?<![^\W_])(https?|ftps?|file|mailto|tel|sms|callto|skype|sip|zalo|viber|javascript|data|ms-[a-z-]+):(?=\S)"
)
_NETWORK_PATH = re.compile(r"(?<![:\[])//(?=\w)")
_SHARE = re.compile(r"\\\\(?=\w)")
_COLON_SLASHES = re.compile(r"(?<!\[)://|://(?!\])")
_AT = re.compile(rf"(?<=[^\s\[])[{_ATS}](?=\S)|(?<=\S)[{_ATS}](?=[^\s\]])")
_WWW = re.compile(rf"(?i)(?<![^\W_])(www\d?|ftp)[{_DOTS}](?=\w)")
_JOINT = re.compile(rf"(?<=[\w-])([{_DOTS}])(?=(?P<word>[^\W_]+)(?P<rest>[\w-]*))")
_IP = re.compile(rf"(?<![\w.])(\d{{1,3}})[{_DOTS}](?=\d{{1,3}}\.\d{{1,3}}\.\d{{1,3}}(?![\w.]))")


def inert(text: str, own: frozenset[str] = frozenset()) -> str:
    """The text without a live address or link, but for the addresses of `own` (lower case). Done twice, done once."""
    visible = "".join(character for character in text if unicodedata.category(character) != "Cf")
    if not own:
        return _broken(visible)
    pieces = _addresses(own).split(visible)
    return "".join(piece if place % 2 else _broken(piece) for place, piece in enumerate(pieces))


def _broken(text: str) -> str:
    text = _COLON_SLASHES.sub("[://]", text)
    text = _SCHEME.sub(r"\1[:]", text)
    text = _NETWORK_PATH.sub("[//]", text)
    text = _SHARE.sub(r"[\\\\]", text)
    text = _AT.sub("[@]", text)
    text = _WWW.sub(r"\1[.]", text)
    text = _IP.sub(r"\1[.]", text)
    return _JOINT.sub(lambda found: "[.]" if _ends_a_domain(found["word"], found["rest"]) else found[0], text)


def _ends_a_domain(word: str, rest: str) -> bool:
    """Whether the word after a dot makes a domain of what stands before it, however a program finds its end."""
    word, whole = word.lower(), (word + rest).lower()
    return word in _TOP_LEVEL or whole in _TOP_LEVEL or whole.startswith("xn--")


@lru_cache(maxsize=4)
def _addresses(own: frozenset[str]) -> re.Pattern[str]:
    """These addresses where they stand alone, as one group: `split` gives them at the odd places."""
    known = "|".join(map(re.escape, sorted(own, key=len, reverse=True)))
    return re.compile(rf"(?i)(?<![^\s(<“\"':,;])({known})(?=[.:]?(?:[\s)>”\"',;]|$))")
