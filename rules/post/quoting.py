"""Whose words a mail holds: its writer's own, those of an earlier mail that is quoted, those of one that is passed on.

Structure comes first, for it is the same in all mail programs and languages: marks before each line, a block of copied
header fields ("Từ: ... / Đã gửi: ... / Chủ đề: ..."), a line of attribution (a moment, a name or an address, a verb and
a colon), a title between dashes, elements of HTML, the stamps of a chat. Words decide only what structure leaves open:
whether an earlier mail is answered or passed on.

An answer above, below or between marked lines is the writer's own. Where an earlier mail stands without marks nobody
can tell where it ends: all that follows is its own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Literal

from rules.text import bare, nfc

Voice = Literal["own", "quoted", "forwarded"]
Markup = Literal["inside", "onwards"]

QUOTED_PART = "phần trích dẫn"
"""`Where.part` of what the HTML or the marks of a mail set apart as an earlier one."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a mail. `marked`: set apart by HTML, or by a mark that a reader has taken off."""

    text: str
    marked: bool = False


# --- subjects ---------------------------------------------------------------------------------------------------------

# Outlook translates its prefixes: "TL" (trả lời) answers and "CT" (chuyển tiếp) forwards in its Vietnamese edition.
_ANSWERS = ("re", "tl", "trả lời", "hồi âm", "aw", "antw", "sv")
_FORWARDS = ("fwd?", "ct", "chuyển tiếp", "tr", "wg")
_PREFIX = r"\s*(?:\[\d+\])?\s*:\s*"

SUBJECT_PREFIXES = rf"(?:(?:{'|'.join((*_ANSWERS, *_FORWARDS))}){_PREFIX}|\[[^\]]{{1,30}}\]\s*|\*\s*)*"
"""Any number of "Re:", "[list]" and asterisks before a subject, in lower case and NFC."""

_FORWARD_SUBJECT = re.compile(rf"^[\s\[(]*(?:\[[^\]]{{1,30}}\]\s*)*(?:{'|'.join(map(bare, _FORWARDS))}){_PREFIX}")


def is_forward(subject: str) -> bool:
    """Whether the outermost prefix of a subject says that a mail is passed on: an answer to a forward is an answer."""
    return _FORWARD_SUBJECT.match(bare(subject)) is not None


_ANSWER_SUBJECT = re.compile(rf"^[\s\[(]*(?:\[[^\]]{{1,30}}\]\s*)*(?:{'|'.join(map(bare, _ANSWERS))}){_PREFIX}")


def is_answer(subject: str) -> bool:
    """Whether the outermost prefix of a subject says that a mail is answered: then the subject is somebody else's."""
    return _ANSWER_SUBJECT.match(bare(subject)) is not None


# --- the words of others ----------------------------------------------------------------------------------------------


def own_text(text: str) -> str:
    """What the writer added to a mail, without the mail that is quoted or passed on above, below or around it."""
    lines = nfc(text).splitlines()
    heard = voices([Said(line) for line in lines])
    return "\n".join(line for line, voice in zip(lines, heard, strict=True) if voice == "own")


def before_quotation(text: str) -> str:
    """The lines above the first one that is another's."""
    lines = nfc(text).splitlines()
    heard = voices([Said(line) for line in lines])
    return "\n".join(lines[: next((place for place, voice in enumerate(heard) if voice != "own"), len(lines))])


def voices(lines: Sequence[Said], *, forward: bool = False) -> tuple[Voice, ...]:
    """For each line whose words it holds. `forward`: the subject says that what the mail contains is passed on."""
    return _voices(tuple(lines), "forwarded" if forward else "quoted")


@lru_cache(maxsize=4)  # of one mail the same lines are asked about by everything that reads it, and then never again
def _voices(lines: tuple[Said, ...], quoted: Voice) -> tuple[Voice, ...]:
    heard: list[Voice] = []
    while len(heard) < len(lines):
        heard += _next(lines, len(heard), quoted)
    return tuple(heard)


def _next(lines: Sequence[Said], place: int, quoted: Voice) -> list[Voice]:
    """The voices of the next lines, as many as belong together."""
    opening = _opening(lines, place)
    if opening is not None:
        voice = "forwarded" if opening.passes_on else quoted
        below = place + opening.lines
        return [voice] * (opening.lines + _reach(lines, below, opening))
    if _is_marked(lines[place]):
        return [quoted] * _marked_from(lines, place)
    return ["own"]


@dataclass(frozen=True, slots=True)
class _Opening:
    """What stands over an earlier mail: over how many lines, and whether the mail is passed on."""

    lines: int
    passes_on: bool = False
    chat: bool = False


def _reach(lines: Sequence[Said], below: int, opening: _Opening) -> int:
    """How many lines under an opening belong to it: the marked ones, if these follow; a chat ends with its paragraph;
    else all.
    """
    blank = sum(1 for _ in takewhile(lambda line: not line.text.strip() and not line.marked, lines[below:]))
    if below + blank < len(lines) and _is_marked(lines[below + blank]):
        return blank + _marked_from(lines, below + blank)
    if opening.chat:
        return sum(1 for _ in takewhile(lambda line: line.text.strip(), lines[below:]))
    return len(lines) - below


def _marked_from(lines: Sequence[Said], place: int) -> int:
    """How many marked lines follow from here, empty ones between them included."""
    last = place
    for at in range(place, len(lines)):
        if _is_marked(lines[at]) or _fell_out(lines, at):
            last = at
        elif lines[at].text.strip():
            break
    return last - place + 1


_WRAPPED_AT = 60  # characters from which a marked line may have been wrapped by a program


def _fell_out(lines: Sequence[Said], at: int) -> bool:
    """Whether a line lost its mark to wrapping: it ends the sentence of a long marked line, and marked ones follow."""
    if not 0 < at < len(lines) - 1 or not (_is_marked(lines[at - 1]) and _is_marked(lines[at + 1])):
        return False
    above, text = lines[at - 1].text.rstrip(), lines[at].text.strip()
    return len(above) >= _WRAPPED_AT and above[-1] not in ".?!:;" and text[:1].islower()


_MARK = re.compile(r"^\s*(?:[A-Z]{0,3}>|\|[^|]*$)")  # with initials, or a bar, unless it begins a row of a table
_MARKS = re.compile(r"^(?:\s*(?:[A-Z]{0,3}>|\|))+\s?")


def _is_marked(line: Said) -> bool:
    return line.marked or _MARK.match(line.text) is not None


def _opening(lines: Sequence[Said], place: int) -> _Opening | None:
    """The opening of an earlier mail that begins with this line. Of a marked mail only its first line can pass it on:
    what is marked further down was quoted by somebody else.
    """
    plain = _plain(lines[place])
    if not plain:
        return None
    if _is_marked(lines[place]):
        return _Opening(1, passes_on=True) if _passes_on(plain) else None
    return (
        _titled(lines, place)
        or _attributed(lines, place)
        or _copied_head(lines, place)
        or (_Opening(1, chat=True) if _is_chat(lines, place) else None)
        or _spoken_before(lines, place)
    )


def _plain(line: Said) -> str:
    """In the form that the patterns below are written in: `bare`, without marks and without asterisks for bold type."""
    return bare(_MARKS.sub("", line.text)).strip(" *\t")


# --- titles -----------------------------------------------------------------------------------------------------------

_DASHES = r"[-_=*#]{2,}"
_TITLE = re.compile(rf"^{_DASHES}\s*(?P<words>[a-z][^_=#]{{2,60}}?)\s*:?\s*{_DASHES}$")
_PASSED_ON = re.compile(r"\b(?:forwarded|forward(?:ing)? (?:message|mail|email)|chuien tiep|chuyen tiep)\b")
_EARLIER = re.compile(
    r"\b(?:original (?:message|appointment|mail|email)|repli message|previous message|"
    r"(?:thu|tin nhan|thong diep|email|mail|noi dung)(?: da)? (?:goc|ban dau|truoc|cu)|tra loi thu)\b"
)
_BEGINS = re.compile(r"^(?:begin|bat dau)\b.{0,40}:?$")
_ALONE = re.compile(
    r"^(?:(?:the )?(?:forwarded|original) message|(?:thu|tin nhan|thong diep) (?:goc|ban dau|truoc))\s*:?$"
)
_RULE = re.compile(r"^(?:[_=]{10,}|[-*]{20,})$")


def _titled(lines: Sequence[Said], place: int) -> _Opening | None:
    """ "-----Original Message-----", "Bắt đầu thư được chuyển tiếp:", a rule over a copied head."""
    plain = _plain(lines[place])
    length, head = 1, _head_below(lines, place + 1)
    if _passes_on(plain):
        return _Opening(length + head, passes_on=True)
    title = _TITLE.match(bare(lines[place].text).strip())
    if (title and _EARLIER.search(title["words"])) or _ALONE.match(plain):
        return _Opening(length + head)
    if head and (title or _RULE.match(bare(lines[place].text))):
        return _Opening(length + head)
    return None


def _passes_on(plain: str) -> bool:
    """A title, between dashes or with a beginning of its own, that says that a mail is passed on."""
    title = _TITLE.match(plain)
    words = title["words"] if title else plain
    return _PASSED_ON.search(words) is not None and bool(title or _BEGINS.match(plain) or _ALONE.match(plain))


# --- copied header fields ---------------------------------------------------------------------------------------------

_FIELD = re.compile(r"^(?P<label>[a-z][a-z /-]{0,24}?)\s*\*?:\*?\s*(?P<value>.*)$")
_LABELS: Mapping[str, frozenset[str]] = {
    "from": frozenset({"from", "tu", "nguoi gui", "gui tu", "gui boi"}),
    "sent": frozenset(
        {"sent", "date", "sent on", "da gui", "ngay", "ngay gui", "ngay gio", "thoi gian", "thoi gian gui", "gui luc",
         "gui ngay", "gui vao", "luc", "vao luc", "da gui luc", "da gui vao"}
    ),
    "to": frozenset(
        {"to", "cc", "bcc", "den", "toi", "nguoi nhan", "gui den", "gui toi", "gui cho", "dong gui", "dong kinh gui",
         "nguoi nhan cc", "ban sao"}
    ),
    "subject": frozenset({"subject", "chu de", "tieu de", "ve viec", "v/v"}),
    "more": frozenset(
        {"importance", "attachments", "attachment", "repli-to", "tra loi cho", "tra loi den", "muc do quan trong",
         "tep dinh kem", "dinh kem", "priority", "organization", "in-repli-to"}
    ),
}  # fmt: skip
_OF_MAIL_ALONE = frozenset({"from", "tu", "sent", "da gui", "date", "subject", "chu de"})
"""Labels that forms and lists of units do not have in this company."""
_HEAD_LINES = 12  # over which a copied head may run, lines without a label and empty ones among them
_A_MOMENT = re.compile(r"\b\d{1,2}\s?[:h]\s?\d{2}\b")
_NO_SENDER = re.compile(r"^(?:\d|ngay\b|thang\b|qui\b|quy\b|nam\b|dau\b|$)")  # "Từ: 01/4/2024" begins a period


def _copied_head(lines: Sequence[Said], place: int) -> _Opening | None:
    """A block of copied header fields that no title announces: it must speak for itself."""
    if not _field(lines[place]):
        return None
    fields, length = _fields(lines, place)
    return _Opening(length) if _is_head(fields) else None


def _head_below(lines: Sequence[Said], place: int) -> int:
    """How many lines from here are a copied head under its title, empty ones before it included; 0: none."""
    blank = sum(1 for _ in takewhile(lambda line: not line.text.strip(), lines[place:]))
    fields, length = _fields(lines, place + blank)
    known = {kind for kind, _, _ in fields}
    return blank + length if "from" in known or len(known) > 1 else 0


def _is_head(fields: Sequence[tuple[str, str, str]]) -> bool:
    """Sender, moment, recipients, subject: three of the four in words that only mails have, or with a clock time or an
    address; or all four.
    """
    kinds = {kind for kind, _, _ in fields} - {"more"}
    if "from" not in kinds or len(kinds) < 2:
        return False
    addressed = any("@" in value for kind, _, value in fields if kind in ("from", "to"))
    timed = any(kind == "sent" and _A_MOMENT.search(value) for kind, _, value in fields)
    if len(kinds) == 2:
        return addressed and (timed or "subject" in kinds)
    only_mails = sum(label in _OF_MAIL_ALONE for _, label, _ in fields) > 2
    return len(kinds) == 4 or only_mails or addressed or timed


def _fields(lines: Sequence[Said], place: int) -> tuple[list[tuple[str, str, str]], int]:
    """The fields (kind, label, value) that follow here, and over how many lines. A field may go on in the next line,
    and empty lines may stand between.
    """
    found: list[tuple[str, str, str]] = []
    length, gap = 0, 0
    for line in lines[place : place + _HEAD_LINES]:
        field = _field(line)
        if field:
            found.append(field)
            length, gap = length + gap + 1, 0
        elif found and gap < 2:
            gap += 1
        else:
            break
    return found, length


def _field(line: Said) -> tuple[str, str, str] | None:
    match = _FIELD.match(_plain(line).replace("*", ""))
    if not match:
        return None
    label, value = match["label"].strip(), match["value"].strip()
    kind = next((kind for kind, labels in _LABELS.items() if label in labels), "")
    if not kind or (kind == "from" and _NO_SENDER.match(value)):
        return None
    return kind, label, value


# --- attributions -----------------------------------------------------------------------------------------------------

_ATTRIBUTION_LINES = 4  # over which an attribution may be wrapped
_ATTRIBUTION_CHARS = 300
_ADDRESS = re.compile(r"\S@\S")
_DAY = re.compile(
    r"\b(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}|"
    r"\d{1,2},? ?(?:thg|thang|th\.?) ?(?:\d{1,2}|[a-z]{2,5}(?: [a-z]{2,4})?)|"
    r"\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|"
    r"(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b)"
)
_BEGINNING = re.compile(r"^[-\s]*(?:on|vao|luc|ngay|thu|trong|at|le|el|am|il|in a message)\b.*(?:\d|@)")
_VERB = r"(?:wrote|writes|said|da viet|viet|da noi|da tra loi|schrieb|a ecrit)"
_WROTE = re.compile(rf"\b{_VERB}\s*:$")
_SENT = re.compile(r"\b(?:da gui|da nhan|sent)\s*:$")  # in a sentence of one's own, too: "ngày 15/8 trường đã gửi:"
_WROTE_ON = re.compile(rf"\b{_VERB}\b(?P<when>.{{0,80}}):$")


def _attributed(lines: Sequence[Said], place: int) -> _Opening | None:
    """A line, perhaps wrapped, that says who wrote when, by its shape."""
    joined = ""
    for length, line in enumerate(lines[place : place + _ATTRIBUTION_LINES], 1):
        plain = _without_what_follows(_dashes_away(_plain(line)))
        if not plain or _is_marked(line) or (length > 1 and _BEGINNING.match(plain)):
            return None
        joined = f"{joined} {plain}".strip()
        if len(joined) > _ATTRIBUTION_CHARS:
            return None
        if _is_attribution(joined) or (_may_attribute(joined) and _marks_follow(lines, place + length)):
            return _Opening(length)
        if length == 1 and not (_BEGINNING.match(joined) or _ADDRESS.search(joined) or _DAY.search(joined)):
            return None
    return None


def _dashes_away(plain: str) -> str:
    """Without dashes around; where these stand on both sides, they stand for the colon."""
    return plain.strip("- ") + (":" if plain.startswith("--") and plain.endswith("--") else "")


_RUNS_ON = re.compile(rf"^.{{10,200}}?\b{_VERB}\s*:(?=\s)")


def _without_what_follows(plain: str) -> str:
    """The attribution alone, where the earlier mail begins behind it in the same line, as telephones write it."""
    found = _RUNS_ON.match(plain)
    complete = found and _BEGINNING.match(found[0]) and _DAY.search(found[0]) and _ADDRESS.search(found[0])
    return found[0] if found and complete else plain


def _may_attribute(joined: str) -> bool:
    """What is an attribution if marked lines follow: a verb and a colon; a day and an address."""
    return bool(_WROTE.search(joined) or (_DAY.search(joined) and _ADDRESS.search(joined)))


def _is_attribution(joined: str) -> bool:
    """A verb that ends in a colon, with a moment or an address; or both of these and a colon."""
    day, address, clock = (pattern.search(joined) is not None for pattern in (_DAY, _ADDRESS, _A_MOMENT))
    if _WROTE.search(joined):
        return day or address or (clock and _BEGINNING.match(joined) is not None)
    if _SENT.search(joined):
        return address or (day and clock)
    wrote_on = _WROTE_ON.search(joined)
    if wrote_on and _DAY.search(wrote_on["when"]) and _A_MOMENT.search(wrote_on["when"]):
        return True
    return joined.endswith(":") and day and address and clock


def _marks_follow(lines: Sequence[Said], place: int) -> bool:
    following = next((line for line in lines[place:] if line.marked or line.text.strip()), None)
    return following is not None and _is_marked(following)


# --- chats ------------------------------------------------------------------------------------------------------------

_CLOCK, _DATE = r"\d{1,2}:\d{2}(?::\d{2})?", r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"
_STAMPED = re.compile(rf"^\[(?:{_CLOCK},? {_DATE}|{_DATE},? {_CLOCK})\]\s*[^:]{{2,50}}:")
_NAMED = re.compile(rf"^[^\d:]{{3,40}}\s[\[(]?(?:{_CLOCK},? {_DATE}|{_DATE},? {_CLOCK})[\])]?$")


def _is_chat(lines: Sequence[Said], place: int) -> bool:
    """A message copied out of Zalo: "[14:05, 21/08/2024] Hà: ...", or name and moment over it, more than once."""
    plain = _plain(lines[place])
    if _STAMPED.match(plain):
        return True
    return _NAMED.match(plain) is not None and sum(map(_is_named, lines)) > 1


_RELATIVE = r"hom (?:qua|nai|kia)"
_STAMP = re.compile(rf"^(?:(?:{_RELATIVE}|thu \w+|chu nhat)[, ]*{_CLOCK}|{_CLOCK}[, ]*(?:{_RELATIVE}|{_DATE}))$")
_MOST_WORDS = 6  # of the name of a person in a chat, with what they are


def _spoken_before(lines: Sequence[Said], place: int) -> _Opening | None:
    """A message as telephones copy it: a name, under it a moment alone ("Hôm qua 20:11"), then words to the end."""
    if place + 1 >= len(lines) or not _STAMP.match(_plain(lines[place + 1])):
        return None
    name = _plain(lines[place])
    named = 0 < len(name.split()) <= _MOST_WORDS and name.replace(" ", "").isalpha()
    return _Opening(2) if named else None


def _is_named(line: Said) -> bool:
    return _NAMED.match(_plain(line)) is not None


# --- HTML -------------------------------------------------------------------------------------------------------------

_INSIDE = re.compile(
    r"gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|moz-forward-container|protonmail_quote|zmail_extra|"
    r"outlookmessageheader|ms-outlook-mobile-reference-message"
)
_ONWARDS = re.compile(r"divrplyfwdmsg|appendonsend|zwchr|stopspelling|__divider__|__quoted_text__")
_INDENTED = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.IGNORECASE)


def markup(tag: str, attributes: Mapping[str, str]) -> Markup | None:
    """Whether an element of a mail's HTML holds an earlier mail, or begins one that lasts to the end of the mail.

    Gmail indents with a blockquote that has no border: that is the writer's own.
    """
    marks = " ".join(attributes.get(name) or "" for name in ("class", "id", "name", "data-marker")).lower()
    if _ONWARDS.search(marks):
        return "onwards"
    if _INSIDE.search(marks):
        return "inside"
    indents = _INDENTED.search(attributes.get("style") or "") is not None
    return "inside" if tag == "blockquote" and (attributes.get("type") == "cite" or not indents) else None
