"""The office corrects what was read: every word of `mailbot decide`, told in Vietnamese, kept through another reading,
and taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailbot import deciding
from mailbot.commands.decisions import decisions
from mailbot.commands.mails import explanation
from mailbot.correcting import by_words, submission
from mailbot.deciding import Refused
from mailbot.enclosing import build_drafts
from mailbot.handling import handle
from mailbot.rereading import read_again
from rules.initiative import Reading
from rules.rulings import NO_MAIL
from rules.season import Question
from rules.standing.status import statuses
from rules.submission import Version
from tests.office.house import FORM, House, house, mail

UNIT, OTHER = "thpt-so-2-bao-thang", "thpt-so-1-bao-thang"
SECOND = "2. Tên sáng kiến: Mã QR tra cứu hồ sơ\nNgười thực hiện: Tổ Văn thư\n"
FIRST_TITLE, SECOND_TITLE = "Sổ theo dõi văn bản có nhắc hạn tự động", "Mã QR tra cứu hồ sơ"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Mail 1: a registration of the unit. Mail 2: an ordinary mail of it. Mail 3: one of a stranger in its name."""
    with house(tmp_path_factory.mktemp("office") / "data") as opened:
        address = next(unit.addresses[0] for unit in opened.app.roster if unit.code == UNIT)
        opened.receive(mail(address, "Gửi đăng ký CCHC", FORM + SECOND))
        opened.receive(mail(address, "Lịch họp", "Kính gửi Phòng lịch họp tuần này."))
        opened.receive(mail("hoalan.gv@thu.example", "Gửi đăng ký", FORM.replace("Sổ theo dõi", "Lịch nhắc")))
        opened.tick()
        yield opened


def _number(told: str) -> int:
    return int(told.rpartition(" ")[2])


def _given(office: House, arrival: int = 1) -> tuple[Version, ...]:
    with office.app.begin() as work:
        return work.of_arrival(arrival)


def _titles(office: House, arrival: int = 1) -> list[str]:
    return [one.title for version in _given(office, arrival) for one in version.initiatives]


def _read_anew(office: House, arrival: int = 1, *, swapped: bool = False) -> None:
    """As after a better reader: the same initiatives in another order, or as they were."""
    office.now += timedelta(minutes=1)
    prepared = read_again(arrival, office.app).prepared
    understanding = prepared.understanding
    if swapped:
        readings = tuple(map(_swapped, understanding.readings))
        understanding = replace(understanding, readings=readings)
    contents = replace(prepared.contents, understanding=understanding)
    handle(arrival, replace(prepared, contents=contents), office.app, letters="none")


def _swapped(reading: Reading) -> Reading:
    return replace(reading, initiatives=reading.initiatives[::-1])


def _ruled(office: House, kind: str, targets: list[str], *given: str) -> str:
    office.now += timedelta(minutes=1)
    return by_words(kind, targets, given, "Hà", office.app)


CASES = [
    ("correct", ["1.2"], ["owners", "Lê Thị Hoa"], "“Mã QR tra cứu hồ sơ”: người thực hiện sửa thành “Lê Thị Hoa”"),
    ("rename", ["1.1"], ["Sổ nhắc hạn văn bản"], "nay là “Sổ nhắc hạn văn bản”"),
    ("add", ["1"], ["Ký số học bạ", "owners=Tổ Tin"], "thêm “Ký số học bạ”"),
    ("drop", ["1.2"], [], "bỏ “Mã QR tra cứu hồ sơ”"),
    ("split", ["1.2"], ["Mã QR", "Tra cứu hồ sơ"], "thành “Mã QR” và “Tra cứu hồ sơ”"),
    ("merge", ["1.1", "1.2"], ["Văn phòng số"], "thành “Văn phòng số”"),
    ("move", ["1"], ["report"], "chuyển sang đợt báo cáo"),
    ("assign", ["1"], [OTHER], "của Trường THPT số 1 huyện Bảo Thắng"),
    ("reject", ["1"], [], "không được tính"),
    ("confirm", ["3"], [], "được ghi nhận cho Trường THPT số 2 huyện Bảo Thắng"),
    ("withdraw", ["1"], [SECOND_TITLE], "đã bỏ “Mã QR tra cứu hồ sơ”"),
]


@pytest.mark.parametrize(("kind", "targets", "given", "words"), CASES, ids=[case[0] for case in CASES])
def test_a_correction_is_told_kept_through_another_reading_and_undone(
    office: House, kind: str, targets: list[str], given: list[str], words: str
) -> None:
    mail_of = int(targets[0].partition(".")[0])
    before = _bare(_given(office, mail_of))
    told = _ruled(office, kind, targets, *given)
    assert words in told
    assert "hủy bằng lệnh: mailbot decide undo" in told
    corrected = _bare(_given(office, mail_of))
    assert corrected != before
    _read_anew(office, swapped=True)
    assert _sorted(_bare(_given(office, mail_of))) == _sorted(corrected)
    _read_anew(office)
    assert _bare(_given(office, mail_of)) == corrected
    assert "Đã hủy" in deciding.undo(_number(told), "Lan", office.app)
    assert _bare(_given(office, mail_of)) == before
    assert [one for one in office.questions() if one.kind == "lost" and one.answer is None] == []


def _bare(versions: tuple[Version, ...]) -> list[Version]:
    return [replace(one, id=0, read_at=None) for one in versions]


def _sorted(versions: list[Version]) -> list[Version]:
    return [replace(one, initiatives=tuple(sorted(one.initiatives, key=lambda it: it.title))) for one in versions]


def test_what_was_made_by_one_correction_is_corrected_by_another_and_undoing_says_so(office: House) -> None:
    split = _number(_ruled(office, "split", ["1.2"], "Mã QR", "Tra cứu hồ sơ"))
    corrected = _number(_ruled(office, "correct", ["1.3"], "owners", "Lê Thị Hoa"))
    shown = deciding.undo(split, "Hà", office.app, sure=False)
    assert "Chưa hủy gì." in shown and f"số {corrected}" in shown
    assert _titles(office) == [FIRST_TITLE, "Mã QR", "Tra cứu hồ sơ"]
    assert f"số {corrected}" in deciding.undo(split, "Hà", office.app)
    assert _titles(office) == [FIRST_TITLE, SECOND_TITLE]
    deciding.undo(corrected, "Hà", office.app)


def test_another_mail_is_said_to_be_a_submission_and_filled_by_hand(office: House) -> None:
    told = submission(2, None, None, "Hà", office.app)
    assert "thư này là " in told and "của Trường THPT số 2 huyện Bảo Thắng." in told
    added = _ruled(office, "add", ["2"], "Ký số học bạ", "owners=Tổ Tin")
    (given,) = _given(office, 2)
    assert ([one.title for one in given.initiatives], given.provisional) == (["Ký số học bạ"], False)
    for number in (_number(added), _number(told)):
        deciding.undo(number, "Hà", office.app)
    assert _given(office, 2) == ()


def test_what_came_without_a_mail_is_added_counted_and_taken_back(office: House) -> None:
    """By telephone, say: for two units, which do not meet."""
    before = _season_states(office)
    numbers = []
    for unit, title in ((OTHER, "Ký số học bạ"), (OTHER, "Sổ đầu bài điện tử"), (UNIT, "Lịch trực số")):
        office.now += timedelta(minutes=1)
        told = by_words("add", ["-"], [title, "owners=Tổ Tin"], "Hà", office.app, (unit, "registration"))
        assert "không gửi qua thư" in told and f"thêm “{title}”" in told
        numbers.append(_number(told))
    by_hand = {one.unit: [it.title for it in one.initiatives] for one in _given(office, NO_MAIL)}
    assert by_hand == {OTHER: ["Ký số học bạ", "Sổ đầu bài điện tử"], UNIT: ["Lịch trực số"]}
    assert (before[OTHER], _season_states(office)[OTHER]) == ("owes", "sent")
    office.tick()  # letters and documents of a season with such content
    with office.app.begin() as work:
        season = work.season(office.app.campaign, office.app.roster, office.app.now())
        files = build_drafts(season, "registration", office.app.config.data_folder / "drafts", work, office.app)
    assert files.paths
    deciding.undo(numbers[0], "Hà", office.app)
    assert [it.title for one in _given(office, NO_MAIL) if one.unit == OTHER for it in one.initiatives] == [
        "Sổ đầu bài điện tử"
    ]
    for number in numbers[1:]:
        deciding.undo(number, "Hà", office.app)
    assert (_given(office, NO_MAIL), _season_states(office)) == ((), before)


@pytest.mark.parametrize(
    ("kind", "targets", "given", "why"),
    [
        ("add", ["-"], ["Ký số học bạ"], "--unit và --stage"),
        ("drop", ["-"], [], "Chỉ thêm được"),
        ("correct", ["1"], ["owners", "A"], "số mục"),
        ("correct", ["1.9"], ["owners", "A"], "có 2 mục"),
        ("correct", ["mot"], ["owners", "A"], "không phải số thư"),
        ("correct", ["1.1"], ["khong-co", "A"], "các trường"),
        ("correct", ["1.1"], ["completion", "nhiều"], "tỷ lệ phần trăm"),
        ("rename", ["1.1"], ["..."], "không phải tên"),
        ("split", ["1.1"], ["Một"], "ít nhất hai"),
        ("merge", ["1.1"], [], "ít nhất hai mục"),
        ("merge", ["1.1", "3.1"], [], "cùng một thư"),
        ("move", ["1"], ["khac"], "các đợt"),
        ("assign", ["1"], ["khac"], "Không có đơn vị"),
        ("reject", ["2"], [], "chưa có nội dung nào"),
        ("add", ["1"], ["Ký số", "owners"], "trường=giá trị"),
        ("withdraw", ["1"], ["Chưa từng gửi"], "chưa có nội dung nào mang tên"),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_changes_nothing(
    office: House, kind: str, targets: list[str], given: list[str], why: str
) -> None:
    before = _given(office)
    with pytest.raises(Refused, match=why):
        _ruled(office, kind, targets, *given)
    assert _given(office) == before


def test_a_decision_that_another_reading_leaves_without_its_object_is_shown_and_kept(office: House) -> None:
    told = _ruled(office, "correct", ["1.2"], "owners", "Lê Thị Hoa")
    office.now += timedelta(minutes=1)
    prepared = read_again(1, office.app).prepared
    (reading,) = prepared.understanding.readings
    one = replace(prepared.understanding, readings=(replace(reading, initiatives=reading.initiatives[:1]),))
    handle(1, replace(prepared, contents=replace(prepared.contents, understanding=one)), office.app, letters="none")
    (asked,) = [question for question in office.questions() if question.kind == "lost"]
    assert f"quyết định số {_number(told)}" in asked.text
    assert f"{_number(told)}" in _listed(office)
    assert asked.answer is None
    while_lost = office.app.now()
    _read_anew(office)
    assert _given(office)[0].initiatives[1].get("owners") == ("Lê Thị Hoa",)
    (closed,) = [question for question in office.questions() if question.kind == "lost"]
    assert closed.answer == "found"  # nobody need look any more
    assert str(asked.number) not in {line.split(".")[0].strip() for line in _listed(office).splitlines()}
    assert _questions_at(while_lost, office)[asked.number].answer is None
    deciding.undo(_number(told), "Hà", office.app)


def _questions_at(moment: datetime, office: House) -> dict[int, Question]:
    with office.app.begin() as work:
        season = work.season(office.app.campaign, office.app.roster, office.app.now()).at(moment)
    return {one.number: one for one in season.questions}


def _listed(office: House) -> str:
    with office.app.begin() as work:
        season = work.season(office.app.campaign, office.app.roster, office.app.now())
        return "\n".join(decisions(season, work.rulings.all()).lines)


def test_explain_counts_initiatives_as_corrections_name_them_and_shows_what_was_corrected(office: House) -> None:
    told = _ruled(office, "correct", ["1.2"], "owners", "Lê Thị Hoa")
    with office.app.begin() as work:
        season = work.season(office.app.campaign, office.app.roster, office.app.now())
        lines = explanation(work.arrivals.mail(1), work, season).lines
    assert f"  2. {SECOND_TITLE}" in lines
    assert any(f"Lê Thị Hoa [quyết định số {_number(told)}" in line for line in lines)
    deciding.undo(_number(told), "Hà", office.app)


def test_every_status_of_an_earlier_moment_is_what_it_was(office: House) -> None:
    """A registration that waited, and was confirmed later, waits when one asks about the time before."""
    before = office.app.now()
    told = _ruled(office, "reject", ["1"])
    now = _season_states(office)
    with office.app.begin() as work:
        season = work.season(office.app.campaign, office.app.roster, office.app.now())
    then = {cell.unit.code: cell.state for cell in statuses(season.at(before)) if cell.stage == "registration"}
    deciding.undo(_number(told), "Hà", office.app)
    assert (then[UNIT], now[UNIT]) == ("sent", "provisional")


def _season_states(office: House) -> dict[str, str]:
    with office.app.begin() as work:
        season = work.season(office.app.campaign, office.app.roster, office.app.now())
    return {cell.unit.code: cell.state for cell in statuses(season) if cell.stage == "registration"}
