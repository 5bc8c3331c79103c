"""The one boundary: bytes go into a child, values come out, whatever the bytes do to the child."""

import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from mailbot.preparing import boundary, wire
from mailbot.preparing.prepare import prepare
from mailbot.reading.sandbox import Sandbox
from rules.intake.prepared import Contents, Filled, Frame, Prepared
from rules.post.authentication import Server
from rules.post.gist import gist_of
from tests.app.world import SCHOOL_CODE, mail, registration
from tests.unit.rules.papers import campaign, roster

DOCX = ("dang-ky.docx", registration(("Họp không giấy", "Trả lời trong ngày")))
FRAME = Frame(campaign(), roster(), Server("mx.so.example", ("mx.so.example",)))
BOUNCE = (
    b"From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail\r\nMessage-ID: <b@mx.example>\r\n"
    b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: text/plain\r\n\r\nfailed\r\n"
    b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
    b"Final-Recipient: rfc822; a@truong.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
    b"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <x@so.example>\r\n\r\nthu\r\n--b--\r\n"
)
HTML = mail(body="x").replace(b"text/plain", b"text/html").replace(b"\nx\n", b"\n<p>G\xe1\xbb\xadi b\xc3\xa1o</p>\n")
MAILS = {
    "registration": mail(DOCX),
    "html": HTML,
    "bounce": BOUNCE,
    "half a character": mail(DOCX, subject="x").replace(b"Subject: x", b"Subject: =?utf-16?B?2AA=?="),
    "nothing": b"",
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with boundary.children() as running:
        yield running


@pytest.fixture(scope="module")
def hostile() -> Iterator[Sandbox]:
    with Sandbox(tasks="tests.unit.preparing.hostile") as running:
        yield running


def misbehaving(*how: str, number: int = 1, subject: str = "Đăng ký mô hình, giải pháp CCHC năm 2024") -> bytes:
    return mail(DOCX, number=number, subject=subject).replace(
        b"\n\n", f"\nX-Misbehave: {' '.join(how)}\n\n".encode(), 1
    )


@pytest.mark.parametrize("name", [name for name in MAILS if name != "half a character"])
def test_a_child_prepares_what_the_function_would(sandbox: Sandbox, name: str) -> None:
    expected = prepare(MAILS[name], FRAME)
    assert boundary.at_once(MAILS[name], FRAME, sandbox) == expected
    assert boundary.in_pieces(MAILS[name], FRAME, sandbox) == expected


def test_half_a_character_does_not_cost_the_mail(sandbox: Sandbox) -> None:
    found = boundary.at_once(MAILS["half a character"], FRAME, sandbox)
    assert found and found.understanding.readings


@pytest.mark.parametrize("name", list(MAILS))
def test_what_goes_in_and_what_comes_out_are_plain_values(name: str) -> None:
    prepared = prepare(MAILS[name], FRAME)
    assert pickle.loads(pickle.dumps((FRAME, prepared))) == (FRAME, prepared)


def test_a_prepared_mail_holds_no_file_and_no_html() -> None:
    long = mail(DOCX, body=("câu này dài " * 40 + "\n") * 500)
    prepared = prepare(long, FRAME).mail
    (file,) = prepared.attachments
    assert (file.content, file.size) == (b"", len(DOCX[1]))
    assert len(prepared.text) == 100_000 and prepare(HTML, FRAME).mail.html == ""
    assert gist_of(prepared) is prepared


def test_what_the_whole_mail_said_of_itself_is_kept() -> None:
    from mailbot.mail.message import read_mail
    from rules.post.manners import returned_message_ids
    from rules.post.own_words import written_in

    for raw in MAILS.values():
        whole, kept = read_mail(raw), prepare(raw, FRAME).mail
        assert kept.identity == whole.identity
        assert returned_message_ids(kept) == returned_message_ids(whole)
        assert written_in(kept) == written_in(whole)
        assert [file.digest for file in kept.attachments] == [file.digest for file in whole.attachments]


@pytest.mark.parametrize("how", ["mail-dies", "mail-fills-memory", "mail-talks"])
def test_a_mail_that_kills_its_child_is_taken_apart_and_read(hostile: Sandbox, how: str) -> None:
    raw = misbehaving(how)
    assert boundary.at_once(raw, FRAME, hostile) is None
    assert boundary.in_pieces(raw, FRAME, hostile) == prepare(raw, FRAME)


def test_a_mail_that_hangs_its_child_is_put_aside(hostile: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary, "MAIL", replace(boundary.MAIL, wall=2))
    assert boundary.at_once(misbehaving("mail-hangs"), FRAME, hostile) is None


@pytest.mark.parametrize(
    ("how", "word"), [("open-dies", "dừng đột ngột"), ("open-fills-memory", "bộ nhớ"), ("open-talks", "quá dài")]
)
def test_a_mail_that_cannot_be_opened_is_known_by_its_fields(hostile: Sandbox, how: str, word: str) -> None:
    found = boundary.in_pieces(misbehaving("mail-dies", how), FRAME, hostile)
    assert found.mail.sender and found.mail.subject == "Đăng ký mô hình, giải pháp CCHC năm 2024"
    (verdict,) = found.understanding.documents
    assert verdict.kind == "unreadable" and word in verdict.reason and "gửi lại" in verdict.reason
    assert [file.name for file in found.mail.attachments] == [verdict.name]


def test_a_mail_of_which_not_even_the_fields_can_be_read_is_an_error_in_words(hostile: Sandbox) -> None:
    with pytest.raises(boundary.CannotPrepare, match="Không mở được thư"):
        boundary.in_pieces(misbehaving("mail-dies", "open-dies", "headers-dies"), FRAME, hostile)


def test_a_body_that_kills_its_reader_costs_itself_alone(hostile: Sandbox) -> None:
    found = boundary.in_pieces(mail(DOCX, body="body-dies mail-dies"), FRAME, hostile)
    kinds = {verdict.name: verdict.kind for verdict in found.understanding.documents}
    assert kinds == {DOCX[0]: "registration", "nội dung thư": "unreadable"}
    assert [reading.unit.unit for reading in found.understanding.readings] == [SCHOOL_CODE]


def test_of_documents_that_together_go_beyond_a_limit_the_largest_is_left_out_and_named(hostile: Sandbox) -> None:
    large = ("lon.txt", b"understand-dies\n" + "một câu dài\n".encode() * 5_000)
    found = boundary.in_pieces(mail(DOCX, large, body="mail-dies"), FRAME, hostile)
    kinds = {verdict.name: verdict.kind for verdict in found.understanding.documents}
    assert kinds[DOCX[0]] == "registration" and kinds["lon.txt"] == "unreadable"
    everywhere = boundary.in_pieces(misbehaving("mail-dies", subject="understand-dies"), FRAME, hostile)
    assert {verdict.kind for verdict in everywhere.understanding.documents} == {"unreadable"}
    assert all("gửi" in verdict.reason for verdict in everywhere.understanding.documents)


@pytest.mark.parametrize("lie", ["about-another-mail", "about-a-unit", "about-a-stage", "without-end", "with-a-pickle"])
def test_what_a_child_says_is_not_believed_against_what_is_known(hostile: Sandbox, lie: str) -> None:
    assert boundary.at_once(misbehaving(f"mail-lies-{lie}"), FRAME, hostile) is None


def test_cells_of_a_workbook_keep_their_types_on_the_way() -> None:
    day = date(2024, 6, 1)
    cells = ("x", "2024-06-01", day, datetime.combine(day, time(7, 30)), 5, 5.0, True, None)
    sent = Contents(workbook=Filled("a.xlsx", {"Nhập tay": [cells]}))
    found = wire.load_contents(wire.dump_contents(sent), FRAME).workbook
    assert found and found == sent.workbook
    assert [type(cell) for cell in found.sheets["Nhập tay"][0]] == [type(cell) for cell in cells]


def test_a_moment_without_a_zone_is_nonsense() -> None:
    opened = prepare(MAILS["registration"], FRAME).opened
    digest = opened.mail.digest
    moment = datetime(2024, 8, 20, tzinfo=UTC)
    said = wire.dump_opened(replace(opened, received=moment))
    assert wire.load_opened(said, digest).received
    with pytest.raises(wire.Nonsense):
        wire.load_opened(wire.dump_opened(replace(opened, received=moment.replace(tzinfo=None))), digest)


def test_the_office_campaign_may_change_while_the_children_live(sandbox: Sandbox) -> None:
    raw = MAILS["registration"]
    first = boundary.at_once(raw, FRAME, sandbox)
    fewer = replace(FRAME, roster=replace(FRAME.roster, units=FRAME.roster.units[:3]))
    other = boundary.at_once(raw, fewer, sandbox)
    assert isinstance(first, Prepared) and isinstance(other, Prepared)
    assert first.understanding.readings[0].unit.unit == SCHOOL_CODE
    assert other.understanding.readings[0].unit.unit != SCHOOL_CODE
    assert boundary.at_once(raw, FRAME, sandbox) == first
