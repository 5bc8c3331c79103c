"""*Việc chờ*: the queue, each thing beside its paper, and what a person does with it."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from starlette.responses import Response

from mailbot.confirming import settle
from mailbot.correcting import Correcting
from mailbot.deciding import Deciding, Refused
from mailbot.rereading import NotKept, read_again
from mailbot.web.page import Call, to
from mailbot.web.paper import files_of
from rules.errors import ArchiveDamaged
from rules.file_format import FORMATS
from rules.intake.answers import Extended, Given, OnPaper, Received, Told
from rules.intake.corrections import Target
from rules.letters.batches import waiting_batches
from rules.letters.letter import Deed
from rules.season import Question, Season
from rules.standing.decided import decided
from rules.standing.questions import NO, SKIP, YES
from rules.standing.queue import ShownPart, Waiting, choices, parts_of, waiting

LIST = "/viec"
_BOXES = {"unit": "Đơn vị khác", "stage": "Đợt khác", "day": "Ngày", "words": "Trả lời đơn vị", "add": "Thêm mục"}
_TAKEN_BY = {
    "unit": ("unit", "assign", "submission"),
    "stage": ("move", "submission"),
    "day": ("extend", "received", "paper"),
    "words": ("words",),
    "add": ("add",),
}
_FIELD = re.compile(r"v\.(\d{1,4})\.([\w-]{1,60})")


def queue_of(season: Season) -> tuple[Waiting, ...]:
    return (*waiting_batches(season), *waiting(season))


def path_of(one: Waiting) -> str:
    match one.kind:
        case "question":
            return f"{LIST}/cau/{one.number}"
        case "proposal":
            return f"{LIST}/de-nghi/{one.number}"
        case "batch":
            return f"/thu-di/dot/{one.batch}"
        case "withheld":
            return "/suc-khoe"
    return f"{LIST}/thu/{one.number}"


# --- The list -------------------------------------------------------------------------------------------------------


def listed(call: Call) -> Response:
    found = queue_of(call.page.season())
    together = [one for one in found if one.alike]
    alike = [
        (key, tuple(group))
        for key, group in groupby(sorted(together, key=lambda one: (one.alike, one.number)), key=lambda one: one.alike)
    ]
    return call.show(
        "queue.html",
        waiting=found,
        path_of=path_of,
        groups=[(key, group) for key, group in alike if len(group) > 1],
        suggested=_suggested(call),
    )


def _suggested(call: Call) -> Any:
    def words(code: str) -> str:
        return {YES: "đúng", NO: "không", "": ""}.get(code) or call.page.unit(code)

    return words


def together(call: Call) -> Response:
    """Answers many questions as suggested, or puts them all aside, in one go."""
    numbers = [int(one) for one in call.all_given("pick") if one.isdecimal()]
    aside = call.given("act") == "skip"

    def act(deciding: Deciding) -> list[Deed]:
        known = {one.number: one for one in deciding.season.questions}
        return [deciding.answer(number, SKIP if aside else known[number].suggestion) for number in numbers]

    return call.decide(act, LIST) if numbers else to(LIST, loi="Chưa chọn việc nào.")


# --- One thing beside its paper -------------------------------------------------------------------------------------


def question(call: Call) -> Response:
    season = call.page.season()
    number = call.number("number")
    found = next((one for one in season.questions if one.number == number), None)
    if found is None:  # it may be newer than what is looked at
        season = call.page.newest()
        found = next((one for one in season.questions if one.number == number), None)
    if found is None:
        return call.show("trouble.html", 404, what=f"Không có câu hỏi số {number}.")
    return _beside(call, season, found.arrival, found)


def mail(call: Call) -> Response:
    season = call.page.season()
    number = call.number("number")
    if number not in season.filed and not any(one.id == number for one in season.arrivals):
        season = call.page.newest()
    open_ones = [one for one in season.questions if one.answer is None and one.arrival == number]
    return _beside(call, season, number, open_ones[0] if open_ones else None)


def _beside(call: Call, season: Season, arrival: int | None, asked: Question | None) -> Response:
    with call.app.look() as work:
        mail_ = next(iter(work.arrivals.facts({arrival})), None) if arrival is not None else None
    if arrival is not None and mail_ is None:
        return call.show("trouble.html", 404, what=f"Không có thư số {arrival}.")
    parts = parts_of(season, arrival) if arrival is not None else ()
    files, text = files_of(call, arrival) if arrival is not None else ((), None)
    others = [one for one in season.questions if one.answer is None and one.arrival == arrival and one is not asked]
    return call.show(
        "beside.html",
        mail=mail_,
        asked=asked,
        choices=choices(asked) if asked and asked.answer is None else (),
        suggested=_suggested(call),
        others=others if arrival is not None else [],
        parts=parts,
        looks=any(not value.sure for part in parts for item in part.items for value in item.values),
        files=files,
        chosen=_chosen(call.asked("tep"), files, parts),
        text=text,
        units=season.roster.units,
        stages=season.campaign.stages,
        earlier=decided(season, mail=arrival) if arrival is not None else (),
        next=_next(season, asked, arrival),
        here=call.request.url.path,
    )


def _chosen(wanted: str, files: Sequence[Any], parts: Sequence[ShownPart]) -> str:
    """The file that is shown: the one asked for, else the one that most was read from, else the first that is more
    than words; "": the words of the mail say more."""
    known = [one.digest for one in files]
    if wanted in known:
        return wanted
    named = [value.file for part in parts for item in part.items for value in item.values if value.file]
    if set(named) & {one.name for one in files}:
        return str(max(files, key=lambda one: named.count(one.name)).digest)
    return next((one.digest for one in files if not FORMATS["txt"].names(one.name)), "")


def _next(season: Season, asked: Question | None, arrival: int | None) -> str:
    """Where one goes on after this is decided."""
    found = queue_of(season)
    here = next(
        (
            at
            for at, one in enumerate(found)
            if (asked and one.kind == "question" and one.number == asked.number)
            or (not asked and one.arrival == arrival and one.kind in ("reading", "held"))
        ),
        None,
    )
    after = found[here + 1 :] if here is not None else ()
    going = next((one for one in after if one.kind in ("question", "reading")), None)
    return path_of(going) if going else LIST


# --- What is done with it -------------------------------------------------------------------------------------------


def done(call: Call) -> Response:
    """All that was typed and pressed on one page is one decision after the other in one transaction."""
    back = call.given("here") or LIST
    onward = call.given("next") or LIST
    return call.decide(lambda deciding: _Doing(call, deciding).all(), onward, back)


class _Doing:
    """The form of one mail or question."""

    def __init__(self, call: Call, deciding: Deciding) -> None:
        self._call, self._deciding = call, deciding
        self._mail = int(call.given("mail") or 0)
        self._question = int(call.given("question") or 0)
        unit, stage = call.given("part_unit") or None, call.given("part_stage") or None
        self._correcting = Correcting(deciding, call.app, (unit, stage))

    def all(self) -> list[Deed]:
        act, _, about = self._call.given("act").partition(" ")
        self._nothing_left(act)
        deeds = self._typed()
        match act:
            case "split" | "merge" | "drop" | "add" | "move" | "assign" | "reject" | "confirm":
                deeds.append(self._of_content(act, int(about or 0)))
            case "submission":
                deeds.append(self._submission())
            case "save":
                if not deeds:
                    raise Refused("Chưa sửa gì.")
            case _:
                deeds.append(self._answer(act))
        return deeds

    def _nothing_left(self, act: str) -> None:
        """Whoever filled in something that the pressed button does not take meant another one."""
        for name, called in _BOXES.items():
            if self._call.given(name) and act not in _TAKEN_BY[name]:
                raise Refused(f"Đã ghi ô “{called}” nhưng nút vừa bấm không dùng ô ấy; xóa ô hoặc bấm nút bên cạnh.")

    def _typed(self) -> list[Deed]:
        """Values that read otherwise than they were shown."""
        deeds = []
        for name in self._call.form:
            found = _FIELD.fullmatch(name)
            if found is None:
                continue
            item, code = int(found[1]), found[2]
            typed, shown = self._call.given(name), self._call.given(f"o.{item}.{code}")
            if typed != shown:
                deeds.append(self._correct(item, code, typed))
        return deeds

    def _correct(self, item: int, code: str, typed: str) -> Deed:
        said = f"{self._mail}.{item} {code} {typed}"
        target = Target(self._mail, item)
        return self._correcting.rule("correct", said, lambda known: known.correct(target, code, typed or "-"))

    def _of_content(self, act: str, item: int) -> Deed:
        call, target, whole = self._call, Target(self._mail, item), Target(self._mail)
        said = f"{self._mail}.{item}" if item else str(self._mail)
        rule = self._correcting.rule
        match act:
            case "drop":
                return rule("drop", said, lambda known: known.drop(target))
            case "split":
                titles = [line.strip() for line in call.given(f"split.{item}").splitlines() if line.strip()]
                return rule("split", said, lambda known: known.split(target, titles))
            case "merge":
                picked = [Target(self._mail, int(one)) for one in call.all_given("merge") if one.isdecimal()]
                return rule("merge", said, lambda known: known.merge(picked, ""))
            case "add":
                title = call.given("add")
                return rule("add", f"{said} {title}", lambda known: known.add(whole, title, ()))
            case "move":
                stage = call.given("stage")
                return rule("move", f"{said} {stage}", lambda known: known.move(whole, stage))
            case "assign":
                unit = call.given("unit")
                return rule("assign", f"{said} {unit}", lambda known: known.assign(whole, unit))
            case "reject":
                return rule("reject", said, lambda known: known.reject(whole))
        return rule("confirm", said, lambda known: known.confirm(whole))

    def _answer(self, act: str) -> Deed:
        if not self._question:
            raise Refused("Chưa chọn phải làm gì.")
        return self._deciding.answer(self._question, self._given(act))

    def _given(self, act: str) -> Given:
        match act:
            case "no":
                return NO
            case "skip":
                return SKIP
            case "unit":
                if not (unit := self._call.given("unit")):
                    raise Refused("Chưa chọn đơn vị nào.")
                return unit
            case "extend":
                return Extended(self._day())
            case "received":
                return Received(self._day())
            case "words":
                if not (said := self._call.given("words")):
                    raise Refused("Ghi câu gửi đơn vị trước đã.")
                return Told(said)
            case "paper":
                return OnPaper(self._day() if self._call.given("day") else None)
        return self._suggested()

    def _suggested(self) -> Given:
        asked = next((one for one in self._deciding.season.questions if one.number == self._question), None)
        by_name = asked is not None and asked.suggestion not in ("", YES, NO)
        return asked.suggestion if asked is not None and by_name else YES

    def _day(self) -> date:
        try:
            return date.fromisoformat(self._call.given("day"))
        except ValueError as wrong:
            raise Refused("Ghi ngày vào ô ngày trước đã.") from wrong

    def _submission(self) -> Deed:
        """A mail that was taken for something else is one after all."""
        try:
            kept = read_again(self._mail, self._call.app).prepared.mail
        except (NotKept, ArchiveDamaged) as why:
            raise Refused(str(why)) from why
        unit, stage = self._call.given("unit") or None, self._call.given("stage") or None
        return self._correcting.submission(self._mail, kept, unit, stage)


# --- Proposals ------------------------------------------------------------------------------------------------------


def proposal(call: Call) -> Response:
    season = call.page.season()
    found = next((one for one in decided(season) if one.number == call.number("number")), None)
    if found is None:
        return call.show("trouble.html", 404, what="Không có đề nghị này.")
    return call.show("proposal.html", one=found)


def settled(call: Call) -> Response:
    number, agreed = call.number("number"), call.given("act") == "agree"
    return call.act(lambda work: [settle(number, call.by, work, call.app, agreed=agreed)], LIST)
