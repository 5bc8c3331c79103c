"""What the office reads of a mail in one sentence, and what a receipt tells beside what was recorded."""

from dataclasses import replace

import pytest

from rules.initiative import Reading
from rules.intake.case import Incoming
from rules.intake.decide import decide
from rules.intake.decision import Decision
from rules.letters.letter import ReceiptFacts
from rules.mail import Attachment, Mail
from rules.post.authentication import Authentication
from rules.season import Season
from rules.standing import questions as ask
from tests.unit.rules.making import at, incoming, item, mail, mark, on, reading, season, understood, version

ONE, TWO = item("Số hóa hồ sơ một cửa"), item("Họp không giấy")


def handle(
    written: Mail,
    *readings: Reading,
    known: Season | None = None,
    when: str = "10/8",
    other: tuple[str, ...] = (),
    **more: object,
) -> Decision:
    arrived: Incoming = replace(incoming(when, written, understood(*readings, other=other)), **more)  # type: ignore[arg-type]
    return decide(arrived, known or season(when))


def receipt(decision: Decision) -> ReceiptFacts:
    (order,) = decision.letters
    assert isinstance(order.facts, ReceiptFacts)
    return order.facts


@pytest.mark.parametrize(
    ("written", "readings", "expected"),
    [
        (mail(), (reading(ONE, TWO),), "Ghi nhận 02 nội dung đăng ký của Trường THPT số 1 Bảo Thắng."),
        (
            mail("canhan@thu.example"),
            (reading(ONE),),
            "Tạm ghi 01 nội dung đăng ký của Trường THPT số 1 Bảo Thắng, chờ xác nhận.",
        ),
        (
            mail("canhan@thu.example"),
            (reading(ONE, unit=None),),
            "Tạm ghi 01 nội dung đăng ký của đơn vị chưa xác định, chờ xác nhận.",
        ),
        (
            mail("phongtccb@laocai.edu.vn"),
            (reading(ONE), reading(TWO, unit="bac-ha", files=("bh.docx",))),
            "Ghi nhận 02 nội dung đăng ký của Trường THPT số 1 Bảo Thắng và Trường THPT số 1 Bắc Hà.",
        ),
    ],
)
def test_the_office_reads_how_much_was_recorded_and_whose_it_is(
    written: Mail, readings: tuple[Reading, ...], expected: str
) -> None:
    assert handle(written, *readings).reason == expected


def test_what_was_recorded_before_is_said_to_be_nothing_new() -> None:
    known = season("10/8", version(1, "5/8", ONE, files=("dk.docx",), digests=("sha-dk.docx",)))
    assert "không có gì mới" in handle(mail(), reading(ONE), known=known).reason


def test_a_withdrawal_is_told_as_one() -> None:
    known = season("10/8", version(1, "5/8", ONE, TWO))
    decision = handle(mail(), reading(withdrawn=("Họp không giấy",)), known=known)
    assert decision.reason == "Trường THPT số 1 Bảo Thắng xin rút 01 nội dung đăng ký."


def test_a_receipt_knows_the_deadline_that_the_office_gave_this_unit() -> None:
    known = season("27/8", marks=(mark("extension", "bao-thang", "30/8"),))
    (part,) = receipt(handle(mail(), reading(ONE), known=known, when="27/8")).parts
    assert (part.timeliness, part.last_day) == ("on-time", on("30/8"))
    (other,) = receipt(handle(mail(), reading(ONE))).parts
    assert other.last_day is None


def test_the_cover_of_a_forwarded_mail_is_not_told_as_a_file() -> None:
    covers = (Attachment("Chuyen tiep.eml", b"x", "message/rfc822"), Attachment("cu.eml", b"x"))
    forwarded = replace(mail(), attachments=covers)
    told = receipt(handle(forwarded, reading(ONE), other=("Chuyen tiep.eml", "cu.eml", "anh.docx"))).documents
    assert [document.name for document in told] == ["dk.docx", "anh.docx"]


def test_what_fails_a_check_is_held_in_front_of_a_person() -> None:
    refuted = Authentication("failed", ("spf", "dmarc"))
    decision = handle(mail(), reading(ONE), authentication=refuted)
    (kept,) = decision.versions
    assert (kept.provisional, kept.unit, decision.letters) == (True, "bao-thang", ())
    assert "SPF, DMARC" in decision.questions[0].text
    assert decision.questions[0].suggestion == ask.NO  # to agree to every suggestion confirms no forgery
    assert any(step.rule == "failed-check" for step in decision.trace)


@pytest.mark.parametrize("verdict", ["passed", "unproven", "not-asked"])
def test_only_a_failed_check_holds_a_mail(verdict: str) -> None:
    decision = handle(mail(), reading(ONE), authentication=Authentication(verdict))  # type: ignore[arg-type]
    assert not decision.versions[0].provisional
    assert len(decision.letters) == 1


def test_the_moment_of_arrival_is_kept_whatever_the_check_says() -> None:
    decision = handle(mail(), reading(ONE), authentication=Authentication("failed", ("dkim",)))
    assert decision.versions[0].arrived_at == at("10/8")
