"""What every request and every answer must be, whatever view it is for.

Who stands behind the browser is the door's matter; here it is made sure that the browser speaks to this page and not
for another one: the name it asks for is ours (against rebinding of names), a post comes from our own page, and what we
answer runs no code but our files and stands in nobody's frame.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mailbot.config import WebSettings

MOST_BYTES = 30 * 1024 * 1024  # of a request: a filled workbook
SAFE = ("GET", "HEAD")
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex",
}


def origins(web: WebSettings) -> dict[str, str]:
    """Where this page is, by the Host that a browser asks for: on the machine itself, and by the address of letters."""
    here = f"[{web.host}]" if ":" in web.host else web.host
    known = {f"{name}:{web.port}": f"http://{name}:{web.port}" for name in (here, "localhost", "127.0.0.1")}
    if web.address:
        parts = urlsplit(web.address)
        known[parts.netloc.lower()] = f"{parts.scheme}://{parts.netloc}".lower()
    return known


class Guard:
    """Around the whole page."""

    def __init__(self, inner: ASGIApp, web: WebSettings) -> None:
        self._inner, self._origins = inner, origins(web)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        refused = self._refused(scope["method"], Headers(scope=scope))
        app: ASGIApp = PlainTextResponse(refused[1], refused[0]) if refused else self._inner
        kept = scope["path"].startswith("/tinh/")

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if "cache-control" not in headers:
                    headers["Cache-Control"] = "public, max-age=86400" if kept else "no-store"
            await send(message)

        await app(scope, receive, answer)

    def _refused(self, method: str, headers: Headers) -> tuple[int, str] | None:
        own = self._origins.get(headers.get("host", "").lower())
        if own is None:
            return 421, "Trang này không có ở địa chỉ ấy."
        if method in SAFE:
            return None
        if method != "POST":
            return 405, "Không dùng được cách này."
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return 413, "Nội dung gửi lên quá lớn."
        said = headers.get("origin", "").lower()
        if said != own or headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return 403, "Yêu cầu này không đến từ chính trang mailbot nên không làm theo."
        return None


def is_encrypted(host: str, web: WebSettings) -> bool:
    """Whether the browser reaches this page by TLS, which decides the kind of cookie."""
    return origins(web).get(host.lower(), "").startswith("https:")
