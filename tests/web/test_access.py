"""Every view of the page by the rules for everybody: WCAG 2.1, A and AA, on a telephone and on a desk (axe)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.office.house import FORM, House, house, mail, office_campaign
from tests.web.browser import browsing, entered, needs_chromium, served
from tests.web.rooms import with_people

pytestmark = [pytest.mark.slow, needs_chromium]

VIEWS = (
    "/viec", "/viec/cau/1", "/viec/thu/1", "/tinh-hinh", "/tinh-hinh?ngay=2024-08-01&loc=owes", "/thu-den", "/thu-di",
    "/thu-di/1", "/don-vi/thpt-so-2-bao-thang", "/van-ban", "/tim?q=so", "/nhat-ky", "/suc-khoe", "/khong-co",
)  # fmt: skip
OPTIONS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
WIDTHS = (360, 1440)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("access")
    with house(folder, with_people(office_campaign())) as made:
        for number in range(3):
            made.receive(mail(f"giaovien{number}@thu.example", "Đăng ký CCHC", FORM.replace("Sổ", f"Sổ {number}")))
        made.receive(mail("thptso2baothang@laocai-edu.example", "Đăng ký CCHC năm 2024", FORM))
        made.tick()
        yield made


@pytest.fixture(scope="module")
def pages(built: House) -> Iterator[dict[int, Page]]:
    with served(built.app) as address, browsing() as browser:
        yield {width: entered(browser, address, built.app, width) for width in WIDTHS}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", VIEWS)
def test_a_view_is_for_everybody(pages: dict[int, Page], path: str, width: int) -> None:
    page = pages[width]
    page.goto(path)
    page.wait_for_load_state("networkidle")
    _judge(page)


@pytest.mark.parametrize("path", ["/vao", "/vao/ma", "/vao/lien-ket/x"])
def test_the_door_is_for_everybody(built: House, path: str) -> None:
    with served(built.app) as address, browsing() as browser:
        page = _stranger(browser, address)
        page.goto(path)
        _judge(page)


def _stranger(browser: Browser, address: str) -> Page:
    return browser.new_context(base_url=address, viewport={"width": 360, "height": 800}).new_page()


def _judge(page: Page) -> None:
    """axe is put into the page from outside, past its Content-Security-Policy, as the browser's own tools are."""
    found = Axe().run(page, options=OPTIONS)
    told = [f"{one['id']}: {node['html'][:120]}" for one in found.response["violations"] for node in one["nodes"]]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
