"""Who may come in to the page, and that nobody else does."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from mailbot.config import WebSettings
from mailbot.web.guard import HEADERS
from rules.doors import Entry, may_ask
from tests.web.rooms import DUNG, HA, HERE, OUTSIDE, Room, code_in, link_in, room

AN_INSIDE_VIEW = "/nhat-ky"


def letter_to(office: Room, address: str = HA.address):  # type: ignore[no-untyped-def]  # a mail
    assert office.post("/vao", address=address).headers["location"] == "/vao/ma"
    return next(one for one in office.house.tick() if one["To"] == address)


def is_in(office: Room) -> bool:
    return office.browser.get(AN_INSIDE_VIEW).status_code == 200


def test_a_person_comes_in_by_the_code_of_a_letter(office: Room) -> None:
    assert office.browser.get(AN_INSIDE_VIEW).headers["location"] == "/vao"
    letter = letter_to(office)
    assert office.post("/vao/ma", code=code_in(letter)).headers["location"] == "/"
    assert is_in(office)
    assert HA.name in office.browser.get(AN_INSIDE_VIEW).text


def test_a_link_is_spent_by_its_button_and_by_nothing_else_and_only_once(office: Room) -> None:
    path = link_in(letter_to(office))
    assert [office.browser.get(path).status_code for _ in range(3)] == [200, 200, 200]  # a scanner that looks
    assert office.browser.head(path).status_code in (200, 405)
    assert not is_in(office)
    other = office.another()
    assert office.post(path).headers["location"] == "/"
    assert is_in(office)
    assert other.post(path, headers={"Origin": HERE}).status_code == 403
    assert other.get(AN_INSIDE_VIEW).status_code == 303


def test_what_a_code_has_opened_its_link_opens_no_more(office: Room) -> None:
    letter = letter_to(office)
    office.post("/vao/ma", code=code_in(letter))
    assert office.another().post(link_in(letter), headers={"Origin": HERE}).status_code == 403


def test_a_code_opens_only_in_the_browser_that_asked(office: Room) -> None:
    code = code_in(letter_to(office))
    thief = office.another()
    assert thief.post("/vao/ma", data={"code": code}, headers={"Origin": HERE}).status_code == 403
    assert thief.get(AN_INSIDE_VIEW).status_code == 303


def test_five_wrong_codes_make_the_letter_void_and_person_and_office_are_told(office: Room) -> None:
    letter = letter_to(office)
    right = code_in(letter)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    assert [office.post("/vao/ma", code=wrong).status_code for _ in range(5)] == [403] * 5
    assert office.post("/vao/ma", code=right).status_code == 403
    assert office.post(link_in(letter)).status_code == 403
    told = next(one for one in office.house.tick() if "gõ sai mã" in str(one["Subject"]))
    assert {address.strip() for address in str(told["To"]).split(",")} == {HA.address}
    assert office.house.app.campaign.office.letters_to == (HA.address,)


def test_wrong_codes_for_one_person_are_told_to_her_and_to_the_office(office: Room) -> None:
    letter = letter_to(office, DUNG.address)
    wrong = f"{(int(code_in(letter)) + 1) % 10**6:06}"
    for _ in range(5):
        office.post("/vao/ma", code=wrong)
    told = next(one for one in office.house.tick() if "gõ sai mã" in str(one["Subject"]))
    assert {address.strip() for address in str(told["To"]).split(",")} == {DUNG.address, HA.address}


def test_a_link_and_a_visit_end(office: Room) -> None:
    path = link_in(letter_to(office))
    office.house.now += timedelta(minutes=10)
    assert office.post(path).status_code == 403
    office.enter()
    for _ in range(4):
        office.house.now += timedelta(minutes=14)
        assert is_in(office)
    office.house.now += timedelta(minutes=15)
    assert not is_in(office)


def test_no_visit_is_longer_than_a_day_at_the_office_however_busy(office: Room) -> None:
    office.enter()
    for _ in range(12 * 5):
        office.house.now += timedelta(minutes=12)
        last = is_in(office)
    assert not last


def test_going_out_everywhere_ends_every_visit_and_voids_what_was_asked(office: Room) -> None:
    path = link_in(letter_to(office))
    elsewhere = office.another()
    office.enter()
    elsewhere.cookies = office.browser.cookies.copy() if hasattr(office.browser.cookies, "copy") else {}
    second = office.enter()
    assert second.post("/ra-het", headers={"Origin": HERE}).headers["location"] == "/vao"
    assert not is_in(office)
    assert office.post(path).status_code == 403


def test_who_leaves_the_office_is_out_at_once(office: Room) -> None:
    office.enter()
    campaign = office.house.app.campaign
    alone = campaign.office.model_copy(update={"people": (DUNG,)})
    office.house.app.plan = campaign.model_copy(update={"office": alone})
    assert not is_in(office)


def test_a_stranger_learns_nothing_and_causes_no_letter(office: Room) -> None:
    known, unknown = (office.post("/vao", address=one) for one in (HA.address, "la@khac.example"))
    assert (known.status_code, known.headers["location"]) == (unknown.status_code, unknown.headers["location"])
    assert len(known.headers["set-cookie"]) == len(unknown.headers["set-cookie"])
    assert [str(one["To"]) for one in office.house.tick() if "đăng nhập" in str(one["Subject"])] == [HA.address]


def test_nobody_is_flooded_with_letters(office: Room) -> None:
    for _ in range(9):
        office.post("/vao", address=HA.address)
    letters = [one for one in office.house.tick() if "đăng nhập" in str(one["Subject"])]
    assert len(letters) == 3


def test_asking_is_free_again_after_a_while() -> None:
    now = datetime.fromisoformat("2024-08-20T09:00:00+07:00")
    asked = [Entry(n, "a@b.vn", "letter", now + timedelta(minutes=n), now, 0) for n in range(3)]
    assert not may_ask(asked, now + timedelta(minutes=14))
    assert may_ask(asked, now + timedelta(minutes=15))
    assert may_ask([Entry(0, "a@b.vn", "command", now, now)] * 9, now)


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "../../etc/passwd", "' or 1=1 --"])
def test_a_forged_visit_is_none(office: Room, token: str) -> None:
    office.browser.cookies.set("mailbot", token)
    assert not is_in(office)
    assert office.post("/hoan-tac", number="1").headers["location"] == "/vao"


@pytest.mark.parametrize(
    "origin", ["https://xau.example", "null", "http://127.0.0.1:9999", "http://127.0.0.1", OUTSIDE, ""]
)
def test_a_post_from_elsewhere_does_nothing(office: Room, origin: str) -> None:
    office.enter()
    headers = {"Origin": origin} if origin else {}
    assert office.browser.post("/ra-het", headers=headers).status_code == 403
    assert is_in(office)


def test_a_post_that_a_browser_calls_foreign_does_nothing(office: Room) -> None:
    office.enter()
    headers = {"Origin": HERE, "Sec-Fetch-Site": "same-site"}
    assert office.browser.post("/ra-het", headers=headers).status_code == 403


@pytest.mark.parametrize("host", ["xau.example", "127.0.0.1", "127.0.0.1:8025.xau.example", ""])
def test_the_page_is_nowhere_else(office: Room, host: str) -> None:
    """Against names that are bound to this machine by somebody else."""
    assert office.browser.get("/vao", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("path", ["/vao", AN_INSIDE_VIEW, "/khong-co", "/tinh/page.css", "/tinh/khong-co"])
def test_every_answer_has_its_walls(office: Room, path: str) -> None:
    office.enter()
    answer = office.browser.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == dict(HEADERS)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert ("no-store" in answer.headers["Cache-Control"]) == (not path.startswith("/tinh/"))


def test_the_cookie_is_for_this_page_alone_and_goes_by_tls_where_there_is_tls(office: Room) -> None:
    path = link_in(letter_to(office))
    outside = office.another(OUTSIDE)
    given = outside.post(path, headers={"Origin": OUTSIDE}).headers["set-cookie"].lower()
    assert all(word in given for word in ("httponly", "samesite=lax", "secure", "path=/")) and "domain" not in given


def test_who_only_reads_decides_nothing(office: Room) -> None:
    office.enter(DUNG)
    answer = office.post("/hoan-tac", number="1", sure="1")
    assert "loi=" in answer.headers["location"]
    assert "chỉ xem" in office.browser.get(AN_INSIDE_VIEW).text


def test_without_an_address_no_letter_leaves_and_the_page_says_what_to_do(tmp_path: Path) -> None:
    with room(tmp_path, address="") as office:
        assert "mailbot web login" in office.browser.get("/vao").text
        office.post("/vao", address=HA.address)
        assert [one for one in office.house.tick() if "đăng nhập" in str(one["Subject"])] == []


@pytest.mark.parametrize("wrong", [{"host": "0.0.0.0"}, {"host": "10.1.2.3"}, {"address": "http://mailbot.so.vn"},
                                   {"address": "mailbot.so.vn"}, {"address": "https://so.vn/mailbot"}])  # fmt: skip
def test_plain_http_beyond_this_machine_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        WebSettings(**wrong)
