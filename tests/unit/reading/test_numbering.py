"""Automatic numbers as Word shows them."""

import pytest

from mailbot.reading.numbering import in_format, letter, roman
from rules.document import Text
from tests.unit.reading.make import read_docx, texts


def level(depth: int, form: str, text: str, more: str = "") -> str:
    inside = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}'
    return f'<w:lvl w:ilvl="{depth}">{inside}</w:lvl>'


def item(text: str, depth: int, number: int = 1) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


OUTLINE = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "lowerLetter", "%3)")
    + level(3, "decimal", "%2.%4")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    + '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_levels_count_on_their_own_and_begin_again_below_a_higher_one() -> None:
    body = item("a", 0) + item("b", 1) + item("c", 1) + item("d", 2) + item("e", 3) + item("f", 0) + item("g", 1)
    assert texts(read_docx(body, numbering=OUTLINE)) == ["I. a", "1. b", "2. c", "a) d", "2.1 e", "II. f", "1. g"]


def test_a_second_list_of_the_same_definition_starts_over_only_where_it_says_so() -> None:
    body = item("a", 0) + item("b", 0) + item("c", 0, 2) + item("d", 0, 2)
    assert texts(read_docx(body, numbering=OUTLINE)) == ["I. a", "II. b", "I. c", "II. d"]


def test_legal_numbering_is_decimal_throughout() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "upperRoman", "%1")
        + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert texts(read_docx(item("a", 0) + item("b", 1), numbering=numbering)) == ["I a", "1.1 b"]


@pytest.mark.parametrize(("drawn", "shown"), [("\uf02d", "-"), ("\uf0b7", "•"), ("-", "-"), ("+", "+")])
def test_bullets_are_shown_as_people_see_them(drawn: str, shown: str) -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "bullet", drawn)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    (block,) = read_docx(item("a", 0), numbering=numbering).blocks
    assert isinstance(block, Text) and (block.number, block.text) == (shown, "a")


def test_a_style_can_carry_the_number() -> None:
    number = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    styles = f'<w:style w:type="paragraph" w:styleId="Muc"><w:pPr>{number}</w:pPr></w:style>'
    body = '<w:p><w:pPr><w:pStyle w:val="Muc"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
    assert texts(read_docx(body, styles=styles, numbering=OUTLINE)) == ["1. a"]


def test_a_number_can_be_switched_off() -> None:
    assert texts(read_docx(item("a", 0, 0), numbering=OUTLINE)) == ["a"]


def test_formats() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40, 1994)] == ["i", "iv", "ix", "xiv", "xl", "mcmxciv"]
    assert [letter(n) for n in (1, 26, 27, 53)] == ["a", "z", "aa", "aaa"]
    assert [in_format(3, f) for f in ("decimal", "decimalZero", "upperLetter", "none")] == ["3", "03", "C", ""]
