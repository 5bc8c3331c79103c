"""Every view of the page by the rules for everybody: WCAG 2.1, A and AA, on a telephone and on a desk (axe)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from rules.letters.batches import to_come
from tests.app.world import registration
from tests.office.house import FORM, House, house, mail, office_campaign
from tests.web.browser import browsing, entered, needs_chromium, opened, served
from tests.web.rooms import with_people

pytestmark = [pytest.mark.slow, needs_chromium]

SCHOOL = "thptso2baothang@laocai-edu.example"
OPTIONS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
WIDTHS = (360, 1440)


@dataclass(frozen=True, slots=True)
class Place:
    """What the views are about."""

    file: str  # the path of a paper that is drawn
    batch: str


PLAIN = (
    "/viec", "/viec/cau/1", "/viec/thu/1", "/tinh-hinh", "/tinh-hinh?ngay=2024-08-01&loc=owes", "/thu-den", "/thu-di",
    "/thu-di/1", "/don-vi/thpt-so-2-bao-thang", "/van-ban", "/tim?q=so", "/nhat-ky", "/suc-khoe", "/khong-co",
)  # fmt: skip
AIMED: Mapping[str, Callable[[Place], str]] = {
    "a paper by itself": lambda place: place.file,
    "a batch": lambda place: f"/thu-di/dot/{place.batch}",
}
STRANGERS = ("/vao", "/vao/ma", "/vao/lien-ket/x")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("access")
    with house(folder, with_people(office_campaign())) as made:
        for number in range(3):
            made.receive(mail(f"giaovien{number}@thu.example", "Đăng ký CCHC", FORM.replace("Sổ", f"Sổ {number}")))
        message = mail(SCHOOL, "Đăng ký CCHC năm 2024", FORM)
        message.add_attachment(registration(("Họp không giấy",)), "application", "octet-stream", filename="dk.docx")
        made.receive(message)
        made.tick()
        for _ in range(20):  # until reminders are announced
            made.now += timedelta(hours=12)
            made.tick()
            if _batches(made):
                break
        yield made


def _batches(made: House) -> list[str]:
    with made.app.look() as work:
        return [one.name for one in to_come(work.season(made.app.campaign, made.app.roster, made.now))]


@pytest.fixture(scope="module")
def place(built: House) -> Place:
    with built.app.look() as work:
        found = [(one.id, file.digest) for one in work.arrivals.facts() for file in work.arrivals.files(one.id)]
    arrival, digest = next(one for one in found if len(one[1]) == 64)
    return Place(f"/giay/{arrival}/{digest}", _batches(built)[0])


@pytest.fixture(scope="module")
def desks(built: House) -> Iterator[Mapping[int, tuple[Page, Page]]]:
    """For each width somebody who is in, and somebody at the door."""
    with served(built.app) as address, browsing() as browser:
        yield {
            width: (entered(browser, address, built.app, width), opened(browser, address, width)) for width in WIDTHS
        }


Desks = Mapping[int, tuple[Page, Page]]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PLAIN)
def test_a_view_is_for_everybody(desks: Desks, path: str, width: int) -> None:
    _judge(desks[width][0], path)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("what", AIMED)
def test_what_a_mail_or_a_batch_shows_is_for_everybody(desks: Desks, place: Place, what: str, width: int) -> None:
    _judge(desks[width][0], AIMED[what](place))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", STRANGERS)
def test_the_door_is_for_everybody(desks: Desks, path: str, width: int) -> None:
    _judge(desks[width][1], path)


@pytest.mark.parametrize("width", WIDTHS)
def test_what_follows_a_decision_is_for_everybody(desks: Desks, width: int) -> None:
    """What was done with its way back, the trouble of what cannot be done, what a check of everything found."""
    page = desks[width][0]
    page.goto("/don-vi/thpt-so-2-bao-thang")
    page.get_by_role("button", name="Tạm dừng nhắc").click()
    page.get_by_text("Ghi ngày vào ô ngày trước đã.").wait_for()
    _judge(page)
    page.get_by_role("button", name="Miễn").click()
    page.locator(".done").wait_for()
    _judge(page)
    page.goto("/suc-khoe")
    page.get_by_role("button", name="Thử mọi thứ").click()
    page.get_by_role("heading", name="Kết quả").wait_for()
    _judge(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_workbook_that_was_uploaded_is_for_everybody(desks: Desks, tmp_path: Path, width: int) -> None:
    page = desks[width][0]
    page.goto("/van-ban")
    page.get_by_role("button", name="Lập bản mới ngay bây giờ").first.click()
    page.get_by_text("Đã lập bản mới.").wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Bảng tính (Excel)").first.click()
    book = tmp_path / "so-lieu.xlsx"
    waiting.value.save_as(book)
    page.get_by_label("Tệp Excel do mailbot lập").set_input_files(book)
    page.get_by_role("button", name="Xem trước khi lấy").click()
    page.get_by_role("heading", name="Sẽ lấy từ").wait_for()
    _judge(page)


def _judge(page: Page, path: str = "") -> None:
    """axe is put into the page from outside, past its Content-Security-Policy, as the browser's own tools are."""
    if path:
        page.goto(path)
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, options=OPTIONS)
    told = [f"{one['id']}: {node['html'][:120]}" for one in found.response["violations"] for node in one["nodes"]]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
