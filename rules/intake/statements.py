"""An answer of the office, cut into what can be read by itself: sentences for units, sentences, statements.

People write several answers on a line or one per line. Numbers belong to what follows them ("1, 2 đúng"), else to the
words before ("trừ 3, 7").
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from rules.intake.decided_words import ASIDE, SENTENCE_ENDS, WEIGHTY, means_nothing, tokens, unknown_in
from rules.intake.office_orders import Asked
from rules.post.telex import untelexed
from rules.text import bare, fold, nfc


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of an answer as it was written. `follows`: another one stands before it in its sentence."""

    written: str
    follows: bool = False


def lines(said: str) -> Iterator[Sequence[str]]:
    """The sentences of each line."""
    for line in nfc(said).splitlines():
        yield SENTENCE_ENDS.split(line)


# --- Sentences for a unit -------------------------------------------------------------------------------------------

_TELLING = re.compile(
    r"^\W*(?:(?:câu|việc|cau|viec|số|so)\s+)?(?P<number>\d{1,6})?\s*[.):,-]*\s*"
    r"(?:trả lời|phúc đáp|phản hồi|tra loi|phuc dap|phan hoi)"
    r"(?:\s+(?:trường|đơn vị|truong|don vi))?\s*:\s*(?P<words>.*)$",
    re.IGNORECASE,
)


def in_words(said: str, asked: Asked) -> tuple[str, tuple[tuple[int, str], ...]]:
    """What remains of an answer without the sentences that units are to read, and these with their numbers.

    "4 trả lời: ..." goes on to the next such line or the end. Where one thing was asked it needs no number.
    """
    rest: list[str] = []
    told: list[tuple[int, list[str]]] = []
    for line in nfc(said).splitlines():
        found = _TELLING.match(line) if asked.questions else None
        number = int(found["number"] or (asked.questions[0] if len(asked.questions) == 1 else 0)) if found else 0
        if found and number:
            told.append((number, [found["words"]]))
        elif told:
            told[-1][1].append(line)
        else:
            rest.append(line)
    whole = ((number, "\n".join(lines).strip()) for number, lines in told)
    return "\n".join(rest), tuple((number, words) for number, words in whole if words)


# --- Statements -----------------------------------------------------------------------------------------------------

_LEAD = r"(?:cau hoi so|cau hoi|cau so|cau|viec so|viec|muc so|muc|y so|y|so thu tu|stt|so|[cq](?=\d)|#)"
_RANGE = r"\d{1,6}(?:\s*(?:-+>?|\.\.+|den|toi)\s*\d{1,6})?(?!\d|\s*[/.-]\s*\d|\s+thang)"
_NUMBERS = rf"(?:tu\s+)?{_RANGE}(?:(?:\s*(?:,|;|&|\+|\bva\b|\bvoi\b)\s*(?:so\s+)?|\s+){_RANGE})*"
_ONLY_NUMBERS = re.compile(rf"^(?:(?:cac|nhung|may)\s+)?(?:{_LEAD}\s*)?{_NUMBERS}$")
_BEGINS_WITH_NUMBERS = re.compile(rf"^(?:cac\s+)?(?:{_LEAD}\s*)?\d")
_BULLET = re.compile(r"^[\s>*\u2022\u00b7+\u2013\u2014-]+(?=\S)")
_PARTS = re.compile(
    r"[;,\n]|:\s+(?=(?:c[âa]u|vi[ệe]c|m[ụu]c)\s*\d)|\.(?=\s)|\.$|\s+c[òo]n\s+(?=\d)|(?<!nơi)(?<!noi)(?<!vị)(?<!vi)(?<!trường)(?<!truong)(?<!câu)"
    r"(?<!cau)(?<!việc)(?<!viec)(?<!cái)(?<!cai)(?<!phòng)(?<!phong)\s+(?=c[òo]n\s+l[ạa]i\b)",
    re.IGNORECASE,
)


def statements(sentence: str) -> Iterator[Statement]:
    """A sentence cut at commas, put together again where a list of numbers was."""
    for line in (ASIDE.sub("", one) for one in nfc(sentence).splitlines()):
        parts = (part for piece in _PARTS.split(_BULLET.sub("", line)) for part in _behind_a_dash(piece))
        pieces = [piece for piece in map(_tidy, parts) if piece]
        for place, piece in enumerate(_joined(pieces)):
            yield Statement(piece, follows=place > 0)


_DASH = re.compile(r"\s+[-\u2013\u2014]\s+(?=\w)")


def _behind_a_dash(piece: str) -> Sequence[str]:
    """ "trừ Bát Xát 1 - trường vừa nộp bản giấy": not "Bát Xát 1 - đúng", which waits for its answer."""
    cut = _DASH.search(piece)
    if cut is None or not piece[cut.end() : cut.end() + 1].islower():
        return (piece,)
    decides = any(one.means(*WEIGHTY) for one in tokens(_tidy(piece[: cut.start()])))
    return (piece[: cut.start()], piece[cut.end() :]) if decides else (piece,)


def plain(text: str) -> str:
    """As statements are compared: no accents, no quotation marks, no signs around it."""
    return " ".join(re.sub(r"[\"'\u201c\u201d\u2018\u2019()\[\]!*_]+", " ", bare(text)).split()).strip(" .:,;-")


def spelled(written: str, *, batch: bool = False) -> str:
    """Without Telex letters ("dungs"), where that leaves fewer words unknown."""
    typed = untelexed(plain(written))
    fewer = typed != plain(written) and unknown_in(typed, batch=batch) < unknown_in(written, batch=batch)
    return typed if fewer else written


def _tidy(piece: str) -> str:
    return fold(piece).strip(" .")


def _joined(pieces: Sequence[str]) -> Iterator[str]:
    waiting: list[str] = []
    last: str | None = None
    for piece in pieces:
        if _ONLY_NUMBERS.match(plain(piece).replace("\u2013", "-")):
            if last is not None and _takes_numbers(last):
                last = f"{last}, {piece}"
            else:
                waiting.append(piece)
            continue
        if last is not None:
            yield last
        last = ", ".join([*waiting, piece])
        waiting = []
    if last is not None:
        yield last
    if waiting:
        yield ", ".join(waiting)


def _takes_numbers(piece: str) -> bool:
    """Words with numbers after them: "trừ 3", "hoàn tác 2", "đúng 1"."""
    words = plain(piece)
    return re.match(r"^[^\d]*[^\W\d].*\d$", words) is not None and not _BEGINS_WITH_NUMBERS.match(words)


# --- An answer for each number --------------------------------------------------------------------------------------

_STANDING = re.compile(
    r"(?<![\w/.:,-])(?P<number>\d{1,3})(?![\w/%-]|\.\d)"
    r"(?!\s*(?:ngày|hôm|tuần|tháng|trường|đơn vị|nội dung|giờ|h\b|năm|cái))"
)
_NO_QUESTION_BEHIND = frozenset(
    ["so", "truong", "thpt", "ngay", "thang", "den", "toi", "het", "va", "voi", "cau", "viec", "cho"]
)


def by_numbers(text: str, asked: Set[int]) -> tuple[str, ...]:
    """ "2 đúng 6 đúng 7 là hai nội dung": an answer for each number where no sign parts them; () where it is one."""
    text = fold(nfc(text))
    hits = [hit for hit in _STANDING.finditer(text) if int(hit["number"]) in asked and _stands_alone(text, hit.start())]
    numbers = [int(hit["number"]) for hit in hits]
    if len(hits) < 2 or hits[0].start() > 0 or numbers != sorted(set(numbers)) or re.search(r"[,;]", text):
        return ()
    ends = [*(hit.start() for hit in hits[1:]), len(text)]
    pieces = tuple(text[hit.start() : end].strip() for hit, end in zip(hits, ends, strict=True))
    return pieces if all(len(piece.split()) > 1 for piece in pieces) else ()


def _stands_alone(text: str, at: int) -> bool:
    before = bare(text[:at]).split()
    return not before or before[-1] not in _NO_QUESTION_BEHIND


# --- What says nothing ----------------------------------------------------------------------------------------------


def is_noise(written: str, *, batch: bool = False) -> bool:
    """A greeting, thanks, or small words alone."""
    return not plain(written) or means_nothing(written, batch=batch)
