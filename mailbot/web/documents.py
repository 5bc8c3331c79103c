"""*Văn bản*: drafts by day with what changed since the one before, built on demand, handed down; number and day of the
documents that they cite; the workbook taken back by upload, shown before it counts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from starlette.responses import Response

from mailbot.deciding import Deciding, Refused
from mailbot.drafts import snapshots
from mailbot.enclosing import build_drafts
from mailbot.web.page import Call, to
from mailbot.web.paper import attachment
from mailbot.workbooks import NoWorkbook, looked_into, take_shown
from rules.basis import listed
from rules.drafting.changes import changes
from rules.drafting.draft_names import called
from rules.intake.workbook_words import not_taken, told
from rules.letters.letter import Deed

_KINDS = (
    ("-du-thao", "Dự thảo văn bản (Word)"),
    ("-tom-tat", "Tóm tắt nửa trang cho lãnh đạo (Word)"),
    ("-phieu-kiem-tra", "Phiếu kiểm tra (Word)"),
    ("-so-lieu", "Bảng tính (Excel)"),
    ("-don-doc", "Công văn đôn đốc (Word)"),
)
_ENDINGS = (".docx", ".xlsx")
_NAME = re.compile(r"[\w.-]{1,150}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
SHOWN = 30  # drafts of a stage


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """What was built at one moment: its files, and what had changed since the one before."""

    at: datetime
    files: tuple[tuple[str, str], ...]  # name, what it is
    changes: tuple[str, ...]


def documents(call: Call) -> Response:
    stages = [(stage, _drafts(call, stage.code)) for stage in call.app.campaign.stages]
    season = call.page.season()
    return call.show("documents.html", stages=stages, listed=listed(season.campaign, season.entered))


def _folder(call: Call) -> Path:
    return call.app.config.data_folder / "drafts"


def _drafts(call: Call, stage: str) -> list[ShownDraft]:
    folder, campaign = _folder(call), call.app.campaign
    found = snapshots(folder, campaign.code, stage)[: SHOWN + 1]
    labels = {one.code: one.label for one in campaign.stages}
    names = sorted(path.name for path in folder.glob(f"{campaign.code}-{stage}-*") if path.suffix in _ENDINGS)
    drafts = []
    for place, (base, known) in enumerate(found[:SHOWN]):
        before = found[place + 1][1] if place + 1 < len(found) else None
        files = tuple((name, what) for part, what in _KINDS if (name := _latest(names, f"{base}{part}")))
        drafts.append(ShownDraft(known.as_of, files, changes(before, known, labels) if before else ()))
    return drafts


def _latest(names: Sequence[str], base: str) -> str:
    """Of several that were built in one minute the last; "" where there is none."""
    numbered = re.compile(rf"{re.escape(base)}(?:-(\d+))?\.\w+")
    found = [(int(match[1] or 1), name) for name in names if (match := numbered.fullmatch(name))]
    return max(found, default=(0, ""))[1]


def built(call: Call) -> Response:
    stage = call.given("stage")
    try:
        if call.by and stage not in {one.code for one in call.app.campaign.stages}:
            raise Refused("Chọn đợt trước đã.")
    except Refused as why:
        return to("/van-ban", loi=str(why))
    season = call.page.newest()
    with call.app.look() as work:
        build_drafts(season, stage, _folder(call), work, call.app)
    return to("/van-ban", xong="draft")


def cited(call: Call) -> Response:
    """Number and day of a document, which all letters and documents cite from now on."""

    def act(deciding: Deciding) -> list[Deed]:
        code, number, subject = (call.given(name) for name in ("code", "number", "subject"))
        try:
            issued = date.fromisoformat(call.given("issued"))
        except ValueError as wrong:
            raise Refused("Ghi ngày của văn bản trước đã.") from wrong
        return [deciding.cite(code, number, issued, subject)]

    return call.decide(act, "/van-ban")


def file(call: Call) -> Response:
    """One file of a draft. A name is a name: no folder can be asked for."""
    name = call.request.path_params["name"]
    path = _folder(call) / name
    if not _NAME.fullmatch(name) or path.suffix not in _ENDINGS or not path.is_file():
        return call.show("trouble.html", 404, what="Không có tệp này.")
    return attachment(called(name, call.app.campaign), path.read_bytes())


# --- The workbook taken back ----------------------------------------------------------------------------------------


def uploaded(call: Call) -> Response:
    """Shows what would be taken; nothing counts yet."""
    try:
        by = call.by
        given = call.file("workbook")
        if given is None:
            raise Refused("Chọn tệp bảng tính trước đã.")
        name, content = given
        taken = looked_into(name, content, by, call.app)
    except (Refused, NoWorkbook) as why:
        return to("/van-ban", loi=str(why))
    _put_aside(call, content)
    return call.show(
        "workbook.html",
        name=name,
        changes=len(taken.changes),
        listing=told(taken.changes, at_most=len(taken.changes)),
        refused=not_taken(taken.refused),
        digest=sha256(content).hexdigest(),
        shown=taken.print,
    )


def taken(call: Call) -> Response:
    """What was shown is taken, and nothing else."""
    digest = call.given("digest")
    try:
        by = call.by
        path = _aside(call) / f"{digest}.xlsx"
        if not _DIGEST.fullmatch(digest) or not path.is_file():
            raise Refused("Tệp này không còn ở đây; hãy gửi lên lại.")
        deeds = take_shown(call.given("name") or path.name, path.read_bytes(), call.given("shown"), by, call.app)
        if not deeds:
            raise Refused("Số liệu đã thay đổi từ lúc xem; hãy gửi tệp lên lại để xem lại.")
        path.unlink(missing_ok=True)
    except (Refused, NoWorkbook) as why:
        return to("/van-ban", loi=str(why))
    return to("/van-ban", qd=",".join(str(deed.number) for deed in deeds))


def _aside(call: Call) -> Path:
    return call.app.config.data_folder / "uploads"


def _put_aside(call: Call, content: bytes) -> None:
    """Until it is confirmed; what somebody looked at and left goes with the next one."""
    folder = _aside(call)
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.glob("*.xlsx"):
        old.unlink(missing_ok=True)
    (folder / f"{sha256(content).hexdigest()}.xlsx").write_bytes(content)
