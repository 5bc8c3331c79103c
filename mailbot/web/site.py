"""The page as one application: which address is which view, who must be in for it, what is answered where it fails."""

from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from mailbot.app import App
from mailbot.web import board, documents, entrance, finding, health, journal, letters, paper, queue, unit
from mailbot.web.door import Door
from mailbot.web.guard import SAFE, Guard
from mailbot.web.page import STATIC, Call, Clinic, Page, Place, View
from rules.campaign import Person

_FIELDS = 2000  # of one form: a list of units with a tick each

MENU = (
    Place("/viec", "Việc chờ"),
    Place("/tinh-hinh", "Tình hình"),
    Place("/thu-den", "Thư đến"),
    Place("/thu-di", "Thư đi"),
    Place("/van-ban", "Văn bản"),
    Place("/tim", "Tìm"),
    Place("/nhat-ky", "Nhật ký"),
    Place("/suc-khoe", "Sức khỏe"),
)

OPEN: Sequence[tuple[str, str, View]] = (
    ("GET", "/vao", entrance.ask),
    ("POST", "/vao", entrance.asked),
    ("GET", "/vao/ma", entrance.code),
    ("POST", "/vao/ma", entrance.coded),
    ("GET", "/vao/lien-ket/{link}", entrance.link),
    ("POST", "/vao/lien-ket/{link}", entrance.linked),
)
"""What a stranger may call."""

INSIDE: Sequence[tuple[str, str, View]] = (
    ("GET", "/viec", queue.listed),
    ("POST", "/viec/cung-luc", queue.together),
    ("POST", "/viec/lam", queue.done),
    ("GET", "/viec/cau/{number}", queue.question),
    ("GET", "/viec/thu/{number}", queue.mail),
    ("GET", "/viec/de-nghi/{number}", queue.proposal),
    ("POST", "/viec/de-nghi/{number}", queue.settled),
    ("GET", "/tinh-hinh", board.state),
    ("GET", "/tinh-hinh/{name}.png", board.drawn),
    ("GET", "/don-vi/{code}", unit.unit),
    ("POST", "/don-vi/{code}", unit.done),
    ("GET", "/thu-den", letters.come),
    ("GET", "/thu-di", letters.gone),
    ("GET", "/thu-di/{number}", letters.letter),
    ("GET", "/thu-di/dot/{name}", letters.batch),
    ("POST", "/thu-di/dot/{name}", letters.batch_done),
    ("GET", "/tim", finding.find),
    ("GET", "/van-ban", documents.documents),
    ("POST", "/van-ban/lap", documents.built),
    ("POST", "/van-ban/so-ngay", documents.cited),
    ("GET", "/van-ban/tep/{name}", documents.file),
    ("POST", "/van-ban/bang-tinh", documents.uploaded),
    ("POST", "/van-ban/bang-tinh/lay", documents.taken),
    ("GET", "/giay/{mail}/{digest}", paper.pages),
    ("GET", "/giay/{mail}/{digest}/{page}.png", paper.picture),
    ("GET", "/tai/{mail}", paper.file),
    ("GET", "/tai/{mail}/{digest}", paper.file),
    ("GET", "/nhat-ky", journal.journal),
    ("POST", "/hoan-tac", journal.undo),
    ("GET", "/suc-khoe", health.state),
    ("POST", "/suc-khoe", health.examined),
    ("POST", "/ra", entrance.out),
    ("POST", "/ra-het", entrance.out),
)


def site(app: App, clinic: Clinic, open_to: Person | None = None) -> Starlette:
    """`open_to`: whoever comes is this person, as in the demo; None: everybody must show who they are."""
    page = Page(app, Door(app, open_to), clinic, MENU)
    routes: list[BaseRoute] = [Mount("/tinh", StaticFiles(directory=STATIC))]
    routes += [Route(path, _handler(view, page, inside=False), methods=[method]) for method, path, view in OPEN]
    routes += [Route(path, _handler(view, page, inside=True), methods=[method]) for method, path, view in INSIDE]
    routes.append(Route("/", _home, methods=["GET"]))
    made = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, web=app.config.web)],
        exception_handlers={HTTPException: _not_there(page), OperationalError: _busy(page)},
    )
    made.state.page = page
    return made


def _home(request: Request) -> Response:
    return RedirectResponse(MENU[0].path, status_code=303)


def _handler(view: View, page: Page, *, inside: bool) -> Callable[[Request], Awaitable[Response]]:
    """Views are plain functions; each runs in a thread of its own, so that none waits for another one's database."""

    async def handle(request: Request) -> Response:
        form = FormData()
        if request.method == "POST":
            form = await request.form(max_files=1, max_fields=_FIELDS)
        return await run_in_threadpool(_called, request, form)

    def _called(request: Request, form: FormData) -> Response:
        guest = page.door.guest(request.cookies.get(entrance.COOKIE, ""))
        call = Call(request, page, guest, form)
        if inside and guest is None:
            return entrance.welcome(call) or RedirectResponse("/vao", status_code=303)
        if request.method in SAFE:
            if call.asked("qd") or call.asked("xong"):
                page.season(waits=True)  # whoever did something sees it at once
            return view(call)
        try:
            return view(call)
        finally:
            page.changed()

    return handle


_Handler = Callable[[Request, Exception], Awaitable[Response]]


def _not_there(page: Page) -> _Handler:
    async def answer(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        call = Call(request, page, None, FormData())
        return call.show("trouble.html", status, what="Không có trang này.")

    return answer


def _busy(page: Page) -> _Handler:
    """The database is busy or away: nothing was done, and it may be tried again."""

    async def answer(request: Request, error: Exception) -> Response:
        call = Call(request, page, None, FormData())
        what = "Cơ sở dữ liệu đang bận hoặc không mở được. Chưa làm gì cả; hãy thử lại sau ít phút."
        return call.show("trouble.html", 503, what=what)

    return answer
