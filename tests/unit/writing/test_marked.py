import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.writing.marked import (
    Bar,
    Copy,
    Frame,
    Grid,
    Heading,
    Paragraph,
    Points,
    Quote,
    SmallPrint,
    Span,
    TemplateItem,
    escape,
    parse,
    plain,
)
from mailbot.writing.plain_text import WIDTH, to_quote, to_text


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("# Còn thiếu", Heading((Span("Còn thiếu"),), 1)),
        ("## Phòng", Heading((Span("Phòng"),), 2)),
        ("! Việc cần làm", Frame(((Span("Việc cần làm"),),))),
        ("- một", Points(((Span("một"),),))),
        ("12. một", TemplateItem("12", (Span("một"),))),
        ("% 31/49 Đăng ký", Bar(31, 49, (Span("Đăng ký"),))),
        ("> chép", Copy(("chép",))),
        ("~ trích", Quote(("trích",))),
        ("---", SmallPrint()),
        ("một **hai** ba", Paragraph(((Span("một "), Span("hai", True), Span(" ba")),))),
        ("100% đúng hạn", Paragraph(((Span("100% đúng hạn"),),))),
        ("= không có mục nào trước", Paragraph(((Span("= không có mục nào trước"),),))),
    ],
)
def test_a_mark_at_the_start_of_a_line_makes_a_block(line: str, block: object) -> None:
    assert parse(line) == (block,)


def test_rows_belong_to_the_item_above_and_tables_are_filled_up() -> None:
    (item,) = parse("1. Tên\n= Loại: Mô hình: mới")
    assert isinstance(item, TemplateItem)
    assert (plain(item.rows[0].label), plain(item.rows[0].value)) == ("Loại", "Mô hình: mới")
    (grid,) = parse("| a | b |\n| c |")
    assert isinstance(grid, Grid)
    assert [[plain(cell) for cell in row] for row in grid.rows] == [["a", "b"], ["c", ""]]


@given(st.text(max_size=60))
def test_a_value_is_shown_as_it_is_wherever_it_stands(value: str) -> None:
    """On one line, with control characters as spaces; no character of it is a mark."""
    expected = re.sub(r"[ \x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", value).strip()
    blocks = [block for block in parse(f"- x{escape(value)}x") if block.kind != "gap"]
    assert len(blocks) == 1
    assert isinstance(blocks[0], Points)
    assert plain(blocks[0].lines[0])[1:-1].strip() == expected
    for before in ("", "- ", "! ", "1. ", "| a | "):
        assert len([block for block in parse(f"{before}{escape(value)}") if block.kind != "gap"]) <= 1


_LINES = ("# a", "## b", "! c", "- d", "1. e", "= f: g", "| h | i |", "% 1/2 j", "> k", "~ l", "---", "", "x")


@given(st.lists(st.sampled_from(_LINES)))
def test_no_order_of_marks_breaks_a_letter(lines: list[str]) -> None:
    text = to_text(parse("\n".join(lines)))
    assert "\n\n\n" not in text
    assert to_quote(parse("\n".join(lines)))


def test_plain_text_is_wrapped_and_tables_keep_words_whole() -> None:
    address = "thptso2baothang@laocai-edu.example"
    table = f"| Đơn vị | Gửi đến | Nội dung |\n| {'Trường ' * 6} | {address} | {'chưa gửi ' * 6} |"
    text = to_text(parse("từ " * 60 + f"\n\n{table}"))
    assert max(map(len, text.splitlines())) <= WIDTH
    assert address in text


def test_a_bar_never_looks_full_before_it_is() -> None:
    (almost,) = parse("% 48/49 a")
    (none,) = parse("% 0/0 a")
    assert isinstance(almost, Bar)
    assert isinstance(none, Bar)
    assert (almost.share, none.share) == (97, 0)
    assert "░" in to_text((almost,))
