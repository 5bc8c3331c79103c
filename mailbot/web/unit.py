"""*Đơn vị*: its story in order, what stands now, and what the office can do for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from starlette.responses import Response

from mailbot.datafolder import DataFolder
from mailbot.deciding import Deciding, Refused
from mailbot.web.page import Call, to
from mailbot.writing_to_units import write_to
from rules.calendar import local_day
from rules.drafting.board import LATER, SHORT, TIMES
from rules.errors import ConfigurationError
from rules.happened import Happened
from rules.initiative import Json
from rules.letters.letter import Deed
from rules.roster import Roster, Unit
from rules.rulings import MarkKind
from rules.setup.roster_file import parse_roster, write_roster
from rules.standing.ruling_words import shown_value
from rules.standing.status import extension, status_of
from rules.standing.story import story
from rules.trace import Step

_MARKS: dict[str, MarkKind] = {
    "extend": "extension",
    "exempt": "exempt",
    "paper": "paper",
    "pause": "pause",
    "received": "arrived",
}
_NEED_A_DAY = ("extend", "pause", "received")
DEEDS = {"written": "Viết thư", "contacts": "Sửa liên hệ"}


def unit(call: Call) -> Response:
    found = call.app.roster.find(call.request.path_params["code"])
    if found is None:
        return call.show("trouble.html", 404, what="Không có đơn vị này trong danh sách.")
    season = call.page.season()
    with call.app.look() as work:
        events = [one for one in work.events.about(unit=found.code) if one.rule in DEEDS]
    deeds = [(one.at, DEEDS[one.rule], one.by) for one in events]
    cells = [(stage, status_of(season, found, stage)) for stage in season.campaign.stages]
    return call.show(
        "unit.html",
        unit=found,
        cells=[(stage, cell, extension(season, found.code, stage.code)) for stage, cell in cells],
        today=local_day(season.as_of, season.campaign.calendar),
        later=LATER,
        shown=_shown(call),
        story=story(season, found, deeds),
        states=SHORT,
        times=TIMES,
        asked=[one for one in season.questions if one.answer is None and one.unit == found.code],
        arrival=call.asked("thu"),
    )


def _shown(call: Call) -> Callable[[str, Json], tuple[str, str]]:
    """A value with its label, as people read both."""
    specs = {spec.code: spec for spec in call.app.campaign.fields}

    def words(code: str, value: Json) -> tuple[str, str]:
        spec = specs.get(code)
        return (spec.label, shown_value(value, spec)) if spec else (code, str(value))

    return words


def done(call: Call) -> Response:
    code = call.request.path_params["code"]
    here, act = f"/don-vi/{code}", call.given("act")
    if act in _MARKS:
        return call.decide(lambda deciding: [_mark(call, deciding, code, act)], here)
    try:
        by = call.by
        if act in ("write", "form"):
            _write(call, code, by, with_form=act == "form")
        elif act == "contacts":
            _contacts(call, code, by)
        else:
            raise Refused("Chưa chọn phải làm gì.")
    except Refused as why:
        return to(here, loi=str(why))
    call.app.process.wake()
    return to(here, xong=act)


def _mark(call: Call, deciding: Deciding, code: str, act: str) -> Deed:
    day = _day(call)
    if day is None and act in _NEED_A_DAY:
        raise Refused("Ghi ngày vào ô ngày trước đã.")
    return deciding.mark(_MARKS[act], call.given("stage"), code, day, call.given("reason"))


def _day(call: Call) -> date | None:
    try:
        return date.fromisoformat(call.given("day")) if call.given("day") else None
    except ValueError as wrong:
        raise Refused("Ngày ghi chưa đúng.") from wrong


def _write(call: Call, code: str, by: str, *, with_form: bool) -> None:
    """A letter in the office's own words; with the form where it is to come again."""
    subject, text = call.given("subject"), call.given("text")
    if with_form:
        subject = subject or "Gửi lại biểu mẫu"
        text = text or "Phòng gửi lại biểu mẫu để đơn vị điền và gửi về hộp thư này."
    arrival = int(call.given("arrival")) if call.given("arrival").isdecimal() else None
    stage = call.given("stage") or None
    with call.app.begin() as work:
        write_to(code, subject, text, by, work, call.app, stage=stage, arrival=arrival, with_form=with_form)
        work.commit()


def _contacts(call: Call, code: str, by: str) -> None:
    """Addresses, head, telephone: written into the roster as `mailbot roster take` does, the old one kept."""
    app = call.app
    folder = DataFolder(app.config.data_folder)
    try:
        roster = folder.roster(app.campaign.roster, app.campaign.unit_kinds).roster
        old = roster.find(code)
        if old is None:
            raise Refused("Không có đơn vị này trong danh sách.")
        today = local_day(app.now(), app.campaign.calendar)
        new = replace(_contacts_of(call, old), confirmed_by=by, confirmed_on=today)
        changed = Roster(tuple(new if one.code == code else one for one in roster))
        content = write_roster(changed).encode("utf-8-sig")
        parse_roster(content, app.campaign.roster, app.campaign.unit_kinds)
        folder.write("rosters", app.campaign.roster, content, app.now())
    except ConfigurationError as wrong:
        raise Refused("; ".join(f"{one.what}: {one.remedy}" for one in wrong.problems)) from wrong
    app.roster = changed
    with app.begin() as work:
        work.events.add(app.now(), [Step(Happened.CONTACTS_EDITED, "trên trang web")], unit=code, by=by)
        work.commit()


def _contacts_of(call: Call, old: Unit) -> Unit:
    addresses = tuple(
        one.strip().lower() for one in call.given("addresses").replace(";", ",").split(",") if one.strip()
    )
    return replace(
        old,
        addresses=addresses,
        head_name=call.given("head_name"),
        head_title=call.given("head_title"),
        head_address=call.given("head_address").lower(),
        phone=call.given("phone"),
    )
