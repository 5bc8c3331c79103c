"""The page on a port: by itself (`mailbot web`), or beside the daemon in a thread (`mailbot run`)."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from mailbot.app import App
from mailbot.logs import log
from mailbot.web.ahead import keep_ready
from mailbot.web.page import Clinic, Page
from mailbot.web.site import site
from rules.campaign import Person

_STOP_SECONDS = 5
_START_SECONDS = 10  # that the daemon waits for it at most
_KEPT_SECONDS = 75  # of a connection that is idle: longer than browsers wait between two clicks of a person at work


def serve(app: App, clinic: Clinic, open_to: Person | None = None) -> None:
    """Until a stop signal."""
    server, page = _server(app, clinic, open_to)
    with _kept_ready(page):
        server.run()


@contextmanager
def beside(app: App, clinic: Clinic) -> Iterator[None]:
    """While the daemon works, and listening before it begins, so that who is told "ready" can open it. A page that
    cannot be served stops nothing: `doctor` and the log say why."""
    server, page = _server(app, clinic, None)
    thread = threading.Thread(target=_run, args=(server,), name="page", daemon=True)
    thread.start()
    _until_it_listens(server, thread)
    try:
        with _kept_ready(page):
            yield
    finally:
        server.should_exit = True
        thread.join(timeout=_STOP_SECONDS)


@contextmanager
def _kept_ready(page: Page) -> Iterator[None]:
    stopping = threading.Event()
    thread = threading.Thread(target=keep_ready, args=(page, stopping), name="page-ahead", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()


def _until_it_listens(server: uvicorn.Server, thread: threading.Thread) -> None:
    ends = time.monotonic() + _START_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < ends:
        time.sleep(0.01)


def _run(server: uvicorn.Server) -> None:
    try:
        server.run()
    except SystemExit:  # the port is taken; uvicorn has said so
        log.error("page not served")


def _server(app: App, clinic: Clinic, open_to: Person | None) -> tuple[uvicorn.Server, Page]:
    web, made = app.config.web, site(app, clinic, open_to)
    config = uvicorn.Config(
        made,
        host=web.host,
        port=web.port,
        access_log=False,  # addresses of links stand in it
        log_config=None,
        server_header=False,
        proxy_headers=False,  # nothing depends on who calls; what a header says of it is anybody's word
        timeout_keep_alive=_KEPT_SECONDS,
        timeout_graceful_shutdown=_STOP_SECONDS,
        limit_concurrency=200,
        h11_max_incomplete_event_size=64 * 1024,
    )
    return uvicorn.Server(config), made.state.page
