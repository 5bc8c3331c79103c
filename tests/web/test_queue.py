"""*Việc chờ*: what waits is there, beside its paper, and what a person does is a ruling with a way back."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from mailbot.web.page import Page
from rules.basis import founded_on
from rules.initiative import Initiative
from tests.app.world import registration
from tests.conftest import shared_folder
from tests.office.house import FORM, mail, reply
from tests.web.rooms import HERE, Room, room

SHARED = shared_folder()
SCHOOL = "thptso2baothang@laocai-edu.example"
STRANGER = "hieutruong.cu@thu.example"


def sends(office: Room, sender: str, text: str = FORM, subject: str = "Đăng ký CCHC năm 2024") -> int:
    """A mail arrives and is read; its number."""
    office.house.receive(mail(sender, subject, text))
    office.house.tick()
    with office.house.app.look() as work:
        return work.arrivals.facts()[-1].id


def initiatives(office: Room, arrival: int) -> tuple[Initiative, ...]:
    with office.house.app.look() as work:
        return tuple(one for version in work.of_arrival(arrival) for one in version.initiatives)


def counts(office: Room, arrival: int) -> bool:
    with office.house.app.look() as work:
        return any(not one.provisional and not one.rejected for one in work.of_arrival(arrival))


def question_about(office: Room, arrival: int) -> int:
    return next(one.number for one in office.house.questions() if one.arrival == arrival and one.answer is None)


def does(browser: TestClient, **given: object) -> str:
    """Where the browser goes on."""
    answer = browser.post("/viec/lam", data=given, headers={"Origin": HERE})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_what_waits_is_listed_and_shown_beside_its_paper(office: Room) -> None:
    arrival = sends(office, STRANGER)
    browser = office.enter()
    number = question_about(office, arrival)
    assert f"/viec/cau/{number}" in browser.get("/viec").text
    shown = browser.get(f"/viec/cau/{number}").text
    assert "Sổ theo dõi văn bản có nhắc hạn tự động" in shown and "Tổ Văn phòng" in shown
    assert "BẢN ĐĂNG KÝ" in shown  # the words of the mail


def test_a_title_is_corrected_and_accepted_in_one_go_and_all_of_it_undone(office: Room) -> None:
    arrival = sends(office, STRANGER)
    browser, number = office.enter(), question_about(office, arrival)
    old = initiatives(office, arrival)[0].title
    onward = does(
        browser, act="accept", mail=arrival, question=number, next="/viec",
        **{"v.1.title": "Sổ nhắc hạn điện tử", "o.1.title": old},
    )  # fmt: skip
    assert counts(office, arrival)
    assert initiatives(office, arrival)[0].title == "Sổ nhắc hạn điện tử"
    told = browser.get(onward).text
    numbers = onward.partition("qd=")[2].split("%2C")
    assert len(numbers) == 2 and "Hoàn tác" in told
    answer = browser.post("/hoan-tac", data={"number": numbers, "back": "/viec", "sure": "1"}, headers={"Origin": HERE})
    assert answer.status_code == 303
    assert initiatives(office, arrival)[0].title == old and not counts(office, arrival)
    assert question_about(office, arrival) == number


def test_what_waits_for_a_code_is_agreed_to_beside_it(tmp_path: Path) -> None:
    with room(tmp_path, decisions="confirmed") as office:
        arrival = sends(office, STRANGER)
        (asked,) = [one for one in office.house.until(13, 16, 31) if "/questions/" in str(one["X-Mailbot"])]
        office.house.receive(reply(asked, f"{question_about(office, arrival)} đúng"))
        office.house.tick()
        browser = office.enter()
        assert "Đề nghị chờ xác nhận" in browser.get("/viec").text
        answer = office.post("/viec/de-nghi/1", act="agree")
        assert answer.status_code == 303 and "loi=" not in answer.headers["location"]
        assert counts(office, arrival)
        assert "Đề nghị chờ xác nhận" not in browser.get("/viec").text
        with office.house.app.look() as work:
            assert [one.state for one in work.proposals.all()] == ["confirmed"]


def test_it_is_kept_by_whom_and_by_which_way(office: Room) -> None:
    arrival = sends(office, STRANGER)
    browser = office.enter()
    does(browser, act="no", mail=arrival, question=question_about(office, arrival))
    with office.house.app.look() as work:
        (ruling,) = work.rulings.about(arrival)
    assert (ruling.decided.by, ruling.decided.how) == ("Nguyễn Thu Hà", "page")
    assert "trên trang web" in browser.get("/nhat-ky").text


def test_what_does_not_fit_is_told_and_changes_nothing(office: Room) -> None:
    arrival = sends(office, STRANGER)
    browser, number = office.enter(), question_about(office, arrival)
    back = does(browser, act="accept", mail=arrival, question=number, here=f"/viec/cau/{number}",
                **{"v.1.title": "...", "o.1.title": "khác"})  # fmt: skip
    assert back.startswith(f"/viec/cau/{number}?loi=")
    assert not counts(office, arrival)


def test_a_question_that_somebody_else_has_answered_meanwhile_is_told(office: Room) -> None:
    arrival = sends(office, STRANGER)
    browser, number = office.enter(), question_about(office, arrival)
    does(browser, act="no", mail=arrival, question=number)
    assert "loi=" in does(browser, act="accept", mail=arrival, question=number)


@pytest.mark.parametrize(
    ("act", "given", "titles"),
    [
        ("split 1", {"split.1": "Sổ nhắc hạn\nSổ giao việc"}, ["Sổ nhắc hạn", "Sổ giao việc"]),
        ("add", {"add": "Họp không giấy"}, ["Sổ theo dõi văn bản có nhắc hạn tự động", "Họp không giấy"]),
        ("drop 1", {}, []),
    ],
)
def test_what_was_read_is_split_added_to_and_dropped(
    office: Room, act: str, given: dict[str, str], titles: list[str]
) -> None:
    arrival = sends(office, SCHOOL)
    does(office.enter(), act=act, mail=arrival, **given)
    assert [one.title for one in initiatives(office, arrival)] == titles


def test_it_is_given_to_another_unit_and_to_another_stage(office: Room) -> None:
    arrival = sends(office, SCHOOL)
    browser = office.enter()
    units = [one.code for one in office.house.app.roster if SCHOOL not in one.addresses]
    does(browser, act="assign", mail=arrival, unit=units[0])
    does(browser, act="move", mail=arrival, stage="report")
    with office.house.app.look() as work:
        (one,) = work.of_arrival(arrival)
    assert (one.unit, one.stage) == (units[0], "report")


def test_a_mail_that_was_taken_for_another_one_is_declared_a_submission(office: Room) -> None:
    arrival = sends(office, SCHOOL, "Kính gửi Phòng, trường gửi lịch công tác tuần.", "Lịch công tác tuần 33")
    does(office.enter(), act="submission", mail=arrival)
    with office.house.app.look() as work:
        (one,) = work.of_arrival(arrival)
    assert (one.unit, one.stage, one.rejected) == ("thpt-so-2-bao-thang", "registration", False)


def test_many_alike_are_decided_at_once_and_undone_at_once(office: Room) -> None:
    mails = [
        sends(office, f"giaovien{n}@thu.example", FORM.replace("Sổ theo dõi văn bản", f"Sổ số {n} theo dõi công việc"))
        for n in range(4)
    ]
    browser = office.enter()
    numbers = [question_about(office, one) for one in mails]
    assert f"{len(numbers):02} việc giống nhau" in browser.get("/viec").text
    answer = browser.post(
        "/viec/cung-luc", data={"pick": [str(one) for one in numbers], "act": "accept"}, headers={"Origin": HERE}
    )
    assert all(counts(office, one) for one in mails)
    told = answer.headers["location"].partition("qd=")[2].split("%2C")
    browser.post("/hoan-tac", data={"number": told, "sure": "1"}, headers={"Origin": HERE})
    assert not any(counts(office, one) for one in mails)


SCRIPT = '<script>alert(1)</script><img src=x onerror=alert(2)>"><svg onload=alert(3)> {{7*7}}'


def test_nothing_that_a_unit_writes_becomes_code(office: Room) -> None:
    """In every text field of a unit: subject, name, file name, body, title, people."""
    document = registration((SCRIPT,), owner=SCRIPT)
    message = mail(STRANGER, f"Đăng ký CCHC {SCRIPT}", FORM + SCRIPT)
    message.replace_header("From", f'"{SCRIPT.replace(chr(34), "")}" <{STRANGER}>')
    message.add_attachment(document, maintype="application", subtype="octet-stream", filename=f"dk{SCRIPT}.docx")
    office.house.receive(message)
    office.house.tick()
    browser = office.enter()
    with office.house.app.look() as work:
        arrival = work.arrivals.facts()[-1].id
    does(browser, act="add", mail=arrival, add=SCRIPT)
    paths = [
        "/viec",
        "/nhat-ky",
        f"/viec/thu/{arrival}",
        *(f"/viec/cau/{one.number}" for one in office.house.questions()),
    ]
    for path in paths:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        for live in ("<script>alert", "<img src=x", "<svg onload", '"><svg'):
            assert live not in answer.text, (path, live)


def test_a_file_is_handed_down_to_be_saved_and_never_opened(office: Room) -> None:
    page = b"<!doctype html><script>alert(1)</script>"
    message = mail(SCHOOL, "Đăng ký CCHC", FORM)
    message.add_attachment(page, maintype="text", subtype="html", filename='a"; x=b.html')
    office.house.receive(message)
    office.house.tick()
    browser = office.enter()
    with office.house.app.look() as work:
        arrival = work.arrivals.facts()[-1].id
        digest = next(one.digest for one in work.arrivals.files(arrival) if one.attached)
    for path in (f"/tai/{arrival}/{digest}", f"/tai/{arrival}"):
        answer = browser.get(path)
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert "set-cookie" not in answer.headers
    assert browser.get(f"/tai/{arrival}/{'0' * 64}").status_code == 404
    assert browser.get(f"/tai/{arrival}/..%2f..%2fetc%2fpasswd").status_code == 404


@pytest.mark.parametrize("path", ["/viec/thu/999999", "/viec/cau/999999", "/viec/thu/x", "/viec/de-nghi/1", "/tai/9"])
def test_what_is_not_there_is_said(office: Room, path: str) -> None:
    assert office.enter().get(path).status_code == 404


def test_what_was_filled_in_and_is_not_what_the_button_takes_is_told(office: Room) -> None:
    """A day beside "Đúng", another unit beside "Xác nhận": one of the two was meant, and nobody knows which."""
    arrival = sends(office, STRANGER)
    browser, number = office.enter(), question_about(office, arrival)
    for box, said in (("day", "2024-08-30"), ("unit", "thpt-so-2-bao-thang"), ("words", "Đề nghị gửi lại.")):
        assert "loi=" in does(browser, act="accept", mail=arrival, question=number, **{box: said})
    assert not counts(office, arrival)


def test_what_is_suggested_is_the_first_button_and_without_a_suggestion_none_decides(
    office: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter presses the first button of a form."""
    arrival = sends(office, STRANGER)
    browser, number = office.enter(), question_about(office, arrival)
    first = browser.get(f"/viec/cau/{number}").text.partition('role="group"')[2].partition("</button>")[0]
    assert 'value="accept"' in first and "autofocus" not in first  # the title is looked at first
    suggestion = {"no": 'value="no"', "": 'value="save"'}
    for said, button in suggestion.items():
        with office.house.app.look() as work:
            season = work.season(office.house.app.campaign, office.house.app.roster, office.house.now)
        asked = tuple(replace(one, suggestion=said) if one.number == number else one for one in season.questions)
        monkeypatch.setattr(_page_of(browser), "season", partial(replace, season, questions=asked))
        shown = browser.get(f"/viec/cau/{number}").text
        assert button in shown.partition('role="group"')[2].partition("</button>")[0]


def _page_of(browser: TestClient) -> Page:
    found = browser.app.state.page  # type: ignore[attr-defined]  # of Starlette
    assert isinstance(found, Page)
    return found


def test_a_file_without_pages_is_shown_as_words(office: Room) -> None:
    message = mail(SCHOOL, "Đăng ký CCHC", "Kính gửi Phòng.")
    message.add_attachment(FORM.encode(), maintype="text", subtype="plain", filename="dang-ky.txt")
    office.house.receive(message)
    office.house.tick()
    browser = office.enter()
    with office.house.app.look() as work:
        arrival = work.arrivals.facts()[-1].id
        digest = next(one.digest for one in work.arrivals.files(arrival) if one.name == "dang-ky.txt")
    for _ in range(2):  # drawn, and as it was kept
        shown = browser.get(f"/giay/{arrival}/{digest}").text
        assert "Sổ theo dõi văn bản có nhắc hạn tự động" in shown and "không vẽ thành trang được" in shown


def test_number_and_day_of_the_plan_are_entered_on_the_page_cited_and_taken_back(office: Room) -> None:
    browser, told = office.enter(), {"code": "plan", "number": "15/KH-SGDĐT", "issued": "2024-03-20"}
    assert "chưa có" in browser.get("/van-ban").text
    onward = office.post("/van-ban/so-ngay", **told).headers["location"]
    assert "15/KH-SGDĐT" in browser.get(onward).text
    with office.house.app.look() as work:
        season = work.season(office.house.app.campaign, office.house.app.roster, office.house.now)
    assert founded_on(season.cited).startswith("Kế hoạch số 15/KH-SGDĐT ngày 20/3/2024")
    office.post("/hoan-tac", number=onward.partition("qd=")[2], sure="1")
    assert "15/KH-SGDĐT</td>" not in browser.get("/van-ban").text
    for wrong in ({"number": "x"}, {"issued": ""}, {"issued": "2031-01-01"}, {"code": "khac"}):
        assert "loi=" in office.post("/van-ban/so-ngay", **{**told, **wrong}).headers["location"]


HOSTILE = sorted((SHARED / "hostile").glob("*.*")) if SHARED else []


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not HOSTILE, reason="the sample collection is not beside the project")
def test_hostile_files_are_looked_at_without_harm(office: Room) -> None:
    """Each attached to a mail of a unit: the page answers, with pictures or with a sentence, and goes on answering."""
    browser = office.enter()
    for path in HOSTILE:
        message = mail(SCHOOL, f"Đăng ký CCHC {path.name}", FORM)
        message.add_attachment(path.read_bytes(), maintype="application", subtype="octet-stream", filename=path.name)
        office.house.receive(message)
    office.house.tick()
    with office.house.app.look() as work:
        known = {one.id: work.arrivals.files(one.id) for one in work.arrivals.facts()}
    for number, files in known.items():
        assert browser.get(f"/viec/thu/{number}").status_code == 200
        for file in files:
            if len(file.digest) == 64:
                assert browser.get(f"/giay/{number}/{file.digest}").status_code == 200, file.name
    assert browser.get("/viec").status_code == 200
