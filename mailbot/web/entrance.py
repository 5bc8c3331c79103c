"""The view of the door: asking for a letter, typing the code, opening the link, going out."""

from starlette.responses import Response

from mailbot.web.door import LINK
from mailbot.web.guard import is_encrypted
from mailbot.web.page import Call, to
from rules.doors import how_to_name_people

COOKIE, TICKET = "mailbot", "mailbot-ma"
_SECONDS = 12 * 60 * 60


def ask(call: Call) -> Response:
    if call.guest:
        return to("/")
    campaign = call.app.campaign
    return call.show(
        "entrance.html",
        step="ask",
        people=bool(campaign.office.visitors),
        mails=call.page.door.mails_links,
        remedy=how_to_name_people(campaign.code),
    )


def asked(call: Call) -> Response:
    response = to("/vao/ma")
    _give(response, TICKET, call.page.door.ask_by_letter(call.given("address")), call)
    return response


def code(call: Call) -> Response:
    return call.show("entrance.html", step="code", wrong=False)


def coded(call: Call) -> Response:
    token = call.page.door.by_code(call.request.cookies.get(TICKET, ""), call.given("code"))
    return _in(token, call) if token else call.show("entrance.html", 403, step="code", wrong=True)


def link(call: Call) -> Response:
    """Opening a link spends nothing: programs that look into mails open it, too."""
    return call.show("entrance.html", step="link", action=LINK + call.request.path_params["link"])


def linked(call: Call) -> Response:
    token = call.page.door.by_link(call.request.path_params["link"])
    return _in(token, call) if token else call.show("entrance.html", 403, step="spent")


def out(call: Call) -> Response:
    if call.guest:
        call.page.door.leave(call.guest, everywhere=call.request.url.path == "/ra-het")
    response = to("/vao")
    response.delete_cookie(COOKIE, path="/")
    return response


def welcome(call: Call) -> Response | None:
    """Into an open door, whoever comes; None where it is not open."""
    token = call.page.door.welcome()
    if token is None:
        return None
    response = to(call.request.url.path)
    _give(response, COOKIE, token, call)
    return response


def _in(token: str, call: Call) -> Response:
    response = to("/")
    _give(response, COOKIE, token, call)
    response.delete_cookie(TICKET, path="/")
    return response


def _give(response: Response, name: str, value: str, call: Call) -> None:
    """Lax: who comes from a link in a letter is in at once; nothing that is done is done by such a link."""
    secure = is_encrypted(call.request.headers.get("host", ""), call.app.config.web)
    response.set_cookie(name, value, max_age=_SECONDS, path="/", secure=secure, httponly=True, samesite="lax")
