"""Debian's Chromium before a page that is really served: what a clerk does with keyboard and mouse."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from datetime import time as hour
from functools import partial

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from mailbot.app import App
from mailbot.config import WebSettings
from mailbot.web.door import Door
from mailbot.web.site import site
from rules.calendar import moment
from rules.campaign import Person
from rules.season import Season
from tests.waiting import PATIENCE, until
from tests.web.rooms import CLINIC, HA, OUTSIDE

CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
_PATIENCE = 1_000 * PATIENCE  # milliseconds


@contextmanager
def served(app: App, season: Season | None = None, open_to: Person | None = None) -> Iterator[str]:
    """The page on a free port, as `mailbot run` serves it; its address. `season`: what it shows, whatever is kept.
    `open_to`: whoever comes is this person."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app.config = app.config.model_copy(update={"web": WebSettings(address=OUTSIDE, port=port)})
    made = site(app, CLINIC, open_to)
    if season is not None:
        made.state.page.season = partial(_seen, season)
    server = uvicorn.Server(uvicorn.Config(made, port=port, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def _seen(season: Season, day: date | None = None, *, waits: bool = False) -> Season:
    return season if day is None else season.at(moment(day, hour(23, 59), season.campaign.calendar))


@contextmanager
def browsing() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def opened(browser: Browser, address: str, width: int = 1440, height: int = 900) -> Page:
    page = browser.new_context(base_url=address, viewport={"width": width, "height": height}, locale="vi-VN").new_page()
    page.set_default_timeout(_PATIENCE)
    return page


def entered(browser: Browser, address: str, app: App, width: int = 1440) -> Page:
    """Somebody who is in, as by `mailbot web login`."""
    page = opened(browser, address, width)
    page.goto(Door(app).ask_on_the_machine(HA.name))
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("heading", name="Việc chờ").wait_for()
    return page
