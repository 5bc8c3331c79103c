"""Which mails confirm what was proposed: every forgery and every accident that was tried, and people as they write."""

import re
from dataclasses import replace
from functools import cache

import pytest

from mailbot.writing.letters import Letters
from mailbot.writing.workshop import Rendered
from rules.intake.case import Incoming
from rules.intake.decide import decide
from rules.intake.decision import Confirmation, Decision
from rules.letter_kind import CODE
from rules.letters.letter import CodeFacts, LetterOrder, Wish
from rules.mail import Address, Mail
from rules.post.authentication import Authentication
from rules.post.manners import judge
from rules.proposal import Proposal
from rules.season import LetterFacts, Season
from tests.seasons import people
from tests.unit.rules.making import ROSTER, at, campaign, season, understood

CLERK, COLLEAGUE, STRANGER = "ha@so.example", "minh@so.example", "la@thu.example"
MAILBOX = "phongtccb@laocai.edu.vn"
NAME, MARK, CODE_OF_IT = "<code@so.example>", "3f9c1e0b7a5d42688c1f0e9d7b6a5432", "482913"
SHOWN = Proposal(
    1,
    CLERK,
    5,
    at("13/8 09:00"),
    "1 đúng",
    (1,),
    answers="<q@so.example>",
    code=CODE_OF_IT,
    mark=MARK,
    letter=NAME,
    shown_at=at("13/8 09:01"),
    expires_at=at("16/8 23:59"),
)


@cache
def _letter() -> Rendered:
    """As the template writes it."""
    wish = Wish(CODE_OF_IT, SHOWN.at, SHOWN.words, ("Câu 1: đúng. Nội dung được ghi nhận cho Văn phòng Sở.",))
    assert SHOWN.expires_at is not None
    order = LetterOrder(CODE, "code:1", (CLERK,), CodeFacts((wish,), MARK, SHOWN.expires_at))
    return Letters().render(order, campaign(), ROSTER)


def _known(*proposals: Proposal) -> Season:
    office = campaign().office.model_copy(update={"people": people(CLERK, COLLEAGUE), "mailbox": MAILBOX})
    sent = LetterFacts(
        9, CODE, "code:1", (CLERK,), None, None, "sent", at("13/8 09:01"), message_id=NAME, items=("proposal:1",)
    )
    known = season("13/8 10:00", letters=(sent,), proposals=proposals or (SHOWN,))
    return replace(known, campaign=known.campaign.model_copy(update={"office": office}))


def _decided(
    text: str,
    sender: str = CLERK,
    *,
    subject: str = "Re: Cần anh/chị xác nhận 01 việc",
    names: str = NAME,
    when: str = "13/8 10:00",
    known: Season | None = None,
    proof: Authentication = Authentication("not-asked"),  # noqa: B008  # frozen
    headers: tuple[tuple[str, str], ...] = (),
) -> Decision:
    named = (names,) if names else ()
    written = Mail(
        "d" * 64, "<m@so.example>", subject, Address(sender), text=text, in_reply_to=named, references=named,
        headers=headers,
    )  # fmt: skip
    found = Incoming(100, at(when), written, understood(), judge(written), authentication=proof)
    return decide(found, known or _known())


def _said(text: str, sender: str = CLERK, **more: object) -> Confirmation:
    found = _decided(text, sender, **more).confirms  # type: ignore[arg-type]
    assert found is not None
    return found


# --- As people write --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "xác nhận 482913",
        "Xác nhận 482 913.",
        "xac nhan 482913",
        "XÁC NHẬN: 482-913",
        "Tôi xác nhận mã 482913 ạ",
        "Dạ em xác nhận 482913\n\nTrân trọng,\nThu Hà",
        "xác nhận 482913\n\nGửi từ iPhone của tôi",
        "xác nhận 482913\n\n> Cần anh/chị xác nhận\n> Mã: 482 913",
    ],
)
def test_phrase_and_code_confirm(text: str) -> None:
    assert _said(text).chosen == (1,)


def test_the_letter_is_named_by_the_mark_in_the_subject_too() -> None:
    assert _said("xác nhận 482913", subject=f"TL: Cần anh/chị xác nhận [{MARK}]", names="").chosen == (1,)


def test_several_codes_in_one_mail_confirm_several() -> None:
    both = _known(SHOWN, replace(SHOWN, number=2, code="190274"))
    assert _said("xác nhận 482913\nxác nhận 190274", known=both).chosen == (1, 2)
    assert _said("xác nhận 482913, 190274", known=both).chosen == (1, 2)


@pytest.mark.parametrize("text", ["không", "Không đồng ý.", "Không phải\n\nThu Hà"])
def test_whoever_says_no_has_it_dropped(text: str) -> None:
    assert _said(text.partition("\n")[0]).drops == (1,)


# --- What confirms nothing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["ok", "Đồng ý", "Đồng ý nhé, cảm ơn", "1 đúng", "Xác nhận", "482913", "mã là 482913"])
def test_without_phrase_and_code_together_the_writer_reads_that_the_code_is_missing(text: str) -> None:
    found = _said(text)
    assert (found.chosen, found.wrong, found.to) == ((), False, (CLERK,))
    assert "chưa có mã" in found.note


@pytest.mark.parametrize("text", ["xác nhận 482914", "xác nhận 482913, 000001", "xác nhận 000001 000002 482913"])
def test_a_guess_is_a_try_and_confirms_nothing(text: str) -> None:
    found = _said(text)
    assert (found.chosen, found.wrong) == ((), True)


def test_a_code_of_another_letter_is_a_wrong_one() -> None:
    other = replace(SHOWN, number=2, person=COLLEAGUE, code="190274", letter="<other@so.example>", mark="0" * 32)
    found = _said("xác nhận 190274", known=_known(SHOWN, other))
    assert (found.chosen, found.wrong) == ((), True)


def test_a_stranger_who_names_no_letter_burns_no_code() -> None:
    assert _decided("xác nhận 000001", names="").confirms is None
    assert _decided("xác nhận 482913", names="").confirms is None


def test_an_old_code_confirms_nothing() -> None:
    found = _said("xác nhận 482913", when="17/8 00:10")
    assert (found.chosen, found.wrong) == ((), False)
    assert "hết hiệu lực" in found.note


@pytest.mark.parametrize(("state", "told"), [("confirmed", "từ trước"), ("lapsed", "hết hiệu lực")])
def test_a_code_that_was_used_confirms_nothing(state: str, told: str) -> None:
    used = replace(SHOWN, state=state)  # type: ignore[arg-type]
    found = _said("xác nhận 482913", known=_known(used))
    assert (found.chosen, found.wrong) == ((), False)
    assert told in found.note


def test_a_letter_whose_place_another_took_confirms_nothing() -> None:
    anew = replace(SHOWN, code="555555", letter="<new@so.example>", mark="1" * 32)
    assert "thay bằng" in _said("xác nhận 482913", known=_known(anew)).note


@pytest.mark.parametrize("sender", [COLLEAGUE, MAILBOX])
def test_from_another_address_of_the_office_the_right_code_confirms_nothing(sender: str) -> None:
    found = _said("xác nhận 482913", sender)
    assert (found.chosen, found.wrong, found.to) == ((), False, (sender,))
    assert "địa chỉ nhận mã" in found.note


def test_from_outside_the_office_it_confirms_nothing_and_the_office_is_told() -> None:
    decision = _decided("xác nhận 482913", STRANGER)
    assert decision.confirms is None
    assert decision.reply is not None and decision.reply.stranger


def test_whom_our_server_refutes_confirms_nothing() -> None:
    found = _said("xác nhận 482913", proof=Authentication("failed", ("dmarc",)))
    assert (found.chosen, found.to) == ((), (CLERK, COLLEAGUE))


def test_a_forwarded_letter_confirms_nothing() -> None:
    found = _said("xác nhận 482913", subject=f"Fwd: Cần anh/chị xác nhận [{MARK}]")
    assert found.chosen == ()
    assert "chuyển tiếp" in found.note


@pytest.mark.parametrize(
    "headers", [("Auto-Submitted", "auto-replied"), ("X-Autoreply", "yes"), ("Precedence", "bulk"), ("List-Id", "tccb")]
)
def test_a_machine_confirms_nothing(headers: tuple[str, str]) -> None:
    decision = _decided("xác nhận 482913", headers=(headers,))
    assert (decision.verdict, decision.confirms) == ("automatic", None)


@pytest.mark.parametrize("text", ["> xác nhận 482913\n\nTôi chưa rõ", "Vào 13/8/2024, Hà viết:\n> xác nhận 482913"])
def test_a_code_in_a_quotation_or_below_one_confirms_nothing(text: str) -> None:
    found = _decided(text).confirms
    assert found is None or found.chosen == ()
    assert _said(f"Tôi chưa rõ\n> Mã ở đâu?\n\n{text.strip('> ')}").chosen == ()


def _copies() -> list[str]:
    """The whole letter as rules, notes and ticket systems quote it."""
    text = _letter().text
    lines = text.splitlines()
    return [
        text,
        "\n".join(f"> {line}" for line in lines),
        "\n".join(f"    {line}" for line in lines),
        "\n".join(line for line in lines if line.strip()),
        " ".join(text.split()),
        re.sub(r"(?m)(?<=\S)\n(?=\S)", " ", text),
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", _letter().html)),
        re.sub(r"<[^>]+>", "\n", _letter().html),
    ]


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("sender", [CLERK, COLLEAGUE, MAILBOX, STRANGER, "nhom-tccb@so.example"])
@pytest.mark.parametrize("above", ["", "Tôi nghỉ phép đến hết ngày 30/8, việc gấp xin gọi đồng nghiệp.\n\n", "FYI\n\n"])
def test_no_copy_of_the_whole_letter_confirms(number: int, sender: str, above: str) -> None:
    """A rule that passes it on to the office's own mailbox, a colleague or a group; a vacation note that quotes it
    with and without marks; a ticket system."""
    for subject in (f"Re: {_letter().subject}", f"Fwd: {_letter().subject}", f"[#812] {_letter().subject}"):
        found = _decided(above + _copies()[number], sender, subject=subject).confirms
        assert found is None or (found.chosen, found.wrong) == ((), False)


def test_a_copy_that_a_rule_passes_on_is_not_answered() -> None:
    decision = _decided(_letter().text, subject=_letter().subject)
    assert (decision.confirms, decision.letters) == (None, ())


def test_the_letter_shows_phrase_and_number_apart() -> None:
    for copy in _copies():
        assert not re.search(r"xác nhận\W{0,6}\d", copy, re.IGNORECASE)
