"""Who was sent which form, once, and what came back on it: judged by the script of the cast and by the files alone."""

import io
from collections import Counter
from datetime import datetime, time
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from mailbot.demo import expected
from mailbot.demo.cast import season
from mailbot.demo.outcome import Outcome, Sent
from mailbot.demo.script import ZONE, Stage, Work
from mailbot.demo.units import unit, units
from mailbot.demo.wording import period
from tests.demo.conftest import Asked

STAGES: tuple[Stage, ...] = ("registration", "report")
NAMES: dict[Stage, str] = {"registration": "dang-ky", "report": "bao-cao-ket-qua"}
TITLE = "Tên mô hình, giải pháp, sáng kiến"
DEAD = {post.answers for post in season() if post.key.startswith("bounce")}


def invitations(played: Outcome, stage: Stage) -> list[tuple[Sent, str]]:
    """The letters with the forms of a stage, each with the unit that it was sent to."""
    by_address = {address: one.code for one in units() for address in one.addresses}
    day = expected.INVITATION_DAYS[stage]
    return [
        (letter, by_address[letter.recipients[0]])
        for letter in played.letters
        if letter.invites and letter.at.date() == day
    ]


def in_word(form: bytes) -> list[tuple[str, str]]:
    """Every row of two cells of a Word form: a label and what stands beside it, within controls or without."""
    found = []
    for row in docx.Document(io.BytesIO(form)).element.body.iter(qn("w:tr")):
        cells = [[_text(line) for line in cell.iter(qn("w:p"))] for cell in row.iter(qn("w:tc"))]
        if len(cells) == 2:
            found.append((cells[0][0].removesuffix(" (*)"), "\n".join(cells[1])))
    return found


def _text(line: Any) -> str:
    return "".join(piece.text or "" for piece in line.iter(qn("w:t")))


def in_excel(form: bytes, column: str) -> list[str]:
    """What stands in one column of the list of an Excel form."""
    rows = list(openpyxl.load_workbook(io.BytesIO(form)).worksheets[0].iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows) if row[0] == "STT")
    place = next(number for number, head in enumerate(rows[top]) if str(head).removesuffix(" (*)") == column)
    return [str(row[place]) for row in rows[top + 1 :] if isinstance(row[0], int) and row[place]]


def word_and_excel(letter: Sent, stage: Stage, code: str) -> tuple[bytes, bytes]:
    word, excel = (letter.attached(f"bieu-mau-{NAMES[stage]}-{code}.{ending}") for ending in ("docx", "xlsx"))
    assert word is not None, letter.file.name
    assert excel is not None, letter.file.name
    return word, excel


@pytest.mark.parametrize("stage", STAGES)
def test_each_unit_that_owes_is_invited_once_at_the_start_of_a_stage(played: Outcome, stage: Stage) -> None:
    reached = Counter(code for letter, code in invitations(played, stage) if letter.recipients[0] not in DEAD)
    assert set(reached) == expected.invited(stage)
    assert set(reached.values()) == {1}
    assert len(reached) > 40


def test_whoever_registered_before_the_invitation_and_whoever_has_no_address_gets_none(played: Outcome) -> None:
    invited = {code for stage in STAGES for _, code in invitations(played, stage)}
    assert "thpt-so-2-muong-khuong" not in invited  # no address is known
    assert "thpt-chuyen-lao-cai" not in {code for _, code in invitations(played, "registration")}  # sent on 29 March
    assert "thpt-chuyen-lao-cai" in {code for _, code in invitations(played, "report")}


def test_an_invitation_that_came_back_is_sent_to_the_next_address(played: Outcome) -> None:
    sent = [letter.recipients for letter, code in invitations(played, "registration") if code == "thpt-so-2-si-ma-cai"]
    assert sent == [(address,) for address in unit("thpt-so-2-si-ma-cai").addresses]


def test_nobody_is_invited_twice_or_on_another_day(played: Outcome) -> None:
    days = Counter(letter.at.date() for letter in played.letters if letter.invites)
    assert set(days) == set(expected.INVITATION_DAYS.values())
    assert all(time(7, 30) <= letter.at.time() <= time(16, 30) for letter in played.letters if letter.invites)


@pytest.mark.parametrize("stage", STAGES)
def test_an_invitation_brings_the_forms_of_this_unit_and_stage(played: Outcome, stage: Stage) -> None:
    for letter, code in invitations(played, stage):
        word, excel = word_and_excel(letter, stage, code)
        told = dict(in_word(word))
        assert told["Tên đơn vị"] == unit(code).name
        assert told["Thủ trưởng đơn vị"] == f"{unit(code).head_title} {unit(code).head_name}"
        values = {str(c.value) for row in openpyxl.load_workbook(io.BytesIO(excel)).worksheets[0] for c in row}
        assert {unit(code).name, unit(code).addresses[0]} <= values
        assert ("Kết quả đạt được" in told) is (stage == "report")


def test_the_form_of_a_report_carries_what_the_unit_itself_had_registered(played: Outcome) -> None:
    some = 0
    for letter, code in invitations(played, "report"):
        word, excel = word_and_excel(letter, "report", code)
        cell = expected.standing(letter.at)[code, "registration"]
        registered = cell.works
        assert {said for label, said in in_word(word) if label == TITLE and said} == set(registered), code
        assert set(in_excel(excel, TITLE)) == set(registered), code
        owners = {said for label, said in in_word(word) if label == "Người thực hiện" and said}
        told = [work for title, work in registered.items() if (title, "owners") not in cell.lacks]
        if cell.certain == cell.titles:  # what was told in a sentence and confirmed by nobody may lack its owner
            assert owners == {"\n".join(one.name for one in work.owners) for work in told}, code
        assert {said for label, said in in_word(word) if label == "Kết quả đạt được"} == {""}, code
        some += len(registered)
    assert some > 40


def test_a_form_that_a_unit_sent_back_was_read_surely_and_to_the_letter(played: Outcome, asked: Asked) -> None:
    entered = {entry["message_id"]: entry for entry in asked("ledger")}
    posts = expected.returned_forms()
    assert len(posts) >= 12
    assert {post.paper.layout for post in posts} == {"RF", "RX", "BF", "BX"}
    for mail in played.delivered:
        if mail.post not in posts:
            continue
        ((code, works),) = mail.post.paper.parts
        day = mail.post.at.date().isoformat()
        (given,) = entered[mail.message_id]["submissions"]
        assert (given["unit"], given["stage"], given["provisional"]) == (code, mail.post.paper.stage, False), day
        assert set(given["titles"]) == {work.title for work in works}
        (cell,) = [one["stages"] for one in asked("status", "--as-of", day)["units"] if one["code"] == code]
        found = {item["title"]: item["values"] for item in cell[mail.post.paper.stage]["initiatives"]}
        for work in works:
            assert values(found[work.title]) == as_typed(work, mail.post.paper.stage), (code, day)


def values(found: dict[str, Any]) -> dict[str, Any]:
    return {code: value for code, value in found.items() if value not in (None, "", [])}


def as_typed(work: Work, stage: Stage) -> dict[str, Any]:
    said: dict[str, Any] = {
        "title": work.title,
        "type": work.type,
        "field": work.field,
        "owners": [person.name for person in work.owners],
        "content": work.content,
        "period": period(work),
    }
    if stage == "registration":
        return said | {"expected": work.expected}
    return said | {"result": work.result} | ({"completion": float(work.completion)} if work.completion else {})


def test_what_came_back_from_before_the_start_has_no_form() -> None:
    start = datetime.combine(expected.INVITATION_DAYS["registration"], time(7, 30), ZONE)
    assert all(post.at > start for post in expected.returned_forms())
