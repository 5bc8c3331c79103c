"""The paper beside what was read from it: its pages with the place of each value framed; files handed down, never
opened in the browser."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import FileResponse, Response

from mailbot.preparing import looking
from mailbot.preparing.looking import ShownMail
from mailbot.web.page import Call
from mailbot.web.papers import Paper
from rules.standing.framing import Frame, framed, sought
from rules.standing.queue import parts_of

_DIGEST = re.compile(r"[0-9a-f]{64}")
_UNSAFE = re.compile(r"[^\w.()+-]+")
_GRAIN = 10_000


@dataclass(frozen=True, slots=True)
class ShownFile:
    name: str
    digest: str
    size: int
    judged: str  # Vietnamese: what it was taken for
    drawn: bool  # its pages are ready


def files_of(call: Call, mail: int) -> tuple[tuple[ShownFile, ...], ShownMail | None]:
    """The files of a mail, those inside others too, and its words; None where its bytes are not kept any more."""
    papers = call.page.papers
    with call.app.look() as work:
        notes = work.arrivals.files(mail)
    raw = papers.raw(mail)
    words = looking.shown(raw, call.app.sandbox) if raw is not None else None
    found = {one.digest: (one.name, one.size, one.reason) for one in notes if _DIGEST.fullmatch(one.digest)}
    for name, size, digest in words.files if words else ():
        found.setdefault(digest, (name, size, ""))
    return tuple(
        ShownFile(name, digest, size, judged, papers.known(digest) is not None)
        for digest, (name, size, judged) in found.items()
    ), words


def pages(call: Call) -> Response:
    """The pages of one file, to be put beside the values, or to be looked at alone."""
    mail, digest = call.number("mail"), call.request.path_params["digest"]
    name = _name(call, mail, digest)
    if name is None:
        return call.show("trouble.html", 404, what="Không có tệp này.")
    paper = call.page.papers.paper(mail, digest)
    found = _frames(call, mail, name, paper)
    seen = {key for key, frames in found.items() if frames}
    part = call.request.headers.get("hx-request") == "true" and call.request.headers.get("hx-boosted") != "true"
    return call.show(
        "pages.html" if part else "paper.html",
        mail=mail,
        digest=digest,
        name=name,
        paper=paper,
        framed=_by_page(found, len(paper.pages)),
        unseen=[key for key in found if key not in seen],
        grain=_GRAIN,
    )


def _frames(call: Call, mail: int, name: str, paper: Paper) -> Mapping[str, tuple[Frame, ...]]:
    """For each value that was read from this file, where it stands on the pages; () where it was not found."""
    values = [
        sought(value.key, item.number, value.spec, value.value)
        for part in parts_of(call.page.season(), mail)
        for item in part.items
        for value in item.values
        if value.file == name and value.text
    ]
    found = framed(paper.pages, values)
    return {one.key: found.get(one.key, ()) for one in values}


def _by_page(found: Mapping[str, tuple[Frame, ...]], pages: int) -> Sequence[Sequence[tuple[str, Frame]]]:
    return [
        [(key, frame) for key, frames in found.items() for frame in frames if frame.page == number]
        for number in range(1, pages + 1)
    ]


def picture(call: Call) -> Response:
    """One page, as we drew it."""
    mail, digest = call.number("mail"), call.request.path_params["digest"]
    path = None if _name(call, mail, digest) is None else call.page.papers.picture(digest, call.number("page"))
    if path is None:
        return call.show("trouble.html", 404, what="Trang này chưa vẽ.")
    return FileResponse(path, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


def file(call: Call) -> Response:
    """A file of a mail, or the mail itself, to be saved: never shown, whatever it says of itself."""
    mail, digest = call.number("mail"), str(call.request.path_params.get("digest", ""))
    raw = call.page.papers.raw(mail)
    name = _name(call, mail, digest) if digest else f"thu-{mail}.eml"
    content = raw if raw is None or not digest else looking.handed_out(raw, digest, call.app.sandbox)
    if content is None or name is None:
        return call.show("trouble.html", 404, what="Bản gốc không còn được lưu, hoặc không lấy ra được.")
    return attachment(name, content)


def attachment(name: str, content: bytes) -> Response:
    """RFC 6266: a name in plain letters for those who know no other, and the whole name."""
    plain = _UNSAFE.sub("_", name.encode("ascii", "ignore").decode()).strip("._") or "tep"
    told = f"attachment; filename=\"{plain[:100]}\"; filename*=UTF-8''{quote(name[:150], safe='')}"
    return Response(content, media_type="application/octet-stream", headers={"Content-Disposition": told})


def _name(call: Call, mail: int, digest: str) -> str | None:
    """What a file of this mail is called; None where it has none of these bytes."""
    if not _DIGEST.fullmatch(digest):
        return None
    with call.app.look() as work:
        noted = next((one.name for one in work.arrivals.files(mail) if one.digest == digest), None)
    if noted is not None:
        return noted
    raw = call.page.papers.raw(mail)  # of mail that is not ours no file is noted
    files = looking.shown(raw, call.app.sandbox).files if raw is not None else ()
    return next((name for name, _, known in files if known == digest), None)
