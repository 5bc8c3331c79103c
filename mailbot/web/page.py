"""What all views share: the page as one object, one call of a browser, and the way back from what was done."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mailbot.app import App
from mailbot.deciding import Deciding, Refused
from mailbot.remembered import Remembered
from mailbot.web.age import Age
from mailbot.web.door import Door, Guest
from mailbot.web.finder import Finder
from mailbot.web.papers import Papers
from rules.calendar import local, moment, short_day
from rules.letters.letter import Deed
from rules.rulings import Ruling
from rules.season import Season
from rules.wording import capitalised, count
from storage.work import UnitOfWork

HERE = Path(__file__).parent
STATIC = HERE / "static"
T = TypeVar("T")
_SEASONS = 3  # of which what was made is kept: of now, and of days that somebody looks at
_FRESH = timedelta(minutes=1)
LONGEST = 4000  # letters of one field of a form


@dataclass(frozen=True, slots=True)
class Place:
    """A view in the menu."""

    path: str
    name: str


class Finding(Protocol):
    """What was tried: well, not well, or (None) something optional is missing; in Vietnamese."""

    @property
    def good(self) -> bool | None: ...

    @property
    def what(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Clinic:
    """How mailbot's own state is learnt; who serves the page says how."""

    facts: Callable[[App], Mapping[str, Any]]  # as `mailbot health --json`
    examine: Callable[[App], Sequence[Finding]]  # as `mailbot doctor`


@dataclass
class Page:
    """The running page."""

    app: App
    door: Door
    clinic: Clinic
    menu: tuple[Place, ...] = ()
    age: Age = field(default_factory=Age)
    _remembered: Remembered = field(default_factory=Remembered)
    _season: Season | None = None
    _made: deque[tuple[Season, dict[object, Any]]] = field(default_factory=lambda: deque(maxlen=_SEASONS))
    _turn: Lock = field(default_factory=Lock)

    @cached_property
    def papers(self) -> Papers:
        return Papers(self.app)

    @cached_property
    def finder(self) -> Finder:
        return Finder(self.app)

    @cached_property
    def templates(self) -> Environment:
        made = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.filters.update(moment=self.moment, day=short_day, counted=count, sentence=capitalised, unit=self.unit)
        made.globals.update(static=_static, app=self.app, menu=self.menu, campaign=self.app.campaign)
        return made

    def moment(self, at: datetime | None) -> str:
        """ "14:05 ngày 20/8/2024" """
        if at is None:
            return ""
        here = local(at, self.app.campaign.calendar)
        return f"{here:%H:%M} ngày {short_day(here.date())}"

    def unit(self, code: str | None) -> str:
        found = self.app.roster.find(code)
        return found.name if found else code or ""

    def season(self, as_of: date | None = None, *, waits: bool = False) -> Season:
        """What is known: of now where something was done on the page, else at most a few seconds old. One of the people
        who look has it read; the others look at the one before meanwhile, but for who must not (`waits`)."""
        known = self._season
        if known is None or waits:
            self._turn.acquire()
        elif not self._turn.acquire(blocking=False):
            return self._on(known, as_of)
        try:
            if self._season is None or self.age.is_over(self.app.now()):
                self._season = self._read()
            return self._on(self._season, as_of)
        finally:
            self._turn.release()

    def _on(self, season: Season, day: date | None) -> Season:
        """As it was at the end of a day; None: as it is."""
        return season if day is None else season.at(moment(day, time(23, 59, 59), season.campaign.calendar))

    def _read(self) -> Season:
        with self.age.begins(self.app.now), self.app.look() as work:
            season = self._remembered.season(work, self.app.campaign, self.app.roster, self.app.now(), _FRESH)
            _ = season.standing  # it is made from this whatever is looked at
        return season

    def newest(self) -> Season:
        """Of now: something is looked for that may have come a moment ago."""
        self.changed()
        return self.season(waits=True)

    def changed(self) -> None:
        """Something was done here, or is looked for that is not there yet."""
        self.age.end()
        self.finder.age.end()

    def once(self, season: Season, key: object, make: Callable[[], T]) -> T:
        """What follows from a season, made once for it: several people look at the same thing."""
        made = next((made for known, made in tuple(self._made) if known is season), None)
        if made is None:
            made = {}
            self._made.append((season, made))
        if key not in made:
            made[key] = make()
        found: T = made[key]
        return found


@dataclass(frozen=True)
class Call:
    """One call of a browser. `guest`: who is in; None at the door."""

    request: Request
    page: Page
    guest: Guest | None
    form: FormData

    @property
    def app(self) -> App:
        return self.page.app

    def asked(self, name: str) -> str:
        """What the address says of this."""
        return self.request.query_params.get(name, "")[:LONGEST].strip()

    def number(self, name: str) -> int:
        """A number in the path; 0 where it is none that anything could have."""
        text = str(self.request.path_params.get(name, ""))
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    def given(self, name: str) -> str:
        """What was typed into the form."""
        found = self.form.get(name, "")
        return found[:LONGEST].strip() if isinstance(found, str) else ""

    def all_given(self, name: str) -> list[str]:
        return [one for one in self.form.getlist(name) if isinstance(one, str)]

    def file(self, name: str) -> tuple[str, bytes] | None:
        """A file that was handed up: its name as the browser says it, and its bytes."""
        found = self.form.get(name)
        if not isinstance(found, UploadFile) or not found.filename:
            return None
        return found.filename[:200], found.file.read()

    def show(self, template: str, status: int = 200, **told: Any) -> Response:
        frame = {
            "guest": self.guest.person if self.guest else None,
            "path": self.request.url.path,
            "flash": self._flash() if self.guest else (),
            "trouble": self.asked("loi"),
            "done": _DONE.get(self.asked("xong"), ""),
        }
        return HTMLResponse(self.page.templates.get_template(template).render({**frame, **told}), status)

    def _flash(self) -> Sequence[Ruling]:
        """What was decided just now."""
        numbers = [int(one) for one in self.asked("qd").split(",") if one.isdecimal()]
        if not numbers:
            return ()
        with self.app.look() as work:
            return [one for number in numbers[:100] if (one := work.rulings.find(number)) is not None]

    # - doing -

    @property
    def by(self) -> str:
        """Who decides here. Raises Refused where this person may only look."""
        if self.guest is None or not self.guest.person.decides:
            raise Refused("Người đăng nhập chỉ được xem, không quyết định được.")
        return self.guest.person.called

    def decide(self, act: Callable[[Deciding], Sequence[Deed]], onward: str, back: str = "") -> Response:
        """What a person decides."""
        return self.act(lambda work: act(Deciding(work, self.app, self.by, "page")), onward, back)

    def act(self, do: Callable[[UnitOfWork], Sequence[Deed]], onward: str, back: str = "") -> Response:
        """What is done in one transaction, and onward to a view that tells it. A refusal is told where one comes from
        (`back`, or there, too); then nothing has changed."""
        try:
            with self.app.begin() as work:
                deeds = do(work)
                work.commit()
        except Refused as why:
            return to(back or onward, loi=str(why))
        self.app.process.wake()
        return to(onward, qd=",".join(str(deed.number) for deed in deeds))


_DONE = {
    "write": "Thư đã được đưa vào hàng chờ gửi.",
    "form": "Thư kèm biểu mẫu đã được đưa vào hàng chờ gửi.",
    "contacts": "Đã ghi liên hệ vào danh sách. mailbot chạy riêng với trang này thì khởi động lại để dùng.",
    "workbook": "Đã lấy phần đã nhập trong bảng tính.",
    "draft": "Đã lập bản mới.",
}
View = Callable[[Call], Response]


def to(path: str, **told: str) -> Response:
    """A redirect that a browser follows with GET. Only to a place of our own."""
    own = path if path.startswith("/") and not path.startswith("//") and "\\" not in path else "/"
    kept = {name: text for name, text in told.items() if text}
    return RedirectResponse(f"{own}{'&' if '?' in own else '?'}{urlencode(kept)}" if kept else own, status_code=303)


@lru_cache(maxsize=16)
def _static(name: str) -> str:
    """The address of a file of ours; it changes with the file, so browsers may keep it."""
    return f"/tinh/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"
