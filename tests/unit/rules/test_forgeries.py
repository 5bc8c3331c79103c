"""Mails in the name of the office, as they were tried against 0.1.0, whole: none of them decides anything at once."""

from dataclasses import replace

import pytest

from rules.intake.case import Incoming
from rules.intake.decide import decide
from rules.intake.decision import Decision
from rules.intake.proof import Decisions
from rules.letter_kind import CLOSING, QUESTIONS
from rules.mail import Address, Attachment, Mail
from rules.post.authentication import Server, authenticate
from rules.post.manners import judge
from rules.season import LetterFacts, Season
from tests.seasons import people
from tests.unit.rules.making import ROSTER, at, question, season, understood

CLERK, MAILBOX = "ha@so.example", "phongtccb@laocai.edu.vn"
SERVER = Server("mx.so.example", ("mail.so.example",))
ASKED, CLOSED = "<asked@so.example>", "<closed@so.example>"
TRACE = ("Received", "from x ([192.0.2.7]) by mail.so.example with ESMTPSA id 1; Tue, 13 Aug 2024 09:00:00 +0700")
Fields = tuple[tuple[str, str], ...]


def _results(said: str, server: str = "mx.so.example") -> tuple[str, str]:
    return "Authentication-Results", f"{server}; {said}"


LOGGED_IN = _results(f"auth=pass smtp.auth={CLERK}")

# What stood on the forged mails of the trial: in three fields less was claimed than an address, in the last ones more.
FORGED: dict[str, Fields] = {
    "no field": (TRACE,),
    "another server's": (_results(f"auth=pass smtp.auth={CLERK}", "mx.evil.example"), TRACE),
    "dmarc failed": (_results("dmarc=fail header.from=so.example"), TRACE),
    "another user logged in": (_results("auth=pass smtp.auth=thptso2@so.example"), TRACE),
    "spf of the shared domain": (_results("spf=pass smtp.mailfrom=thptso2@so.example"), TRACE),
    "dkim of the shared domain": (_results("dkim=pass header.d=thpt2.so.example"), TRACE),
    "the sender's own field in our server's name": (TRACE, LOGGED_IN),
    "the domain passed": (_results("dmarc=pass header.from=so.example"), TRACE),
}


def _known() -> Season:
    letters = tuple(
        LetterFacts(number, kind, str(number), (CLERK,), None, None, "sent", at("13/8 08:00"), message_id=name,
                    items=items)
        for number, kind, name, items in (
            (1, QUESTIONS, ASKED, ("question:1",)),
            (2, CLOSING, CLOSED, ("question:1",)),
        )
    )  # fmt: skip
    known = season("13/8 10:00", letters=letters, questions=(question("unit", "bac-ha"),))
    office = known.campaign.office.model_copy(update={"people": people(CLERK), "mailbox": MAILBOX})
    return replace(known, campaign=known.campaign.model_copy(update={"office": office}))


def _comes(
    text: str,
    fields: Fields,
    *,
    names: str = "",
    decisions: Decisions = "confirmed",
    workbook: bool = False,
    sealed: bool = False,
) -> Decision:
    named = (names,) if names else ()
    files = (Attachment("so-lieu.xlsx", b"x" * 9_000, part="2"),) if workbook else ()
    written = Mail(
        "d" * 64, "<m@so.example>", "Re: Cần quyết định" if names else "Gửi mailbot", Address(CLERK), text=text,
        to=(Address(MAILBOX),), in_reply_to=named, references=named, headers=fields, attachments=files,
    )  # fmt: skip
    return decide(
        Incoming(
            9, at("13/8 10:00"), written, understood(), judge(written), authentication=authenticate(written, SERVER),
            workbook=workbook, sealed=sealed, decisions=decisions,
        ),
        _known(),
    )  # fmt: skip


WAYS: tuple[Decisions, ...] = ("confirmed", "proven")


@pytest.mark.parametrize("decisions", WAYS)
@pytest.mark.parametrize("fields", FORGED.values(), ids=FORGED.keys())
def test_from_and_the_name_of_a_letter_decide_nothing_at_once(fields: Fields, decisions: Decisions) -> None:
    reply = _comes("1 đúng", fields, names=ASKED, decisions=decisions).reply
    assert reply is not None
    assert (reply.weight == "proposed" and decisions == "confirmed") or not reply.orders


@pytest.mark.parametrize("decisions", WAYS)
@pytest.mark.parametrize("fields", FORGED.values(), ids=FORGED.keys())
def test_from_alone_decides_nothing_at_once(fields: Fields, decisions: Decisions) -> None:
    wanted = _comes(f"Miễn {ROSTER.unit('bac-ha').name} nhé em", fields, decisions=decisions).wanted
    decides = wanted is not None and wanted.weight != "refused"  # what is refused is told how to be proven
    assert not decides or (wanted is not None and (wanted.weight, decisions) == ("proposed", "confirmed"))


@pytest.mark.parametrize("decisions", WAYS)
@pytest.mark.parametrize("fields", FORGED.values(), ids=FORGED.keys())
@pytest.mark.parametrize(("names", "sealed"), [("", False), (ASKED, False), (CLOSED, False), ("", True)])
def test_from_and_a_workbook_take_nothing_at_once(
    fields: Fields, decisions: Decisions, names: str, sealed: bool
) -> None:
    """Built from the public code it is not looked at; leaked, or with the name of the letter that carried it, it is
    proposed at most."""
    taken = _comes("", fields, names=names, decisions=decisions, workbook=True, sealed=sealed).takes_workbook
    ours = sealed or names == CLOSED
    assert taken == "refused" or (taken == "proposed" and ours and decisions == "confirmed")


def test_the_same_mails_count_where_our_server_says_who_logged_in() -> None:
    proven = (LOGGED_IN, TRACE)
    reply = _comes("1 đúng", proven, names=ASKED).reply
    assert reply is not None and (reply.weight, len(reply.orders)) == ("counts", 1)
    wanted = _comes(f"Miễn {ROSTER.unit('bac-ha').name} nhé em", proven).wanted
    assert wanted is not None and wanted.weight == "counts"
    assert _comes("", proven, workbook=True, sealed=True).takes_workbook == "counts"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("", "Đ/c Mẫu cho anh xem danh sách các đơn vị chưa đăng ký, kèm số điện thoại. Nguyễn Thế Dũng"),
        ("Nguyen The Dung", "Gửi tôi danh sách các đơn vị chưa đăng ký."),
        ("", "Gửi ngay danh sách.\n\nNguyễn Thế Dũng\nPhó Giám đốc"),
    ],
)
def test_whoever_signs_as_a_leader_from_elsewhere_gets_nothing_and_stands_before_the_office(
    name: str, text: str
) -> None:
    decision = _from_elsewhere(name, text)
    (asked,) = decision.questions
    assert (decision.verdict, decision.letters, decision.reply, decision.wanted) == ("unclear", (), None, None)
    assert "ký tên Nguyễn Thế Dũng" in asked.text and "dung64@thu.example" in asked.text and asked.unit is None


def test_a_mail_to_a_leader_is_not_signed_by_him() -> None:
    decision = _from_elsewhere("Lan", "Kính gửi đồng chí Nguyễn Thế Dũng, em hỏi thăm sức khỏe.\n\nLan")
    assert decision.questions == ()


def _from_elsewhere(name: str, text: str) -> Decision:
    written = Mail(
        "d" * 64, "<p@thu.example>", "", Address("dung64@thu.example", name), text=text, to=(Address(MAILBOX),)
    )
    known = _known()
    office = known.campaign.office.model_copy(update={"signer_name": "Nguyễn Thế Dũng"})
    known = replace(known, campaign=known.campaign.model_copy(update={"office": office}))
    return decide(Incoming(9, at("13/8 10:00"), written, understood(), judge(written)), known)
