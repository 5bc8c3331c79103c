"""What the writer of a mail has to say: without what is quoted (`rules.post.quoting`), the greeting at the end, the
signature, and what devices and servers write below. For mails without plain text, the words of their HTML.
"""

import re
from html.parser import HTMLParser

from rules.mail import Mail
from rules.post.quoting import markup, own_text
from rules.text import bare, fold

# Matched against `bare` text, in which a final "y" is "i".
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
    return "\n".join(_unsigned(kept))


def _unsigned(lines: list[str]) -> list[str]:
    """Without a last block that says only who wrote it: a name by itself, and below it what he is or where he is
    reached. Names alone may be what was asked for, and stay; so does what follows a line that promises more."""
    starts = [at for at in range(2, len(lines)) if lines[at].strip() and not lines[at - 1].strip()]
    for at in starts:
        name, *below = [line.strip() for line in lines[at:] if line.strip()]
        promised = "".join(lines[:at]).rstrip().endswith((":", ",", "-"))
        if _is_name(name) and not promised and any(not _is_name(line) for line in below) and all(map(_is_short, below)):
            return lines[:at]
    return lines


_NAME_WORDS = range(2, 6)
_LINE_WORDS = 12  # of a line that says what somebody is


def _is_name(line: str) -> bool:
    words = line.split()
    return len(words) in _NAME_WORDS and all(word.isalpha() and word.istitle() for word in words)


def _is_short(line: str) -> bool:
    return len(line.split()) <= _LINE_WORDS and not line.endswith((".", "!", "?", ";")) and not line[0].isdigit()


def written_in(mail: Mail) -> str:
    """The text of a mail, made from its HTML where there is no plain text."""
    if mail.text.strip():
        return mail.text
    return mail.gist.words if mail.gist else text_of_html(mail.html)


# --- HTML -----------------------------------------------------------------------------------------------------------

_LINES = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "hr", "pre"})
_SILENT = frozenset({"style", "script", "head", "title"})
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
        earlier = markup(tag, {name: value or "" for name, value in attrs})
        if earlier == "onwards":
            self._ended = True
        if tag in _LINES:
            self._write("\n")
        if tag not in _VOID:
            self._open.append((tag, tag in _SILENT or earlier == "inside"))

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
