"""Automatic numbers of Word paragraphs, counted as Word shows them (ECMA-376 part 1, 17.9)."""

from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
# Bullets are mostly drawn with Symbol and Wingdings, whose letters sit in the private use area.
_BULLETS = {
    "\uf02d": "-",
    "\uf0be": "-",
    "\uf02b": "+",
    "\uf0fc": "✓",
    "\uf0a8": "☐",
    "\uf06f": "☐",
    "\uf0d8": "➢",
    "o": "o",
}


def roman(number: int) -> str:
    """Lower-case Roman numeral of a positive number below 4000, else decimal."""
    if not 0 < number < 4000:
        return str(number)
    out = []
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        out.append(letters * times)
    return "".join(out)


def letter(number: int) -> str:
    """a, b, ... z, aa, bb, ... as Word counts letters."""
    if not 0 < number <= 780:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def in_format(number: int, form: str) -> str:
    """A number in one of the formats of ST_NumberFormat; those that Vietnamese Word does not offer are decimal."""
    match form:
        case "upperRoman":
            return roman(number).upper()
        case "lowerRoman":
            return roman(number)
        case "upperLetter":
            return letter(number).upper()
        case "lowerLetter":
            return letter(number)
        case "decimalZero":
            return f"{number:02d}"
        case "none":
            return ""
        case _:
            return str(number)


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  # 0: never; n: only after level n
    legal: bool = False
    style: str = ""  # of the paragraphs that belong to this level


@dataclass(slots=True)
class _List:
    """A w:num: an abstract definition with the levels that it overrides."""

    abstract: str
    overrides: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document and their counters; ask in document order."""

    def __init__(self, root: etree._Element | None, style_lists: dict[str, str] | None = None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        links: dict[str, str] = {}
        for item in root if root is not None else ():
            if item.tag == f"{W}abstractNum":
                key = item.get(f"{W}abstractNumId") or ""
                self._abstract[key] = _levels(item)
                link = item.find(f"{W}numStyleLink")
                if link is not None:
                    links[key] = link.get(f"{W}val") or ""
            elif item.tag == f"{W}num":
                self._lists[item.get(f"{W}numId") or ""] = _list(item)
        for key, style in links.items():
            target = self._lists.get((style_lists or {}).get(style, ""))
            if target is not None and target.abstract in self._abstract:
                self._abstract[key] = self._abstract[target.abstract]

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a paragraph style belongs to in a list (w:pStyle), 0 where none is named."""
        found = self._lists.get(list_id)
        levels = self._abstract.get(found.abstract, {}) if found else {}
        return next((depth for depth, level in levels.items() if level.style == style), 0)

    def next(self, list_id: str, depth: int) -> str:
        """The number or bullet of the next paragraph of that list at that level (0 = outermost); "" where none."""
        found = self._lists.get(list_id)
        if found is None or found.abstract not in self._abstract:
            return ""
        level = self._level(found, depth)
        if level is None:
            return ""
        counters = self._counters.setdefault(found.abstract, {})
        if depth in found.starts and (list_id, depth) not in self._started:
            counters[depth] = found.starts[depth]
        else:
            counters[depth] = counters[depth] + 1 if depth in counters else level.start
        self._started.add((list_id, depth))
        for deeper in [n for n in counters if n > depth and self._restarts(found, n, depth)]:
            del counters[deeper]
        return self._shown(found, level, counters)

    def _level(self, found: _List, depth: int) -> _Level | None:
        return found.overrides.get(depth) or self._abstract[found.abstract].get(depth)

    def _restarts(self, found: _List, deeper: int, depth: int) -> bool:
        level = self._level(found, deeper)
        if level is None or level.restart is None:
            return True
        return level.restart != 0 and depth < level.restart

    def _shown(self, found: _List, level: _Level, counters: dict[int, int]) -> str:
        if level.form == "bullet":
            return _BULLETS.get(level.text, "•" if level.text[:1] >= "\ue000" else level.text)
        text = level.text
        for number in range(9):
            if f"%{number + 1}" in text:
                upper = self._level(found, number) or _Level()
                form = "decimal" if level.legal and upper.form != "none" else upper.form
                text = text.replace(f"%{number + 1}", in_format(counters.get(number, upper.start), form))
        return text.strip()


def _levels(item: etree._Element) -> dict[int, _Level]:
    return {_integer(level.get(f"{W}ilvl"), 0): _level(level) for level in item.iterfind(f"{W}lvl")}


def _list(item: etree._Element) -> _List:
    found = _List(_value(item, "abstractNumId") or "")
    for override in item.iterfind(f"{W}lvlOverride"):
        depth = _integer(override.get(f"{W}ilvl"), 0)
        level = override.find(f"{W}lvl")
        if level is not None:
            found.overrides[depth] = _level(level)
        start = _value(override, "startOverride")
        if start is not None:
            found.starts[depth] = _integer(start, 1)
    return found


def _level(item: etree._Element) -> _Level:
    restart = _value(item, "lvlRestart")
    return _Level(
        form=_value(item, "numFmt") or "decimal",
        text=_value(item, "lvlText") or "",
        start=_integer(_value(item, "start"), 1),
        restart=None if restart is None else _integer(restart, 0),
        legal=item.find(f"{W}isLgl") is not None,
        style=_value(item, "pStyle") or "",
    )


def _value(item: etree._Element, child: str) -> str | None:
    found = item.find(f"{W}{child}")
    return None if found is None else found.get(f"{W}val")


def _integer(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise
