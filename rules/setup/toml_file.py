"""TOML files that people edit: what is wrong with them, with the line where it stands and what to do about it.

`tomllib` gives the values but not their places. `Places` reads a text that `tomllib` has accepted once more, only for
where its keys and values stand (TOML 1.0.0), so that a problem found later can point at its line.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rules.errors import ConfigurationError, Problem

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_GAP = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]+")
_STRINGS = (
    re.compile(r'"""(?:\\.|[^\\])*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:\\.|[^"\\\n])*"'),
    re.compile(r"'[^'\n]*'"),
)
_SYNTAX_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands: the line of its key (from 1) and the characters of the value itself."""

    line: int
    start: int
    end: int


@dataclass(slots=True)
class _Scanner:
    text: str
    at: int = 0
    spans: dict[Path, Span] = field(default_factory=dict)
    arrays: dict[Path, int] = field(default_factory=dict)  # tables in each array of tables so far
    counted_to: int = 0
    line: int = 1

    def scan(self) -> None:
        table: Path = ()
        while self._skip(_BLANK) < len(self.text):
            start = self.at
            if self.text.startswith("[", self.at):
                table = self._header()
                self._note(table, start, self.at)
            else:
                self._pair(table)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def _note(self, path: Path, start: int, end: int) -> None:
        self.line += self.text.count("\n", self.counted_to, max(start, self.counted_to))
        self.counted_to = max(start, self.counted_to)
        self.spans.setdefault(path, Span(self.line, start, end))

    def _header(self) -> Path:
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        keys = self._key()
        self.at += brackets
        path: Path = ()
        for number, key in enumerate(keys, 1):
            path = (*path, key)
            if brackets == 2 and number == len(keys):
                self.arrays[path] = self.arrays.get(path, -1) + 1
            if path in self.arrays:
                path = (*path, self.arrays[path])
        return path

    def _key(self) -> tuple[str, ...]:
        keys: list[str] = []
        while True:
            self._skip(_GAP)
            start = self.at
            if self.text[self.at] in "\"'":
                self._string()
                keys.append(tomllib.loads(f"k = {self.text[start : self.at]}")["k"])
            else:
                self._skip(_BARE_KEY)
                keys.append(self.text[start : self.at])
            self._skip(_GAP)
            if not self.text.startswith(".", self.at):
                return tuple(keys)
            self.at += 1

    def _pair(self, table: Path) -> None:
        path = (*table, *self._key())
        self.at += 1  # the equals sign
        self._skip(_GAP)
        self._value(path)

    def _value(self, path: Path) -> None:
        start = self.at
        self._note(path, start, start)
        opening = self.text[self.at]
        if opening in "\"'":
            self._string()
        elif opening in "[{":
            self._container(path, opening)
        else:
            self._skip(_BARE_VALUE)
            self.at = start + len(self.text[start : self.at].rstrip())
        self.spans[path] = Span(self.spans[path].line, start, self.at)

    def _container(self, path: Path, opening: str) -> None:
        closing = "]" if opening == "[" else "}"
        self.at += 1
        number = 0
        while self.text[self._skip(_BLANK)] != closing:
            if opening == "[":
                self._value((*path, number))
                number += 1
            else:
                self._pair(path)
            if self.text[self._skip(_BLANK)] == ",":
                self.at += 1
        self.at += 1

    def _string(self) -> None:
        found = next(match for pattern in _STRINGS if (match := pattern.match(self.text, self.at)))
        self.at = found.end()


class Places:
    """Where the values of a TOML text stand. The text must be one that `tomllib` accepts."""

    def __init__(self, text: str) -> None:
        scanner = _Scanner(text)
        scanner.scan()
        self.spans: Mapping[Path, Span] = scanner.spans

    def line(self, path: Path) -> int | None:
        """The line of a value; of what holds it, where the value is absent; None for the file as a whole."""
        while path:
            if span := self.spans.get(path):
                return span.line
            path = path[:-1]
        return None


def read_toml(text: str, file: str) -> dict[str, Any]:
    """The values of a TOML text; a ConfigurationError with the line where it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError((_syntax_problem(str(error), text, file),)) from error


def _syntax_problem(message: str, text: str, file: str) -> Problem:
    place = _SYNTAX_PLACE.search(message)
    line = int(place.group(1)) if place and place.group(1) else text.count("\n") + 1
    said = _SYNTAX_PLACE.sub("", message)
    return Problem(
        file,
        line,
        f"sai cú pháp TOML ({said})",
        "kiểm tra dấu nháy, dấu ngoặc, dấu phẩy ở dòng này và dòng ngay trên; mỗi mục viết dạng `tên = giá trị`, "
        "mỗi tên một lần",
    )


# --- What pydantic finds, in words ------------------------------------------------------------------------------

_Words = Callable[[ErrorDetails], tuple[str, str]]


def _expects(what: str, example: str) -> _Words:
    return lambda error: (f"giá trị {error['input']!r} không phải là {what}", f"viết {what}, ví dụ {example}")


def _literal(error: ErrorDetails) -> tuple[str, str]:
    allowed = str(error["ctx"]["expected"]).replace(" or ", " hoặc ")
    return f"giá trị {error['input']!r} không dùng được", f"chọn một trong các giá trị: {allowed}"


def _bound(error: ErrorDetails) -> tuple[str, str]:
    bounds = {"gt": "lớn hơn", "ge": "từ", "lt": "nhỏ hơn", "le": "không quá"}
    said = ", ".join(f"{bounds[name]} {value}" for name, value in error.get("ctx", {}).items() if name in bounds)
    return f"giá trị {error['input']!r} nằm ngoài giới hạn", f"viết một số {said}"


_DATE = _expects("ngày", "2024-08-25 (năm-tháng-ngày, không có dấu nháy)")
_TIME = _expects("giờ", "07:30:00")
_WHOLE = _expects("số nguyên", "14")
_NUMBER = _expects("số", "95")
_YES_NO = _expects("true (có) hoặc false (không)", "true")
_TEXT = _expects("chữ trong dấu nháy", '"Phòng TCCB"')
_LIST = _expects("danh sách trong ngoặc vuông", '["a", "b"]')
_TABLE = _expects("nhóm mục", "[office] rồi các dòng `tên = giá trị`")

_WORDS: Mapping[str, _Words] = {
    "literal_error": _literal,
    "greater_than": _bound,
    "greater_than_equal": _bound,
    "less_than": _bound,
    "less_than_equal": _bound,
    "too_short": lambda _: ("danh sách để trống", "ghi ít nhất một giá trị"),
    "string_too_short": lambda _: ("để trống", "ghi giá trị vào giữa hai dấu nháy"),
}
_WORDS_BY_STEM: tuple[tuple[str, _Words], ...] = (
    ("datetime", _DATE),
    ("date", _DATE),
    ("time", _TIME),
    ("int", _WHOLE),
    ("float", _NUMBER),
    ("bool", _YES_NO),
    ("string", _TEXT),
    ("path", _TEXT),
    ("tuple", _LIST),
    ("list", _LIST),
    ("model", _TABLE),
    ("dict", _TABLE),
)


def _in_words(error: ErrorDetails) -> tuple[str, str]:
    by_stem = next((words for stem, words in _WORDS_BY_STEM if error["type"].startswith(stem)), None)
    words = _WORDS.get(error["type"], by_stem)
    return words(error) if words else (f"giá trị {error['input']!r} không hợp lệ", "sửa lại giá trị này")


def path_name(path: Path) -> str:
    """A path as a person reads it: `stages[2].due` is the second stage's."""
    name = ""
    for key in path:
        name += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if name else key
    return name


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model that holds what stands at a path, through tuples of models."""
    here: type[BaseModel] = model
    for key in path:
        if isinstance(key, int):
            continue
        info = here.model_fields.get(key)
        inner = _models_in(info.annotation) if info else []
        if not inner:
            return None
        here = inner[0]
    return here


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def _unknown(model: type[BaseModel], path: Path) -> tuple[str, str]:
    holder = _model_at(model, path[:-1])
    known = list(holder.model_fields) if holder else []
    near = get_close_matches(str(path[-1]), known, n=1)
    remedy = f"có phải là «{near[0]}»? Nếu không, xóa mục này" if near else "xóa mục này hoặc sửa lại tên"
    return f"không có mục nào tên là «{path_name(path)}»", remedy


def _words_of(error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    path: Path = error["loc"]
    if error["type"] == "missing":
        return f"thiếu mục «{path_name(path)}»", f"thêm dòng `{path[-1]} = …`"
    if error["type"] == "extra_forbidden":
        return _unknown(model, path)
    what, remedy = _in_words(error)
    return f"«{path_name(path)}»: {what}", remedy


def model_problems(
    error: ValidationError, model: type[BaseModel], place: Callable[[Path], tuple[str, int | None]]
) -> tuple[Problem, ...]:
    """What is wrong with the values of a file by its model. `place` names the file and line of a path."""
    return in_order(Problem(*place(item["loc"]), *_words_of(item, model)) for item in error.errors())


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by file and line."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line or 0)))


# --- Looking further although something is wrong ----------------------------------------------------------------


def mended(data: Mapping[str, Any], model: type[BaseModel], error: ValidationError) -> Any:
    """A copy of the values in which those that are wrong are replaced by harmless ones.

    So checks across values can still be made; what they say about a replaced value is worth nothing.
    """
    copy: Any = _copied(data)
    for item in sorted(error.errors(), key=lambda found: _order(found["loc"]), reverse=True):
        _mend(copy, item["loc"], model, drop=item["type"] == "extra_forbidden")
    return copy


def _order(path: Path) -> tuple[str, ...]:
    return tuple(f"{key:09}" if isinstance(key, int) else key for key in path)


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _mend(data: Any, path: Path, model: type[BaseModel], drop: bool) -> None:
    *way, last = path
    for key in way:
        data = data[key]
    if drop:
        del data[last]
        return
    named = max(number for number, key in enumerate(path) if isinstance(key, str))
    holder = _model_at(model, path[:named])
    annotation = holder.model_fields[str(path[named])].annotation if holder else str
    data[last] = _sample(_item(annotation) if isinstance(last, int) else annotation)


def _item(annotation: Any) -> Any:
    return get_args(annotation)[0]


_SAMPLES: Mapping[Any, Any] = {
    str: "x", int: 1, float: 1.0, bool: False, date: date(2000, 1, 1), time: time(0), FilePath: FilePath("x")
}  # fmt: skip


def _sample(annotation: Any) -> Any:
    """The simplest value of a type that a settings model uses."""
    if annotation in _SAMPLES:
        return _SAMPLES[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        needed = {key: info for key, info in annotation.model_fields.items() if info.is_required()}
        return {key: _sample(info.annotation) for key, info in needed.items()}
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return arguments[0]
    sample = _sample(arguments[0])
    return [sample] if origin in (tuple, list) else sample
