"""*Sức khỏe*: what `mailbot health` and `mailbot doctor` say, in words."""

from collections.abc import Sequence
from dataclasses import replace

from starlette.responses import Response

from mailbot.web.page import Call, Finding
from storage.work import ALL_DONE


def state(call: Call) -> Response:
    return _shown(call, None)


def examined(call: Call) -> Response:
    """Everything is tried now, over connections of its own: those of the daemon are its own."""
    app = call.app
    trying = replace(app, mailbox=app.another_mailbox(), outgoing=app.another_outgoing())
    try:
        return _shown(call, call.page.clinic.examine(trying))
    finally:
        trying.mailbox.close()
        trying.outgoing.close()


def _shown(call: Call, found: Sequence[Finding] | None) -> Response:
    with call.app.look() as work:
        last = work.notes.moment(ALL_DONE)
    return call.show("health.html", known=call.page.clinic.facts(call.app), last=last, found=found)
