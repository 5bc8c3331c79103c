"""*Thư đến*, *Thư đi*: every mail with its verdict and why; letters with their state; batches to let out, thin out or
stop, with the text of what will leave."""

from collections.abc import Sequence
from contextlib import suppress
from email import message_from_bytes
from email.policy import default
from typing import cast, get_args

from starlette.responses import Response

from mailbot.web.page import Call, to
from rules.letter_kind import SIGN_IN, SIGN_IN_VOID
from rules.letters.batches import batches
from rules.post.turns import HEAD, named_sender
from rules.season import ArrivalFacts, LetterState
from rules.standing.mails import VERDICTS, Only, mail_lines

SHOWN = 300
LOOKED_INTO = 400  # mails of which only the verdict is kept, newest first: who sent them
STATES: dict[LetterState, str] = {
    "waiting": "chờ phòng",
    "queued": "chờ gửi",
    "sending": "đang gửi",
    "sent": "đã gửi",
    "refused": "bị từ chối",
    "held": "bị giữ lại",
    "stopped": "đã dừng",
}


# --- Come -----------------------------------------------------------------------------------------------------------


def come(call: Call) -> Response:
    season = call.page.season()
    only = cast(Only, call.asked("loc")) if call.asked("loc") in get_args(Only) else ""
    with call.app.look() as work:
        mails = work.arrivals.facts()
    lines = mail_lines(season, mails, _senders(call, mails), only)
    kinds: dict[str, str] = {"": "Tất cả"}
    kinds |= {code: words for code, words in VERDICTS.items() if code}
    kinds["held"] = "bị giữ lại"
    return call.show("mails.html", lines=lines[:SHOWN], of=len(lines), only=only, kinds=kinds)


def _senders(call: Call, mails: Sequence[ArrivalFacts]) -> dict[int, str]:
    """Of mails that are not ours nothing is recorded; while their bytes are kept, who wrote them stands in these."""
    unknown = [mail.id for mail in mails if mail.verdict == "other" and not mail.sender][-LOOKED_INTO:]
    with call.app.look() as work:
        digests = work.arrivals.digests(unknown)
    found = {}
    for number, digest in digests.items():
        with suppress(OSError), call.app.archive.path(digest).open("rb") as file:
            found[number] = named_sender(file.read(HEAD))
    return found


# --- Go -------------------------------------------------------------------------------------------------------------


def gone(call: Call) -> Response:
    state = call.asked("loc") if call.asked("loc") in STATES else ""
    with call.app.look() as work:
        rows = work.letters.listed(SHOWN + 1, call.asked("unit") or None, state)
    return call.show(
        "letters.html",
        rows=rows[:SHOWN],
        more=len(rows) > SHOWN,
        batches=batches(call.page.season())[:20],
        states=STATES,
        state=state,
    )


def letter(call: Call) -> Response:
    """What a letter said, to whom, and what became of it."""
    with call.app.look() as work:
        row = work.letters.find(call.number("number"))
        raw = work.letters.raw(row.id) if row else b""
    if row is None:
        return call.show("trouble.html", 404, what="Không có thư này.")
    text = "Lời thư này không hiện ở đây." if row.kind in (SIGN_IN, SIGN_IN_VOID) else _text(raw)
    return call.show("letter.html", row=row, text=text, state=STATES, kind=row.kind)


def batch(call: Call) -> Response:
    season = call.page.season()
    name = call.request.path_params["name"]
    found = next((one for one in batches(season) if one.name == name), None)
    if found is None:
        return call.show("trouble.html", 404, what="Không có đợt thư này.")
    with call.app.look() as work:
        text = _text(work.letters.raw(found.letter.id))
    return call.show("batch.html", one=found, text=text)


def batch_done(call: Call) -> Response:
    """Stops all of it, lets it out, or takes out the units that are ticked."""
    name = call.request.path_params["name"]
    here, picked = f"/thu-di/dot/{name}", call.all_given("pick")
    match call.given("act"):
        case "stop":
            return call.decide(lambda deciding: [deciding.stop(name)], here)
        case "send":
            return call.decide(lambda deciding: [deciding.release(name)], here)
        case "thin" if picked:
            return call.decide(lambda deciding: [deciding.stop(name, picked)], here)
    return to(here, loi="Chưa chọn đơn vị nào.")


def _text(raw: bytes) -> str:
    """What a letter of ours says, in its plain form."""
    body = message_from_bytes(raw, policy=default).get_body(("plain",))
    return str(body.get_content()) if body is not None else ""
