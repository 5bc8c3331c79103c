"""Every view of the page as people see it: `python -m tests.looks.views [FOLDER [SEASON OF THE DEMO]]`.

With 3, 49 and 1,000 invented units, and the demo's season where its folder is named: at 360, 768 and 1,440 pixels, and
printed. Looking is for people; nothing is asserted here.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from playwright.sync_api import Browser, Page

from mailbot.app import App
from mailbot.demo.afterwards import reopened
from rules.season import Season
from tests.office.house import house, office_campaign
from tests.seasons import season_of
from tests.web.browser import browsing, opened, served
from tests.web.rooms import with_people

SIZES = (3, 49, 1000)
WIDTHS = (360, 768, 1440)
TALLEST = 3000  # pixels of a picture: the rest looks like this
SHEETS = 3  # of a print
VIEWS = {
    "viec": "/viec", "tinh-hinh": "/tinh-hinh", "som": "/tinh-hinh?ngay=2024-08-15&loc=owes", "thu-den": "/thu-den",
    "thu-di": "/thu-di", "van-ban": "/van-ban", "tim": "/tim?q=ho+so", "nhat-ky": "/nhat-ky", "suc-khoe": "/suc-khoe",
}  # fmt: skip


def draw(browser: Browser, address: str, views: dict[str, str], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        page = opened(browser, address, width)
        for name, path in views.items():
            _shot(page, path, out / f"{name}-{width}.png")
        page.context.close()
    page = opened(browser, address, WIDTHS[-1])
    for name, path in views.items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        sheets = page.pdf(format="A4", margin={"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"})
        _printed(sheets, name, out)
    page.context.close()


def _shot(page: Page, path: str, target: Path) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    if size[0] > page.viewport_size["width"]:  # type: ignore[index]  # it was given one
        print(f"{target}: {size[0]} pixels wide")
    clip = {"x": 0, "y": 0, "width": size[0], "height": min(TALLEST, size[1])}
    page.screenshot(path=target, full_page=True, clip=clip)  # type: ignore[arg-type]  # a FloatRect


def _printed(content: bytes, name: str, out: Path) -> None:
    document = pypdfium2.PdfDocument(content)
    print(f"{out.name}/{name}: {len(document)} sheets")
    for number in range(min(SHEETS, len(document))):
        document[number].render(scale=1.2).to_pil().save(out / f"{name}-in-{number + 1}.png")


@contextmanager
def invented(size: int) -> Iterator[tuple[App, Season]]:
    """An installation whose page shows this season."""
    campaign = with_people(office_campaign())
    season = season_of(size, campaign=campaign)
    with TemporaryDirectory() as folder, house(Path(folder), campaign, season.roster) as built:
        built.now = season.as_of
        yield built.app, season


def views_of(season: Season) -> dict[str, str]:
    asked = next((one for one in season.questions if one.answer is None and one.arrival), None)
    return {
        **VIEWS,
        "don-vi": f"/don-vi/{season.roster.units[0].code}",
        "thu": f"/viec/thu/{max((one.arrival for one in season.versions), default=1)}",
        **({"cau": f"/viec/cau/{asked.number}"} if asked else {}),
    }


def main(folder: str = "looks/page", demo: str = "") -> None:
    out = Path(folder)
    with browsing() as browser:
        for size in SIZES:
            with invented(size) as (app, season), served(app, season, app.campaign.office.visitors[0]) as address:
                draw(browser, address, views_of(season), out / str(size))
        if demo:
            app = reopened(Path(demo))
            try:
                _demo(browser, app, out / "demo")
            finally:
                app.close()


def _demo(browser: Browser, app: App, out: Path) -> None:
    with app.look() as work:
        season = work.season(app.campaign, app.roster, app.now())
        letters: Sequence[int] = [one.id for one in work.letters.listed(1)]
    views = views_of(season) | {f"thu-di-{number}": f"/thu-di/{number}" for number in letters}
    with served(app, open_to=app.campaign.office.visitors[0]) as address:
        draw(browser, address, views, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
