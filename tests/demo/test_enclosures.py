"""What a letter says comes with it does come with it, over the whole season, and everything that comes opens."""

import re
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pytest

from mailbot.demo.outcome import Outcome, Sent

# How a letter names a file to a reader, and the names that such files have.
_NAMED = {
    "dự thảo văn bản tổng hợp (Word)": r"du-thao-[a-z-]+-\d{8}-\d{4}\.docx",
    "phiếu kiểm tra dự thảo (Word)": r"phieu-kiem-tra-[a-z-]+-\d{8}-\d{4}\.docx",
    "tóm tắt nửa trang trình lãnh đạo (Word)": r"tom-tat-[a-z-]+-\d{8}-\d{4}\.docx",
    "bảng tổng hợp (Excel)": r"so-lieu-[a-z-]+-\d{8}-\d{4}\.xlsx",
    "dự thảo công văn đôn đốc (Word)": r"don-doc-[a-z-]+-\d{8}-\d{4}\.docx",
    "trong tệp Word": r"bieu-mau-.*\.docx",
    "hoặc tệp Excel rồi gửi lại": r"bieu-mau-.*\.xlsx",
    "một tệp Word": r"bieu-mau-.*\.docx",
    "một tệp Excel cùng nội dung": r"bieu-mau-.*\.xlsx",
}
_SPEAKS_OF_ONE = re.compile(r"kèm theo thư|kèm theo:|kèm theo đây|gửi kèm thư này", re.IGNORECASE)


def _message(letter: Sent) -> EmailMessage:
    message = message_from_bytes(letter.raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def _own_words(letter: Sent) -> str:
    """The text without what it quotes: an announcement shows a reminder that has its files with itself."""
    body = _message(letter).get_body(("plain",))
    assert body is not None
    lines = body.get_content().splitlines()
    return " ".join(" ".join(line for line in lines if not line.startswith(("|", ">"))).split())


def _files(letter: Sent) -> Iterator[tuple[str, bytes]]:
    for part in _message(letter).iter_attachments():
        if part.get_content_disposition() == "attachment":
            yield part.get_filename() or "", part.get_content()


def test_a_letter_that_names_a_file_carries_it_and_names_each_that_it_carries(played: Outcome) -> None:
    wrong = []
    for letter in played.letters:
        words, names = _own_words(letter), [name for name, _ in _files(letter)]
        named = [pattern for phrase, pattern in _NAMED.items() if phrase in words]
        kept = all(sum(bool(re.fullmatch(pattern, name)) for name in names) == 1 for pattern in named)
        if not kept or len(named) != len(names) or (_SPEAKS_OF_ONE.search(words) and not names):
            wrong.append((letter.at.date().isoformat(), letter.subject, named, names))
    assert wrong == []


def test_every_enclosed_file_opens(played: Outcome) -> None:
    opened: Counter[str] = Counter()
    for content in {content for letter in played.letters for _, content in _files(letter)}:
        if "word/document.xml" in _parts(content):
            opened["word"] += len(docx.Document(BytesIO(content)).element.body) > 3
        else:
            opened["excel"] += bool(openpyxl.load_workbook(BytesIO(content)).active)
    assert opened["word"] > 20
    assert opened["excel"] > 20
    assert opened.total() == len({content for letter in played.letters for _, content in _files(letter)})


def _parts(content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as package:
        assert package.testzip() is None
        return package.namelist()


@pytest.mark.parametrize("words", ["Còn 03 ngày làm việc để báo cáo", "Còn 01 ngày làm việc để báo cáo"])
def test_the_office_has_its_drafts_before_its_own_deadline(played: Outcome, words: str) -> None:
    letter = next(one for one in played.letters if one.to_office and one.subject.startswith(words))
    names = [name for name, _ in _files(letter)]
    kinds = {name.partition("-bao-cao-ket-qua-")[0] for name in names}
    assert kinds >= {"du-thao", "phieu-kiem-tra", "tom-tat", "so-lieu"}
    assert "Kèm theo thư: dự thảo văn bản tổng hợp (Word), " in _own_words(letter)
