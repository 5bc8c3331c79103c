"""An office with a page: the small house of `tests.office`, three people, and a browser without a window."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from starlette.testclient import TestClient

from mailbot.commands.doctor import findings
from mailbot.commands.health import facts
from mailbot.config import WebSettings
from mailbot.web.door import Door
from mailbot.web.page import Clinic
from mailbot.web.site import site
from rules.campaign import Campaign, Person
from rules.intake.proof import Decisions
from tests.office.house import CLERK, House, house, office_campaign, text_of

CLINIC = Clinic(facts, findings)
HERE = "http://127.0.0.1:8025"
OUTSIDE = "https://mailbot.so.example"
HA = Person(name="Nguyễn Thu Hà", address=CLERK)
DUNG = Person(name="Nguyễn Thế Dũng", address="thedung@so.example", role="reads")


def with_people(campaign: Campaign) -> Campaign:
    return campaign.model_copy(update={"office": campaign.office.model_copy(update={"people": (HA, DUNG)})})


@dataclass
class Room:
    """`house` is where mails come and letters leave; `browser` has the cookies of whoever came in."""

    house: House
    browser: TestClient

    def enter(self, who: Person = HA) -> TestClient:
        """As by `mailbot web login`."""
        path = Door(self.house.app).ask_on_the_machine(who.name)
        answer = self.post(path)
        assert answer.status_code == 303 and answer.headers["location"] == "/"
        return self.browser

    def another(self, base: str = HERE) -> TestClient:
        """A second browser."""
        return TestClient(site(self.house.app, CLINIC), base_url=base, follow_redirects=False)

    def post(self, path: str, **given: object):  # type: ignore[no-untyped-def]  # what httpx gives
        return self.browser.post(path, data=given, headers={"Origin": HERE})


@contextmanager
def room(
    folder: Path, address: str = OUTSIDE, campaign: Campaign | None = None, decisions: Decisions = "trusting"
) -> Iterator[Room]:
    with house(folder, with_people(campaign or office_campaign()), decisions=decisions) as built:
        built.app.config = built.app.config.model_copy(update={"web": WebSettings(address=address)})
        with TestClient(site(built.app, CLINIC), base_url=HERE, follow_redirects=False) as browser:
            yield Room(built, browser)


def code_in(letter: EmailMessage) -> str:
    found = re.search(r"\b(\d{3}) (\d{3})\b", text_of(letter))
    assert found is not None
    return found[1] + found[2]


def link_in(letter: EmailMessage) -> str:
    """The path of the link."""
    found = re.search(rf"{re.escape(OUTSIDE)}(/vao/lien-ket/[\w-]+)", text_of(letter))
    assert found is not None
    return found[1]
