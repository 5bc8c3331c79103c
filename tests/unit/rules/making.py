"""Small values for tables of cases: a roster of four units, versions, mails, and what was understood of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from rules.campaign import Campaign, Release
from rules.initiative import DocumentVerdict, Initiative, Reading, Understanding, UnitGuess
from rules.intake.case import Incoming
from rules.letter_kind import letter_kind
from rules.mail import Address, Attachment, Mail
from rules.post.manners import Manners
from rules.roster import Roster, Unit
from rules.rulings import Mark, MarkKind
from rules.season import LetterFacts, Question, QuestionKind, Season
from rules.submission import Version
from tests.seasons import initiative_of, ruled, shipped_campaign

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
PERSON = Manners(False, False, False, False, ())

BAO_THANG = Unit("bao-thang", "truong", "Trường THPT số 1 Bảo Thắng", addresses=("bt1@truong.example",), phone="0214")
BAC_HA = Unit("bac-ha", "truong", "Trường THPT số 1 Bắc Hà", addresses=("bh1@truong.example", "bh1b@truong.example"))
VAN_PHONG = Unit("van-phong", "phong", "Văn phòng Sở", addresses=("vp@so.example",))
MIEN = Unit("mien", "trung-tam", "Trung tâm Tin học", addresses=("tt@so.example",), must_register=False)
ROSTER = Roster((BAO_THANG, BAC_HA, VAN_PHONG, MIEN))


def at(text: str, year: int = 2024) -> datetime:
    """ "23/8 07:30" in the time zone of the campaign."""
    day, _, clock = text.partition(" ")
    number, month = (int(part) for part in day.split("/"))
    hour, minute = (int(part) for part in (clock or "09:00").split(":"))
    return datetime(year, month, number, hour, minute, tzinfo=HANOI)


def on(text: str) -> date:
    return at(text).date()


@cache
def campaign(release: Release = "announce") -> Campaign:
    shipped = shipped_campaign()
    reminders = shipped.reminders.model_copy(update={"release": release})
    return shipped.model_copy(update={"reminders": reminders, "to_confirm": ()})


def item(title: str, **values: str | float | tuple[str, ...] | None) -> Initiative:
    """An initiative with everything that is required, unless a value is given as None."""
    return initiative_of({"title": title, "owners": ("Trần Thị Mẫu",), "result": "Đã áp dụng", **values})


def version(
    number: int,
    when: str,
    *items: Initiative,
    unit: str | None = "bao-thang",
    stage: str = "registration",
    provisional: bool = False,
    replaces: bool = False,
    withdrawn: tuple[str, ...] = (),
    rejected: bool = False,
    files: tuple[str, ...] = ("dk.docx",),
    digests: tuple[str, ...] = (),
) -> Version:
    return Version(
        id=number,
        arrival=number,
        arrived_at=at(when),
        unit=unit,
        stage=stage,
        initiatives=items,
        provisional=provisional,
        replaces=replaces,
        withdrawn=withdrawn,
        rejected=rejected,
        files=files,
        digests=digests,
    )


def season(now: str, *versions: Version, release: Release = "announce", marks: object = (), **more: object) -> Season:
    """`marks`: as many as hold."""
    given: tuple[Mark, ...] = tuple(marks)  # type: ignore[arg-type]
    base = Season(campaign(release), ROSTER, at(now), read=versions, rulings=ruled(*given), read_to_end_at=at(now))
    return replace(base, **more)  # type: ignore[arg-type]


def mark(
    kind: MarkKind, unit: str | None, until: str | None = None, when: str = "1/8", stage: str = "registration"
) -> Mark:
    return Mark(kind, stage, unit, "Phòng", at(when), on(until) if until else None)


def letter(kind: str, key: str, when: str, unit: str | None = None, stage: str | None = "registration") -> LetterFacts:
    return LetterFacts(1, letter_kind(kind), key, ("x@y.example",), unit, stage, "sent", at(when), at(when))


def question(
    kind: QuestionKind, unit: str | None, stage: str | None = "registration", answer: str | None = None
) -> Question:
    return Question(1, f"question:{kind}:{unit}", kind, 1, unit, stage, "Câu hỏi?", asked_at=at("1/8"), answer=answer)


# --- Mails ------------------------------------------------------------------------------------------------------


def mail(
    sender: str = "bt1@truong.example",
    subject: str = "Gửi đăng ký",
    text: str = "",
    files: tuple[str, ...] = ("dk.docx",),
    **more: object,
) -> Mail:
    attachments = tuple(Attachment(name, b"x" * 40_000, part=str(i)) for i, name in enumerate(files, 2))
    base = Mail(
        "d" * 64, "<m1@truong.example>", subject, Address(sender, "Văn thư"), text=text, attachments=attachments
    )
    return replace(base, **more)  # type: ignore[arg-type]


def reading(
    *items: Initiative,
    unit: str | None = "bao-thang",
    stage: str = "registration",
    sure: bool = True,
    certain: bool = True,
    candidates: tuple[str, ...] = (),
    files: tuple[str, ...] = ("dk.docx",),
    doubts: tuple[str, ...] = (),
    **more: object,
) -> Reading:
    guess = UnitGuess(unit, "header" if unit else "none", candidates, certain)
    base = Reading(stage, guess, sure, items, files, doubts)
    return replace(base, **more)  # type: ignore[arg-type]


def understood(
    *readings: Reading,
    unreadable: tuple[str, ...] = (),
    other: tuple[str, ...] = (),
    digests: Mapping[str, str] | None = None,
) -> Understanding:
    verdicts = [
        DocumentVerdict(name, one.stage, "Có danh sách.", (digests or {}).get(name, f"sha-{name}"))
        for one in readings
        for name in one.files
    ]
    verdicts += [DocumentVerdict(name, "unreadable", "Tệp hỏng.", f"sha-{name}") for name in unreadable]
    verdicts += [DocumentVerdict(name, "other", "Không liên quan.", f"sha-{name}") for name in other]
    return Understanding(tuple(verdicts), readings)


def incoming(
    when: str, written: Mail, understanding: Understanding, manners: Manners = PERSON, arrival: int = 100
) -> Incoming:
    return Incoming(arrival, at(when), written, understanding, manners)
