"""The index of words of an installation: what is found, and bringing it up to date."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from threading import Lock

from mailbot.app import App
from mailbot.web.age import Age
from rules.searching import asked
from rules.standing.ruling_words import shown_value
from rules.submission import Version
from storage.search import Entry, SearchIndex
from storage.work import UnitOfWork

FILE = "search.db"
AT_ONCE = 400  # mails taken into the index in one go
SHOWN = 100
_LONGEST = 20_000  # letters of one entry


class Finder:
    """The index of an installation, brought up to date before it is asked."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.age = Age()
        self._turn = Lock()

    @cached_property
    def _index(self) -> SearchIndex:
        return SearchIndex(self._app.config.data_folder / FILE)

    def refresh(self) -> None:
        """Take in what was handled or decided since."""
        while self._some():
            pass

    def find(self, text: str) -> list[Entry]:
        """In what is known of now where something was done on the page, else at most a few seconds old."""
        with self._turn:
            if self.age.is_over(self._app.now()):
                with self.age.begins(self._app.now):
                    self.refresh()
        return self._index.find(asked(text), SHOWN)

    def _some(self) -> bool:
        """Whether there was more than goes in at once."""
        mark = self._index.mark()
        with self._app.look() as work:
            newest = work.events.count_to()
            if newest < mark:  # the rows are those of an earlier day
                self._index.forget()
                mark = 0
            mails, upto = work.events.touched(mark, AT_ONCE)
            if upto <= mark:
                return False
            entries = tuple(_entries(work, self._app, mails))
        self._index.put(mails, entries, upto)
        return upto < newest


def _entries(work: UnitOfWork, app: App, mails: Sequence[int]) -> Iterator[Entry]:
    """What counts of these mails: what was rejected, and mail that is not ours, gives nothing to find."""
    wanted = set(mails)
    if not wanted:
        return
    by_mail: dict[int, list[Version]] = {}
    for version in work.standing().versions:
        if version.arrival in wanted and not version.rejected:
            by_mail.setdefault(version.arrival, []).append(version)
    for mail in work.arrivals.facts():
        if mail.id not in wanted or not mail.sender:
            continue
        versions = by_mail.get(mail.id, [])
        unit = next((one.unit for one in versions if one.unit), "") or ""
        files = " ".join(mail.attachments)
        text = f"{mail.sender_name} {mail.sender} {files} {_name(app, unit)}"
        yield Entry(mail.id, "mail", mail.subject or f"Thư {mail.id}", text, unit)
        for version in versions:
            yield from _items(version, app)


def _items(version: Version, app: App) -> Iterator[Entry]:
    specs = {spec.code: spec for spec in app.campaign.fields}
    for one in version.initiatives:
        values = (shown_value(value.value, specs[code]) for code, value in one.values.items() if code in specs)
        text = f"{_name(app, version.unit)} {' '.join(text for text in values if text != one.title)}"
        yield Entry(version.arrival, "item", one.title, text[:_LONGEST], version.unit or "", version.stage)


def _name(app: App, unit: str | None) -> str:
    found = app.roster.find(unit)
    return f"{found.name} {found.short}".strip() if found else ""
