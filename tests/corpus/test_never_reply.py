"""Real bounces and automatic replies are never answered; ordinary mails are."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.mail.message import read_mail
from rules.mail import Address, Attachment, Mail
from rules.post.manners import judge
from tests.corpus.mails import samples

pytestmark = pytest.mark.shared

UNIT = Address("c3.so1@laocai.example", "Trường THPT số 1")
REGISTRATION = Attachment(
    "dang-ky.docx", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)


def as_it_is(mail: Mail) -> Mail:
    return mail


def from_a_unit(mail: Mail) -> Mail:
    return replace(mail, sender=UNIT)


def from_a_unit_with_a_registration(mail: Mail) -> Mail:
    kept = tuple((name, value) for name, value in mail.headers if name.lower() not in ("from", "content-type"))
    return replace(
        mail,
        sender=UNIT,
        headers=kept,
        content_type="multipart/mixed",
        attachments=(*mail.attachments, REGISTRATION),
    )


WAYS = [as_it_is, from_a_unit, from_a_unit_with_a_registration]


@pytest.mark.parametrize("way", WAYS)
def test_no_bounce_and_no_automatic_reply_is_taken_for_a_person(shared: Path, way: Callable[[Mail], Mail]) -> None:
    machines = samples(shared, "never-reply")
    assert len(machines) == 559
    assert [s.path for s in machines if not judge(way(s.mail)).automatic] == []


@pytest.mark.parametrize("way", [as_it_is, from_a_unit])
def test_bounces_are_seen_to_be_bounces(shared: Path, way: Callable[[Mail], Mail]) -> None:
    bounces = [s for s in samples(shared, "never-reply") if s.kind == "bounce"]
    assert [s.path for s in bounces if not judge(way(s.mail)).bounce] == []


# A survey that asks not to be answered, and a read receipt. With a file of a unit in them they would be answered.
TAKEN_FOR_MACHINES = ["ordinary/ruby-mail/emails__error_emails__bad_subject.eml", "ordinary/zbateson/emails__m4006.eml"]


@pytest.mark.parametrize(
    ("way", "machines"),
    [(as_it_is, TAKEN_FOR_MACHINES), (from_a_unit, TAKEN_FOR_MACHINES), (from_a_unit_with_a_registration, [])],
)
def test_ordinary_mails_are_not_taken_for_machines(
    shared: Path, way: Callable[[Mail], Mail], machines: list[str]
) -> None:
    ordinary = samples(shared, "ordinary")
    assert len(ordinary) > 270
    assert sorted(s.path for s in ordinary if judge(way(s.mail)).automatic) == machines


def test_vietnamese_absence_notes_of_every_program_are_recognised(shared: Path) -> None:
    notes = sorted((shared / "hostile").glob("ooo-*.eml"))
    assert len(notes) == 9
    for note in notes:
        assert judge(read_mail(note.read_bytes())).automatic, note.name
