"""The office corrects the same heading in two mails: the next mail is read by it, what waits is asked anew, and undoing
takes it back."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest

from mailbot import deciding
from mailbot.commands.learned import learned
from mailbot.correcting import by_words
from rules.season import Question
from rules.standing.overtaken import open_questions
from tests.office.house import FORM, House, house, mail

HEADING = "Ghi nhớ"


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Three units register with a label that nobody knows: mails 1, 2 and 3."""
    with house(tmp_path_factory.mktemp("office") / "data") as opened:
        for number in range(3):
            opened.receive(_registration(opened, number))
        opened.tick()
        yield opened


def _registration(office: House, number: int) -> EmailMessage:
    schools = [unit for unit in office.app.roster if unit.kind == "truong"]
    unit = schools[number % len(schools)]
    text = FORM.replace("TRƯỜNG THPT SỐ 2 HUYỆN BẢO THẮNG", unit.name.upper()).replace("Sổ theo dõi", f"Sổ {number}")
    return mail(unit.addresses[0], f"Gửi đăng ký CCHC {number}", f"{text}{HEADING}: Tết Nguyên Đán\n")


def _correct(office: House, *mails: int, field: str = "period") -> None:
    for number in mails:
        office.now += timedelta(minutes=1)
        by_words("correct", [f"{number}.1"], (field, "Tết Nguyên Đán"), "Hà", office.app)


def _period(office: House, arrival: int) -> object:
    with office.app.begin() as work:
        (version,) = work.of_arrival(arrival)
        assert version.provisional
        return version.initiatives[0].get("period")


def _open(office: House, arrival: int) -> list[Question]:
    with office.app.begin() as work:
        season = work.season(office.app.campaign, office.app.roster, office.now)
    return [one for one in open_questions(season) if one.arrival == arrival]


def _told(office: House) -> str:
    with office.app.begin() as work:
        return "\n".join(learned(work.lessons(), office.app.campaign, office.app.roster).lines)


def test_two_corrections_teach_and_undoing_one_takes_it_back(office: House) -> None:
    _correct(office, 1)
    office.tick()
    assert _period(office, 3) is None
    assert "cần thêm một quyết định" in _told(office)

    _correct(office, 2)
    office.tick()
    assert _period(office, 3) == "Tết Nguyên Đán"
    (asked,) = _open(office, 3)
    assert "“Ghi nhớ” được hiểu là" in asked.text
    assert "đang dùng khi đọc" in _told(office)

    office.receive(_registration(office, 3))
    office.tick()
    with office.app.begin() as work:
        newest = max(one.id for one in work.arrivals.facts() if one.verdict == "submission")
    assert _period(office, newest) == "Tết Nguyên Đán"
    assert len(_open(office, newest)) == 1

    deciding.undo(2, "Hà", office.app)
    office.tick()
    assert (_period(office, 3), _period(office, newest)) == (None, None)
    (asked,) = _open(office, 3)
    assert "không rõ là thông tin gì" in asked.text
    assert "chưa dùng" in _told(office)


def test_a_wrong_correction_and_its_undo_leave_nothing(office: House) -> None:
    _correct(office, 1, 2, field="expected")
    office.tick()
    assert _told(office).startswith("Cột, mục “Ghi nhớ”: Kết quả dự kiến")
    deciding.undo(1, "Hà", office.app)
    deciding.undo(2, "Hà", office.app)
    office.tick()
    assert _told(office) == "Chưa có quyết định nào dạy điều gì."
    with office.app.begin() as work:
        (version,) = work.of_arrival(3)
    assert version.initiatives[0].get("expected") is None
