"""Where templates become letters: one file per kind holds its words, `_layout.vi.html` gives every letter its looks."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import css_inline
from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from mailbot.writing import charts, marked, plain_text, views
from mailbot.writing.inert import inert
from mailbot.writing.joined import joined
from rules.campaign import Campaign
from rules.drafting.report import Chart
from rules.errors import ConfigurationError, Problem
from rules.letter_kind import LetterKind
from rules.letters.letter import LetterOrder
from rules.roster import Roster
from rules.wording import capitalised, clipped, count

SHIPPED = Path(__file__).with_name("templates")
LAYOUT = "_layout.vi.html"
T = TypeVar("T")
SUBJECT = "Tiêu đề:"  # opens the first line of a template

_LONGEST_SUBJECT = 150  # characters: what Outlook and phones show of it is less, what mail servers cut is more


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG within a letter. `number` is its Content-ID without brackets (RFC 2392)."""

    number: str
    content: bytes = field(repr=False)
    words: str  # stand for it where it is not shown
    width: int  # pixels, as shown


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter ready to be composed. `problems`: what was wrong with the office's template, which was passed over."""

    subject: str
    text: str
    html: str
    pictures: tuple[Picture, ...] = ()  # shown in the HTML form by their numbers
    problems: tuple[Problem, ...] = ()


class Workshop:
    """The templates of some folders, those of earlier folders before those of later ones."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        loader = _Folders(folders)
        self.environment = _word_environment(loader)
        self._looks = SandboxedEnvironment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._looks.filters.update(line=_html_line, cell=_html_cell, lines=_html_lines, rows=_html_rows)
        self._inliner = css_inline.CSSInliner(load_remote_stylesheets=False)

    def render(self, order: LetterOrder, campaign: Campaign, roster: Roster) -> Rendered:
        own = _own(campaign, roster)
        contexts = [(one.kind, self.context(one, campaign, roster)) for one in (order, *order.along)]
        letter, *guests = [self._words(kind, context, own) for kind, context in contexts]
        subject, blocks = joined(letter, guests)
        subject = clipped(subject, _LONGEST_SUBJECT)
        known = {name: chart for _, context in contexts for name, chart in context.get(views.DRAWINGS, {}).items()}
        pictures = _drawn(blocks, known)
        html = self._html(subject, blocks, pictures, campaign)
        return Rendered(subject, plain_text.to_text(blocks), html, tuple(pictures.values()))

    def _words(
        self, kind: LetterKind, context: dict[str, Any], own: frozenset[str]
    ) -> tuple[str, tuple[marked.Block, ...]]:
        name = template_name(kind)
        written = reporting(name, lambda: self.environment.get_template(name).render({**context, _OWN: own}))
        first, _, body = unicodedata.normalize("NFC", written).lstrip().partition("\n")
        if not first.startswith(SUBJECT):
            raise ConfigurationError((_without_subject(name),))
        subject = marked.plain(marked.spans(" ".join(first.removeprefix(SUBJECT).split())))
        return clipped(subject, _LONGEST_SUBJECT), marked.parse(body)

    def _html(
        self, subject: str, blocks: tuple[marked.Block, ...], pictures: Mapping[str, Picture], campaign: Campaign
    ) -> str:
        told = {"subject": subject, "blocks": blocks, "pictures": pictures, "first": _gist(blocks)}
        context = {**views.common(campaign), **told}
        page = reporting(LAYOUT, lambda: self._looks.get_template(LAYOUT).render(context))
        return str(self._inliner.inline(page))

    def context(self, order: LetterOrder, campaign: Campaign, roster: Roster) -> dict[str, Any]:
        desk = views.Desk(order, campaign, roster, lambda other: self._quoted(other, campaign, roster))
        return {**views.common(campaign), **views.view(order.facts, desk)}

    def _quoted(self, order: LetterOrder, campaign: Campaign, roster: Roster) -> tuple[str, ...]:
        context = {**self.context(order, campaign, roster), views.QUOTED: True}
        words = self._words(order.kind, context, _own(campaign, roster))
        return plain_text.to_quote(words[1])


# --- Pictures ---------------------------------------------------------------------------------------------------------

_PICTURE = 100.0  # mm wide: a phone shows it at about this size, and its type as large as the text around it ...
_SHOWN = 480  # ... and no window shows it wider, in pixels
_DOTS = 8.0  # pixels per mm: sharp on a fine screen and on paper


def _drawn(blocks: Iterable[marked.Block], known: Mapping[str, Chart]) -> dict[str, Picture]:
    """The pictures that a letter names, by name. A name without a picture is left out."""
    names = [block.name for block in blocks if isinstance(block, marked.Drawing) and block.name in known]
    return {name: _picture(name, known[name]) for name in names}


def _picture(name: str, chart: Chart) -> Picture:
    content = charts.picture(chart, _PICTURE, _DOTS)
    last = "; ".join(f"{chart.categories[-1]}: {series.values[-1]:g} {chart.unit}" for series in chart.series)
    number = f"{name}-{hashlib.sha256(content).hexdigest()[:16]}@mailbot"
    return Picture(number, content, f"Biểu đồ: {chart.title}, đến {last}", _SHOWN)


# --- Pieces of HTML ---------------------------------------------------------------------------------------------------


def _html_line(line: marked.Line) -> Markup:
    return Markup("").join(Markup("<b>%s</b>") % span.text if span.bold else span.text for span in line)


def _html_cell(line: marked.Line) -> Markup:
    """In a table, which is narrow on a phone: addresses, file names and other long words may break at their joints."""
    return Markup("").join(
        Markup("<b>%s</b>") % _breakable(span.text) if span.bold else _breakable(span.text) for span in line
    )


def _breakable(text: str) -> Markup:
    return Markup("").join(
        Markup("<wbr>").join(_PIECES.findall(piece)) if len(piece) > _LONG_WORD else escape(piece)
        for piece in re.split(r"(\s+)", text)
    )


_LONG_WORD = 14  # letters; longer than any word of Vietnamese
_PIECES = re.compile(r"[^@._/\-]{1,18}[@._/\-]*|[@._/\-]+")


def _html_lines(lines: Iterable[marked.Line]) -> Markup:
    return Markup("<br>").join(_html_line(line) for line in lines)


def _html_rows(rows: Iterable[str]) -> Markup:
    return Markup("<br>").join(rows)


def template_name(kind: LetterKind) -> str:
    return f"{kind.name}.vi.txt"


def _gist(blocks: Iterable[marked.Block]) -> str:
    """What a phone shows of a mail before it is opened: the thing to do first."""
    frames = (block for block in blocks if isinstance(block, marked.Frame))
    return next((marked.plain(frame.lines[0]) for frame in frames), "")


# --- Templates ------------------------------------------------------------------------------------------------------


class _Folders(BaseLoader):
    """Templates in UTF-8, with or without the mark that Notepad puts before it; the first folder that has one wins."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        found = self._found(template)
        if found is None:
            raise TemplateNotFound(template)
        return _keep_line_ends(_read_template(found[0])), str(found[0]), lambda: self._found(template) == found

    def list_templates(self) -> list[str]:
        return sorted({path.name for folder in self._folders if folder.is_dir() for path in folder.iterdir()})

    def _found(self, template: str) -> tuple[Path, int] | None:
        """The file and when it was last changed: an edit, or a file put before it, counts from the next letter on."""
        for folder in self._folders:
            path = folder / template
            if Path(template).name == template and path.is_file():
                return path, path.stat().st_mtime_ns
        return None


def _read_template(path: Path) -> str:
    """The text of a template in NFC. Raises ConfigurationError where it is not UTF-8."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = path.read_bytes()[: wrong.start].count(b"\n") + 1
        raise ConfigurationError(
            (Problem(str(path), line, "tệp không phải mã UTF-8", "lưu lại tệp với bảng mã UTF-8"),)
        ) from wrong
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


_ENDS_WITH_TAG = re.compile(r"^(?P<line>.*[^-+])%\}[ \t]*$", re.MULTILINE)
_ONLY_TAGS = re.compile(r"\s*(?:\{[%#](?:(?![%#]\}).)*[%#]\}\s*)+")


def _keep_line_ends(source: str) -> str:
    """Jinja drops the line end after a tag: right for a line of tags, a trap where a sentence ends in one."""
    return _ENDS_WITH_TAG.sub(
        lambda found: found[0] if _ONLY_TAGS.fullmatch(found[0]) else f"{found['line']}+%}}", source
    )


def _word_environment(loader: BaseLoader) -> Environment:
    """Where letters get their words: values are made inert and escaped against the marks of `marked`, not against HTML.

    So whatever a value is and whichever template shows it, no link of somebody else leaves in a letter of ours; what
    the office writes into its templates stays as it is.
    """
    environment = SandboxedEnvironment(
        loader=loader,
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(sentence=capitalised, counted=count)
    return environment


_OWN = "own addresses"  # no name that a template could use


def _own(campaign: Campaign, roster: Roster) -> frozenset[str]:
    """Addresses that may be clicked wherever they stand, lower case: those of the office and of the roster."""
    office = campaign.office
    units = (address for unit in roster for address in (*unit.addresses, unit.head_address))
    return frozenset(
        address.lower() for address in (*office.own, *(one.address for one in office.people), *units) if address
    )


@pass_context
def _finalize(context: Context, value: object) -> object:
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return Markup(marked.escape(inert(value, context.get(_OWN, frozenset()))))  # noqa: S704


# --- What may be wrong with a template ------------------------------------------------------------------------------


def reporting(name: str, render: Callable[[], T]) -> T:
    """What `render` gives; whatever a template can do wrong becomes a problem with its file and line."""
    try:
        return render()
    except TemplateSyntaxError as wrong:
        file = wrong.filename or wrong.name or name
        raise ConfigurationError((_syntax_problem(file, wrong),)) from wrong
    except (TemplateError, SecurityError, TypeError, ValueError, ArithmeticError, LookupError) as wrong:
        file, line = _place(wrong, name)
        raise ConfigurationError(
            (
                Problem(
                    file,
                    line,
                    f"mẫu thư không dùng được: {_in_words(wrong)}",
                    "sửa dòng này, hoặc xóa tệp để dùng lại mẫu kèm theo chương trình",
                ),
            )
        ) from wrong


def _syntax_problem(file: str, wrong: TemplateSyntaxError) -> Problem:
    return Problem(
        file,
        wrong.lineno,
        f"mẫu thư sai cú pháp: {_syntax_in_words(wrong.message or '')}",
        "kiểm tra các dấu {{ }}, {% %} ở dòng này; mỗi {% if %}, {% for %} phải có {% endif %}, {% endfor %}",
    )


_SYNTAX = (
    (r"Unexpected end of template", "thiếu thẻ đóng, như {% endif %} hoặc {% endfor %}"),
    (r"unknown tag '([^']+)'", "không có thẻ “{0}”, hoặc thẻ này thừa"),
    (r"No filter named '([^']+)'", "không có bộ lọc “{0}”"),
    (r"unexpected '([^']+)'|got '([^']+)'", "không hiểu chỗ có “{0}”"),
)


def _syntax_in_words(message: str) -> str:
    for pattern, words in _SYNTAX:
        found = re.search(pattern, message)
        if found:
            return words.replace("{0}", next((group for group in found.groups() if group), ""))
    return f"không đọc được ({message})"


def _place(wrong: Exception, name: str) -> tuple[str, int | None]:
    """The last line of a template in the traceback, which Jinja rewrites to point into it."""
    file, line = name, None
    trace = wrong.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code.co_filename
        if code.endswith((".vi.txt", ".vi.html")):
            file, line = code, trace.tb_lineno
        trace = trace.tb_next
    return file, line


def _in_words(wrong: Exception) -> str:
    unknown = re.search(r"'([^']+)' is undefined", str(wrong))
    if unknown:
        return f"không có biến “{unknown[1]}”"
    attribute = re.search(r"has no attribute '([^']+)'", str(wrong))
    if attribute:
        return f"không có biến “{attribute[1]}”"
    no_filter = re.search(r"No filter named '([^']+)'", str(wrong))
    if no_filter:
        return f"không có bộ lọc “{no_filter[1]}”"
    if isinstance(wrong, TemplateNotFound):
        return f"không thấy tệp “{wrong.name}”"
    return f"không tính được giá trị ở dòng này ({wrong})"


def _without_subject(name: str) -> Problem:
    return Problem(name, 1, "thiếu tiêu đề thư", f"dòng đầu phải là “{SUBJECT} …”")
