"""Every decision exists as a command, is listed, explained, and taken back by one."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from mailbot import deciding
from mailbot.commands.decisions import decisions
from mailbot.commands.mails import explanation
from mailbot.deciding import Refused
from rules.intake.answers import Extended, OnPaper
from rules.letter_kind import DEADLINE
from rules.rulings import marks
from tests.office.house import CLERK, FORM, House, house, mail, office_campaign

STAGE, UNIT = "registration", "thpt-so-2-bao-thang"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("office") / "data") as opened:
        opened.receive(mail("hoalan.gv@thu.example", "Gửi đăng ký CCHC", FORM))
        opened.tick()
        yield opened


def _listed(office: House) -> str:
    with office.app.begin() as work:
        season = work.season(office.app.campaign, office.app.roster, office.app.now())
        return "\n".join(decisions(season, work.rulings.all()).lines)


def _marks(office: House) -> int:
    with office.app.begin() as work:
        return len(marks(work.rulings.all()))


def _number(told: str) -> int:
    return int(told.rpartition(" ")[2])


@pytest.mark.parametrize(
    ("kind", "until", "words"),
    [
        (
            "extension",
            date(2024, 8, 30),
            "Gia hạn đăng ký cho Trường THPT số 2 huyện Bảo Thắng đến hết ngày 30/8/2024.",
        ),
        ("exempt", None, "Miễn đăng ký"),
        ("paper", date(2024, 8, 20), "bằng bản giấy hoặc qua hệ thống khác, tính là nhận ngày 20/8/2024."),
        ("pause", date(2024, 8, 20), "Tạm dừng nhắc đăng ký"),
        ("arrived", date(2024, 8, 12), "được tính là nhận ngày 12/8/2024."),
    ],
)
def test_time_paper_and_exemption_are_told_listed_and_undone(
    office: House, kind: str, until: date | None, words: str
) -> None:
    before = _marks(office)
    told = deciding.mark(kind, STAGE, UNIT, until, "", "Hà", office.app)  # type: ignore[arg-type]
    assert words in told
    assert "Hà bằng lệnh" in _listed(office)
    assert _marks(office) == before + 1
    assert "Đã hủy" in deciding.undo(_number(told), "Lan", office.app)
    assert _marks(office) == before
    assert "đã hủy lúc" in _listed(office)
    with pytest.raises(Refused, match="đã được hủy"):
        deciding.undo(_number(told), "Lan", office.app)


def test_a_pause_for_all_is_resumed_by_undoing_it(office: House) -> None:
    told = deciding.mark("pause", STAGE, None, date(2024, 8, 30), "", "Hà", office.app)
    assert "tất cả các đơn vị" in told
    deciding.undo(_number(told), "Hà", office.app)


def test_an_answer_is_shown_in_explain_and_undone(office: House) -> None:
    told = deciding.answer(1, "thpt-so-1-bao-thang", "Hà", office.app)
    with office.app.begin() as work:
        season = work.season(office.app.campaign, office.app.roster, office.app.now())
        lines = explanation(work.arrivals.mail(1), work, season).lines
    assert any("Hà bằng lệnh" in line and "Câu 1: Trường THPT số 1" in line for line in lines)
    assert "lại chờ trả lời" in deciding.undo(_number(told), "Hà", office.app)
    assert office.unit_of(1) == (UNIT, True, False)


def test_what_does_not_fit_changes_nothing(office: House) -> None:
    before = _listed(office)
    refused: list[Callable[[], str]] = [
        lambda: deciding.answer(99, "yes", "Hà", office.app),
        lambda: deciding.answer(1, "khong-co", "Hà", office.app),
        lambda: deciding.answer(1, Extended(date(2024, 8, 30)), "Hà", office.app),
        lambda: deciding.stop("registration:15-08", (), "Hà", office.app),
        lambda: deciding.stop("khac:2024-08-15", (), "Hà", office.app),
        lambda: deciding.mark("exempt", "khac", UNIT, None, "", "Hà", office.app),
        lambda: deciding.undo(999, "Hà", office.app),
    ]
    for decide in refused:
        with pytest.raises(Refused):
            decide()
    assert _listed(office) == before


def test_what_came_on_paper_is_not_counted_twice(office: House) -> None:
    told = deciding.answer(1, OnPaper(date(2024, 8, 12)), "Hà", office.app)
    assert office.unit_of(1)[2]
    deciding.undo(_number(told), "Hà", office.app)
    assert not office.unit_of(1)[2]


def test_a_deadline_changed_in_the_file_is_asked_about_and_told_once(tmp_path: Path) -> None:
    with house(tmp_path / "office") as office:
        office.tick()
        stages = tuple(
            stage.model_copy(update={"due": date(2024, 9, 10)}) if stage.code == STAGE else stage
            for stage in office.app.campaign.stages
        )
        office.app.plan = office_campaign().model_copy(update={"stages": stages})
        office.tick()
        (question,) = [one for one in office.questions() if one.kind == "deadline"]
        deciding.answer(question.number, "yes", CLERK, office.app)
        office.tick()
        office.tick()
        told = [letter for letter in office.known() if letter.kind == DEADLINE]
        assert len(told) == len(tuple(office.app.roster))
        assert "Thời hạn đăng ký đổi từ 25/8/2024 thành 10/9/2024." in _listed(office)
