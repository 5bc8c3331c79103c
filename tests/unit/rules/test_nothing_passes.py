"""Every clause that a person of the office writes is done, asked back, or named to her as not done: nothing passes."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.intake.office_orders import About, Answer, Asked, Reply
from rules.intake.office_replies import parse_reply
from rules.intake.office_requests import wishes
from rules.intake.telling import Tell
from rules.standing import questions as ask
from rules.text import bare
from tests.seasons import shipped_campaign, shipped_roster

CAMPAIGN = shipped_campaign()
ROSTER = shipped_roster(CAMPAIGN)
TODAY = date(2024, 8, 20)  # a Tuesday
ASKED = Asked(
    questions=(2, 3, 5, 7),
    abouts=(
        About(2, ask.PROSE, "thpt-so-1-sa-pa"),
        About(3, ask.EXTENSION, "ptdtnt-bao-thang", ("2024-08-30",), suggested=False),
        About(5, ask.EXEMPTION, "thpt-hoang-lien", suggested=False),
        About(7, ask.SIMILAR, "thpt-so-1-bat-xat", ("a", "b")),
    ),
)
UNITS = ("phong-vp", "phong-khtc", "thpt-so-1-sa-pa", "thpt-hoang-lien", "ptdtnt-bac-ha")
BATCH = Asked(rows=len(UNITS), units=UNITS)

DECISIONS = (
    "câu 2 đúng", "3 cho đến 28/8", "5 không", "7 là một", "Hoàng Liên không miễn", "Sa Pa 1 ghi nhận", "cau 7 dung",
    "nội trú Bảo Thắng đồng ý", "câu 3 thêm 3 ngày", "2, 7 đúng",
)  # fmt: skip
ORDERS = ("gửi đi", "dừng lại", "trừ Hoàng Liên", "bỏ Sa Pa 1 ra", "hoãn đến thứ Sáu", "Văn phòng thì thôi", "duyệt")
WISHES = (
    "còn trường nào chưa gửi", "gia hạn cho Hoàng Liên đến 30/8", "miễn Thanh tra", "cho chị xin bản dự thảo",
    "gửi lại biểu mẫu cho Sa Pa 1", "đừng nhắc nội trú Bắc Hà",
)  # fmt: skip
BESIDE = (
    "lần sau trường phải nộp sớm", "nhớ ghi là lần cuối", "máy in phòng chị hỏng", "cô Lan mới sinh con",
    "thêm tên vào sổ trực", "đổi luôn tên hiệu trưởng", "in cho chị hai bản", "xe đưa đoàn đi lúc 7h",
    "báo cả Công đoàn ngành biết", "đường lên đấy đang sạt", "chuyển hồ sơ sang Thanh tra", "khen trường ấy một câu",
    "ghi chú vào sổ theo dõi", "anh Dũng hỏi mãi", "lap bang ke cho huyen", "trường này năm ngoái cũng thế",
)  # fmt: skip
"""Nothing of this is known to mailbot."""
_SYLLABLES = st.sampled_from(("blan", "troem", "kuy", "zep", "fol", "wanh", "jit", "phoz", "skal", "drum"))
_nonsense = st.lists(_SYLLABLES, min_size=3, max_size=5).map(" ".join)
_other = st.one_of(st.sampled_from(BESIDE), _nonsense)
_joints = st.sampled_from((", ", ". ", "\n", "; "))


def _mixes(known: Sequence[str]) -> st.SearchStrategy[tuple[str, tuple[str, ...]]]:
    """A mail of one or two known clauses with other ones, and the others."""

    @st.composite
    def mix(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
        others = draw(st.lists(_other, min_size=1, max_size=2, unique=True))
        clauses = draw(st.permutations((*others, *draw(st.lists(st.sampled_from(known), min_size=1, max_size=2)))))
        text = clauses[0]
        for clause in clauses[1:]:
            joint = draw(_joints)
            text += joint + (clause if joint in (", ", "; ") else f"{clause[:1].upper()}{clause[1:]}")
        return text, tuple(others)

    return mix()


def _plain(text: str) -> str:
    return " ".join(bare(text).replace(",", " ").split()).strip(" .")


def _missing(others: Sequence[str], outcome: Sequence[str]) -> list[str]:
    told = " | ".join(map(_plain, outcome))
    return [one for one in others if _plain(one) not in told]


def _outcome(reply: Reply) -> list[str]:
    sent = [one.words for one in reply.orders if isinstance(one, Tell)]
    sent += [str(one.given) for one in reply.orders if isinstance(one, Answer)]
    return [*sent, *(one.statement for one in reply.unclear), *reply.beside]


@settings(max_examples=15)
@given(_mixes(DECISIONS))
def test_beside_an_answer_nothing_passes(mail: tuple[str, tuple[str, ...]]) -> None:
    text, others = mail
    assert _missing(others, _outcome(parse_reply(text, ASKED, ROSTER, TODAY))) == []


@settings(max_examples=15)
@given(_mixes(ORDERS))
def test_beside_a_word_on_a_batch_nothing_passes(mail: tuple[str, tuple[str, ...]]) -> None:
    text, others = mail
    assert _missing(others, _outcome(parse_reply(text, BATCH, ROSTER, TODAY))) == []


@settings(max_examples=15)
@given(_mixes(WISHES))
def test_in_a_mail_of_her_own_nothing_passes(mail: tuple[str, tuple[str, ...]]) -> None:
    text, others = mail
    found = wishes(text, CAMPAIGN, ROSTER, TODAY)
    told = [one.words for one in found.requests if isinstance(one, Tell)]
    assert _missing(others, [*told, *found.left, *found.beside]) == []
