"""*Tìm*: titles, people, units, subjects and contents, with or without accents."""

from dataclasses import dataclass

from starlette.responses import Response

from mailbot.web.finder import SHOWN
from mailbot.web.page import Call
from rules.searching import asked, folded, meets


@dataclass(frozen=True, slots=True)
class Found:
    path: str
    kind: str
    title: str
    text: str
    unit: str


_KINDS = {"mail": "Thư", "item": "Nội dung"}
_AROUND = 120  # letters of a text that are shown before and after the first word that was found


def find(call: Call) -> Response:
    text = call.asked("q")
    terms = asked(text)
    found: list[Found] = []
    if terms:
        found += [
            Found(f"/don-vi/{one.code}", "Đơn vị", one.name, ", ".join(one.addresses), one.code)
            for one in call.app.roster
            if meets(" ".join((one.name, one.short, *one.aliases, *one.addresses, one.head_name)), terms)
        ]
        found += [
            Found(f"/viec/thu/{one.mail}", _KINDS[one.kind], one.title, _around(one.text, terms[0].word), one.unit)
            for one in call.page.finder.find(text)
        ]
    return call.show("finding.html", q=text, found=found[: 2 * SHOWN], asked=bool(terms))


def _around(text: str, word: str) -> str:
    """The piece of a text around a word; folding keeps no places, so it is looked for word by word."""
    pieces = text.split()
    place = next((at for at, one in enumerate(pieces) if word in " ".join(folded(one))), 0)
    begin = max(0, place - 8)
    shown = " ".join(pieces[begin:])[: 2 * _AROUND]
    return f"{'… ' if begin else ''}{shown}{' …' if len(' '.join(pieces[begin:])) > len(shown) else ''}"
