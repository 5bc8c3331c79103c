"""A clerk's work on the page, played in a browser: sign-in, the queue, batches, workbook, search, an earlier day.

Played with a mouse, and (slow) by keyboard alone: there everything that is pressed is reached by Tab.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page

from rules.calendar import local_day
from rules.letters.batches import to_come
from rules.rulings import Correct
from rules.standing.status import statuses
from tests.office.house import FORM, House, house, mail, office_campaign
from tests.web.browser import browsing, entered, needs_chromium, opened, served
from tests.web.rooms import HA, code_in, with_people

pytestmark = needs_chromium

WRONG, RIGHT = "Sổ theo dõi văn bản có nhắc hạn tự động", "Sổ nhắc hạn điện tử"
STRANGER = "hieutruong.cu@thu.example"
OTHER_SCHOOL = "thptso3baothang@laocai-edu.example"


MOST_TABS = 400  # from anywhere on a page to anything on it


@dataclass
class Desk:
    house: House
    browser: Browser
    address: str
    page: Page
    by_keyboard: bool

    def press(self, what: Locator) -> None:
        """A link, a button, a summary."""
        if self.by_keyboard:
            self._reach(what)
            self.page.keyboard.press("Enter")
        else:
            what.click()

    def tick(self, box: Locator, *, on: bool = True) -> None:
        if not self.by_keyboard:
            box.set_checked(on)
        elif box.is_checked() != on:
            self._reach(box)
            self.page.keyboard.press("Space")

    def dates(self, field: Locator, day: date) -> None:
        if self.by_keyboard:  # the browser of the test has its parts in this order
            self._reach(field)
            self.page.keyboard.type(f"{day:%m%d%Y}")
        else:
            field.fill(day.isoformat())

    def hands_up(self, field: Locator, file: Path) -> None:
        if self.by_keyboard:
            self._reach(field)
            with self.page.expect_file_chooser() as chooser:
                self.page.keyboard.press("Enter")
            chooser.value.set_files(file)
        else:
            field.set_input_files(file)

    def _reach(self, what: Locator) -> None:
        what.wait_for()
        for _ in range(MOST_TABS):
            if what.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab leads to {what}")

    def arrival(self, sender: str) -> int:
        with self.house.app.look() as work:
            return next(one.id for one in work.arrivals.facts() if one.sender == sender)

    def question(self, sender: str) -> int:
        arrival = self.arrival(sender)
        return next(one.number for one in self.house.questions() if one.arrival == arrival and one.answer is None)

    def titles(self) -> set[str]:
        """Of everything that counts, as `mailbot status` has it."""
        app = self.house.app
        with app.look() as work:
            cells = statuses(work.season(app.campaign, app.roster, app.now()))
        found = (cell.submission.initiatives for cell in cells if cell.submission)
        return {one.initiative.title for items in found for one in items if not one.provisional}


@pytest.fixture(scope="module", params=["mouse", pytest.param("keyboard", marks=pytest.mark.slow)])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with house(tmp_path_factory.mktemp("desk"), with_people(office_campaign())) as built:
        built.receive(mail(STRANGER, "Đăng ký CCHC năm 2024", FORM))
        for number in range(20):
            text = FORM.replace("Sổ theo dõi văn bản", f"Nhóm việc số {number + 1}")
            built.receive(mail(f"giaovien{number}@thu.example", "Đăng ký CCHC năm 2024", text))
        built.receive(mail(OTHER_SCHOOL, "Lịch công tác tuần 33", "Kính gửi Phòng, trường gửi lịch công tác tuần."))
        built.tick()
        for _ in range(20):  # until reminders are announced
            built.now += timedelta(hours=12)
            built.tick()
            with built.app.look() as work:
                if to_come(work.season(built.app.campaign, built.app.roster, built.now)):
                    break
        with served(built.app) as address, browsing() as browser:
            by_keyboard = request.param == "keyboard"
            yield Desk(built, browser, address, entered(browser, address, built.app), by_keyboard)


def test_a_person_signs_in_by_keyboard_alone(desk: Desk) -> None:
    page = opened(desk.browser, desk.address)
    page.goto("/")
    page.keyboard.type(HA.address)
    page.keyboard.press("Enter")
    page.get_by_label("Mã trong thư").wait_for()
    letter = next(one for one in desk.house.tick(seconds=1) if "Mã đăng nhập" in str(one["Subject"]))
    page.keyboard.type(code_in(letter))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Việc chờ").wait_for()
    page.context.close()


def downloaded(desk: Desk, name: str) -> Path:
    with desk.page.expect_download() as waiting:
        desk.press(desk.page.get_by_role("link", name=name).first)
    return Path(waiting.value.path())


def build(desk: Desk) -> None:
    desk.page.goto("/van-ban")
    desk.press(desk.page.get_by_role("button", name="Lập bản mới ngay bây giờ").first)
    desk.page.get_by_text("Đã lập bản mới.").wait_for()


def drafted(desk: Desk) -> tuple[str, str]:
    """Everything that a new draft of the registration says: in the document, and in the workbook."""
    build(desk)
    said = []
    for name in ("Dự thảo văn bản (Word)", "Bảng tính (Excel)"):
        with ZipFile(downloaded(desk, name)) as package:
            parts = [package.read(one).decode("utf-8", "replace") for one in package.namelist() if one.endswith(".xml")]
        said.append(unescape(" ".join(re.sub(r"<[^>]+>", "", part) for part in parts)))
    return said[0], said[1]


def test_a_wrong_title_is_corrected_with_few_keys_seen_everywhere_and_undone(desk: Desk) -> None:
    page, keys = desk.page, 0
    page.goto(f"/viec/cau/{desk.question(STRANGER)}")
    page.locator('[name="v.1.title"]:focus').wait_for()
    page.keyboard.type(RIGHT)  # what stands there is selected
    keys += 1
    page.keyboard.press("Enter")
    page.get_by_text("Hoàn tác cả 2").wait_for()
    assert keys <= 6
    assert RIGHT in desk.titles() and WRONG not in desk.titles()
    document, workbook = drafted(desk)
    assert RIGHT in document and RIGHT in workbook and WRONG not in document
    page.goto("/nhat-ky")
    for undone in range(2):
        desk.press(page.get_by_role("button", name="Hoàn tác quyết định").first)
        page.locator("li.undone").nth(undone).wait_for()
    assert not {RIGHT, WRONG} & desk.titles()


def test_twenty_alike_are_confirmed_at_once(desk: Desk) -> None:
    page = desk.page
    page.goto("/viec")
    group = page.locator("details.group", has_text="Địa chỉ lạ")
    desk.press(group.locator("summary"))
    desk.tick(group.get_by_label("Chọn hết"), on=False)
    for number in range(20):
        desk.tick(group.locator(f'input[value="{desk.question(f"giaovien{number}@thu.example")}"]'))
    desk.press(group.get_by_role("button", name="Làm theo gợi ý các việc đã chọn"))
    page.get_by_text("Hoàn tác cả 20").wait_for()
    assert sum(title.startswith("Nhóm việc số") for title in desk.titles()) == 20


def test_a_mail_called_other_is_declared_a_submission(desk: Desk) -> None:
    page = desk.page
    page.goto("/thu-den")
    first = page.locator("li.overlooked").first
    desk.press(first.get_by_role("button", name="là bài gửi"))
    page.locator(".done", has_text="là bản đăng ký").wait_for()


def test_a_batch_is_thinned_out(desk: Desk) -> None:
    page, app = desk.page, desk.house.app
    page.goto("/viec")
    desk.press(page.get_by_role("link", name="Đợt thư nhắc").first)
    page.get_by_role("heading", name="Thư nhắc").wait_for()
    desk.tick(page.locator('input[name="pick"]').first)
    desk.press(page.get_by_role("button", name="Bỏ các đơn vị đã chọn"))
    page.locator(".done").wait_for()
    with app.look() as work:
        season = work.season(app.campaign, app.roster, app.now())
    assert len(to_come(season)[0].stopped) == 1


def test_a_workbook_is_shown_before_it_counts(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    build(desk)
    filled = tmp_path / "so-lieu.xlsx"
    filled.write_bytes(_filled(downloaded(desk, "Bảng tính (Excel)").read_bytes()))
    desk.hands_up(page.get_by_label("Tệp Excel do mailbot lập"), filled)
    desk.press(page.get_by_role("button", name="Xem trước khi lấy"))
    page.get_by_role("button", name="Lấy").wait_for()
    page.get_by_text("→ “Lê Thị Hoa”").wait_for()
    page.get_by_text("Tình trạng, ô E5: trang này chỉ để xem").wait_for()
    before = len(_entered(desk))
    desk.press(page.get_by_role("button", name="Lấy"))
    page.locator(".done").first.wait_for()
    assert len(_entered(desk)) > before
    assert any(isinstance(one, Correct) and one.value == ("Lê Thị Hoa",) for one in _entered(desk))


def _entered(desk: Desk) -> tuple[object, ...]:
    with desk.house.app.look() as work:
        return tuple(effect for one in work.rulings.all() for effect in one.effects)


def _filled(content: bytes) -> bytes:
    """As a person fills it: a figure and its total by hand, and what a school sent otherwise."""
    book = load_workbook(BytesIO(content))
    sent = book["Đăng ký"]
    place = next(cell.column for cell in sent[4] if cell.value == "Người thực hiện")
    sent.cell(5, place).value = "Lê Thị Hoa"
    book["Tình trạng"]["E5"].value = "Đã gọi điện"
    sheet = book["Số liệu nhập tay"]
    rows = list(sheet.iter_rows())
    head = next(row for row in rows if any(cell.value == "Số đạt" for cell in row))
    columns = {cell.value: cell.column for cell in head}
    for row in rows[rows.index(head) + 1 :]:  # where a figure is not asked for, it is refused
        for cell in row:
            if cell.column in (columns["Số đạt"], columns["Tổng số"]):
                cell.value = 30 if cell.column == columns["Số đạt"] else 49
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("asked", ["nhắc hạn tự động", "nhac han tu dong", "NHẮC HẠN TỰ"])
def test_it_is_found_with_and_without_accents(desk: Desk, asked: str) -> None:
    page = desk.page
    page.goto("/tim")
    page.keyboard.type(asked)
    page.keyboard.press("Enter")
    page.locator("ol.queue li").first.wait_for()
    assert "có nhắc hạn tự động" in page.locator("ol.queue").inner_text()


def test_an_earlier_day_is_what_it_was_then(desk: Desk) -> None:
    page = desk.page
    first = local_day(desk.house.now, desk.house.app.campaign.calendar) - timedelta(days=40)
    page.goto("/tinh-hinh")
    desk.dates(page.get_by_label("Xem như ngày"), first)
    desk.press(page.get_by_role("button", name="Xem", exact=True))
    page.get_by_text("Đang xem như ngày").wait_for()
    assert page.locator(".board .chip.sent").count() == 0
    assert page.locator(".board .chip.provisional").count() == 0
