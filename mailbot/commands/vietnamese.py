"""The few words that the command-line library says itself, in Vietnamese."""

import re

import typer
from typer.core import TyperCommand, TyperGroup

_WORDS: tuple[tuple[str, str], ...] = (
    (r"^Usage: ", "Cách dùng: "),
    (r"\[OPTIONS\]", "[TÙY CHỌN]"),
    (r"COMMAND \[ARGS\]\.\.\.", "LỆNH [THAM SỐ]..."),
    (r"^Options:", "Tùy chọn:"),
    (r"^Arguments:", "Tham số:"),
    (r"^Commands:", "Các lệnh:"),
    (r"Show this message and exit\.", "Xem hướng dẫn này."),
    (r"\[required\]", "[bắt buộc]"),
    (r"\[default: ", "[mặc định: "),
    (r"^Missing command\.", "Thiếu lệnh."),
    (r"^Missing argument ", "Thiếu tham số "),
    (r"^Missing option ", "Thiếu tùy chọn "),
    (r"^Missing parameter: ", "Thiếu tham số: "),
    (r"^No such command ", "Không có lệnh "),
    (r"^No such option: ", "Không có tùy chọn "),
    (r"Did you mean ", "Có phải là "),
    (r"^Invalid value for ", "Giá trị không hợp lệ cho "),
    (r"^Invalid value: ", "Giá trị không hợp lệ: "),
    (r"^Got unexpected extra arguments? ", "Thừa tham số "),
    (r"Value error, ", ""),
    (r"Option ('[^']+') requires an argument\.", r"Tùy chọn \1 cần một giá trị."),
    (r"Input should be a valid integer.*$", "cần một số nguyên"),
    (r"('[^']*') does not match the formats? ", r"\1 không đúng dạng "),
)
_PATTERNS = tuple((re.compile(pattern, re.MULTILINE), word) for pattern, word in _WORDS)


def translated(text: str) -> str:
    for pattern, word in _PATTERNS:
        text = pattern.sub(word, text)
    return text


class VietnameseCommand(TyperCommand):
    def get_short_help_str(self, limit: int = 0) -> str:
        """The whole sentence: a list of commands wraps better than it ends in the middle of a word."""
        return self.help or ""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return translated(super().get_help(ctx))


class VietnameseGroup(TyperGroup):
    def get_short_help_str(self, limit: int = 0) -> str:
        return self.help or ""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return translated(super().get_help(ctx))
