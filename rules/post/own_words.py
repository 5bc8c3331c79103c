"""What the writer of a mail wrote: without the mail that is quoted, the signature, and what a server adds below.

Mail programs part the answer from what is answered in a few ways: a line of attribution ("... wrote:"), a block of
copied header fields, a rule, and marks at the beginning of each quoted line. An answer above, below or between the
quoted lines is kept.
"""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from rules.mail import Mail
from rules.text import bare, fold, nfc

# All patterns but those of signs are matched against `bare` text, in which a final "y" is "i".
_MARKED = re.compile(r"^\s*(?:>|\|[^|]*$)")  # a bar, unless it begins a row of a table
_DASHED = re.compile(
    r"^[\s>]*[-_=*\u2013\u2014]{2,}\s*(?:original message|original appointment|forwarded message|thu goc|thu ban dau|"
    r"tin nhan goc|thong diep goc|thu da chuyen tiep|thu chuyen tiep|tin nhan da chuyen tiep|tra loi thu|"
    r"repli message)\s*"
    r"[-_=*\u2013\u2014]{2,}\s*$"
)
_RULE = re.compile(r"^[_=]{10,}$|^[-\u2013\u2014*]{20,}$")
_WROTE = re.compile(r"(?:\bwrote|\bwrites|\bda viet|\bviet|\bda gui)\s*:$")  # at the end of an attribution
_WROTE_BEGINS = re.compile(r"^(?:on|vao|luc|ngay|trong|at|le)\b.*(?:\d|@)")
_FROM = re.compile(r"^\W*(?:from|tu|nguoi gui|gui tu)\s*:\s*\S")
_FIELD = re.compile(
    r"^\W*(?:from|sent|to|cc|bcc|subject|date|repli-to|importance|attachments?|"
    r"tu|nguoi gui|da gui|ngay gui|gui luc|thoi gian|ngay|toi|den|nguoi nhan|gui toi|gui den|dong gui|dong kinh gui|"
    r"chu de|tieu de|ve viec|noi dung|tra loi cho|muc do quan trong|tep dinh kem)\s*:"
)
_SUBJECT = re.compile(r"^\W*(?:subject|chu de|tieu de|ve viec)\s*:")
_FIELDS_AT_LEAST = 2  # within the next lines, one of them the subject, to take "From:" for the head of a quoted mail
_FIELDS_WITHIN = 7
_ATTRIBUTION_LINES = 4  # over how many lines a line of attribution may be wrapped

_CLOSING = re.compile(
    r"^\W*(?:tran trong(?: (?:cam on|kinh chao|thong bao))?(?: ./.)?|kinh thu|kinh chao|than ai|than men|than chao|"
    r"chao than ai|best regards|kind regards|regards|sincereli|thanks(?: and (?:best )?regards)?|thanks & regards|"
    r"xin (?:chan thanh )?(?:cam on|tran trong cam on))\W*$"
)
_DEVICE = re.compile(
    r"^\W*(?:(?:da )?(?:duoc )?gui tu (?:iphone|ipad|dien thoai|thiet bi|samsung|outlook|yahoo|mail|"
    r"zimbra|thu|gmail)\b|sent from (?:mi|mail|outlook|yahoo|zimbra|samsung)\b|"
    r"(?:tai|get|lay) (?:xuong )?outlook (?:cho|for)\b|"
    r"virus-free|khong co vi-?rut)"
)
_DISCLAIMER = re.compile(
    r"^\W*(?:disclaimer|confidentialiti notice|"
    r"(?:this|the information in this) (?:e-?mail|message)\b.*(?:confidential|intended)|"
    r"luu y:? (?:thu|email|noi dung)|tuyen bo mien tru|thong bao bao mat|canh bao:? (?:email|thu)|"
    r"(?:thu|email|thong diep) nay\b.*(?:bao mat|danh rieng|chi danh|mat))"
)
_SIGNATURE = re.compile(r"^--\s*$|^[-_\u2013\u2014]{3,}$|^[*~=]{3,}$")


def own_text(text: str) -> str:
    """What the writer added to a mail, without the mail that is quoted above, below or around it."""
    lines = nfc(text).splitlines()
    return "\n".join(_unquoted(lines))


def said(text: str) -> str:
    """`own_text` without greeting-off, signature, and what devices and servers write under a mail."""
    kept: list[str] = []
    for line in own_text(text).splitlines():
        plain = bare(line).strip()
        if _SIGNATURE.match(plain) or _DEVICE.match(plain) or _DISCLAIMER.match(plain):
            if any(one.strip() for one in kept):
                break
            continue
        if _CLOSING.match(plain):
            break
        kept.append(line)
    return "\n".join(kept)


def written_in(mail: Mail) -> str:
    """The text of a mail, made from its HTML where there is no plain text."""
    if mail.text.strip():
        return mail.text
    return mail.gist.words if mail.gist else text_of_html(mail.html)


def _unquoted(lines: Sequence[str]) -> Iterator[str]:
    place = 0
    while place < len(lines):
        line = lines[place]
        if _MARKED.match(line):
            place += 1
            continue
        length = _attribution(lines, place)
        if length:
            place += length
            if not _marks_follow(lines, place):
                return  # quoted without marks: nobody can tell where it ends
            continue
        if _begins_quoted_mail(lines, place):
            return
        yield line
        place += 1


def _attribution(lines: Sequence[str], place: int) -> int:
    """How many lines from here are one line of attribution; 0: none."""
    joined = ""
    for length in range(1, min(_ATTRIBUTION_LINES, len(lines) - place) + 1):
        line = lines[place + length - 1]
        if not line.strip() or _MARKED.match(line):
            return 0
        joined = f"{joined} {bare(line)}".strip()
        if _WROTE.search(joined) and (_WROTE_BEGINS.match(joined) or "@" in joined or re.search(r"\d{4}", joined)):
            return length
        if length == 1 and not (_WROTE_BEGINS.match(joined) or "@" in joined):
            return 0
    return 0


def _marks_follow(lines: Sequence[str], place: int) -> bool:
    following = next((line for line in lines[place:] if line.strip()), "")
    return bool(_MARKED.match(following))


def _begins_quoted_mail(lines: Sequence[str], place: int) -> bool:
    plain = bare(lines[place]).strip()
    if _DASHED.match(plain):
        return True
    after = [bare(line).strip() for line in lines[place + 1 : place + 1 + _FIELDS_WITHIN] if line.strip()]
    if _RULE.match(lines[place].strip()):
        return bool(after) and bool(_FIELD.match(after[0]))
    fields = [line for line in after if _FIELD.match(line)]
    return bool(_FROM.match(plain)) and len(fields) >= _FIELDS_AT_LEAST and any(map(_SUBJECT.match, fields))


# --- HTML -----------------------------------------------------------------------------------------------------------

_LINES = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "hr", "pre"})
_SILENT = frozenset({"style", "script", "head", "title"})
_QUOTES = re.compile(r"gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|protonmail_quote|zmail_extra")
_ENDS = re.compile(r"divrplyfwdmsg|appendonsend|zwchr|stopspelling")
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr", "source"})


class _Text(HTMLParser):
    """The text of HTML, line by line, without what mail programs mark as quoted."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._ended = False

    @property
    def _hidden(self) -> bool:
        return self._ended or any(hides for _, hides in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = " ".join(value or "" for name, value in attrs if name in ("class", "id", "data-marker")).lower()
        if _ENDS.search(marks) or "__quoted_text__" in marks:
            self._ended = True
        if tag in _LINES:
            self._write("\n")
        if tag not in _VOID:
            hides = tag in _SILENT or tag == "blockquote" or bool(_QUOTES.search(marks))
            self._open.append((tag, hides))

    def handle_endtag(self, tag: str) -> None:
        if tag in _LINES:
            self._write("\n")
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                break

    def handle_data(self, data: str) -> None:
        self._write(re.sub(r"\s+", " ", data))

    def _write(self, piece: str) -> None:
        if not self._hidden:
            self.pieces.append(piece)


def text_of_html(html: str) -> str:
    """The words of a mail's HTML, one line per block, quoted parts left out."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = (fold(line) for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line)
