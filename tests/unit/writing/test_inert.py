"""What others wrote carries no live link, by the judgement of a program that finds links as mail programs do."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from html import unescape
from typing import Any, get_type_hints

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from linkify_it import LinkifyIt
from linkify_it.tlds import TLDS

from mailbot.writing.inert import inert
from mailbot.writing.workshop import SHIPPED, Workshop
from rules.letters.letter import AcknowledgementFacts
from tests.unit.writing.letter_cases import CAMPAIGN, ROSTER, cases

FINDER = LinkifyIt({}, {"fuzzy_ip": True}).tlds([name.lower() for name in TLDS])


def links(text: str) -> list[str]:
    return [found.text for found in FINDER.match(text) or ()]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("xem https://dang-nhap.evil.example/login?a=b.vn", "xem https[://]dang-nhap.evil.example/login?a=b[.]vn"),
        ("HTTP://x.y", "HTTP[://]x.y"),
        ("zalo.me/abc", "zalo[.]me/abc"),
        ("www.so", "www[.]so"),
        ("vanthu@truong.edu.vn", "vanthu[@]truong[.]edu[.]vn"),
        ("vanthu\uff20truong\u3002vn", "vanthu[@]truong[.]vn"),
        ("mailto:a@b.vn", "mailto[:]a[@]b[.]vn"),
        ("javascript:alert(1)", "javascript[:]alert(1)"),
        ("//evil.com/x", "[//]evil[.]com/x"),
        (r"\\evil.com\tep", r"[\\]evil[.]com\tep"),
        ("ho-so.zip", "ho-so[.]zip"),
        ("evil.com-x", "evil[.]com-x"),
        ("evil.com.qqq", "evil[.]com.qqq"),
        ("e\u200bvil.c\u00adom \u202emoc.live", "evil[.]com moc[.]live"),
        ("192.168.1.10/dang-nhap", "192[.]168.1.10/dang-nhap"),
    ],
)
def test_an_address_or_a_link_is_broken_where_one_sees_it(written: str, read: str) -> None:
    assert inert(written) == read
    assert links(read) == []


@pytest.mark.parametrize(
    "written",
    [
        "Kế hoạch số 25/KH-SGDĐT ngày 25.8.2024, mục 1.2.3; v.v.",
        "PL dang ky CCHC 2024.docx, dang-ky.xlsx, ban-quet.pdf",
        "TP.HCM, ThS.Nguyễn Văn Mẫu, GD.ĐT",
        "Tỉ lệ 3:4, lúc 9:05; 100% hồ sơ @ bộ phận một cửa",
        "a và/hoặc b",
    ],
)
def test_ordinary_text_stays_as_it_is(written: str) -> None:
    assert inert(written) == written


def test_addresses_of_our_own_stay_alive_and_nothing_that_only_holds_one() -> None:
    own = frozenset({"phong@so.vn"})
    assert inert("gửi về phong@so.vn.", own) == "gửi về phong@so.vn."
    assert inert("<Phong@so.vn>", own) == "<Phong@so.vn>"
    for other in ("x.phong@so.vn", "phong@so.vn.evil.com", "phong@so.vn/dang-nhap", "phong@so.vn@evil.com"):
        assert links(inert(other, own)) == []


PIECES = st.sampled_from(
    ["http", "https", ":", "/", "//", "\\", "@", ".", "。", "www", "evil", "com", "vn", "zip", "-", "_", "[", "]",
     " ", "1", "25", "ệ", "mailto", "phong@so.vn", "?", "\u200b", "\u00ad", "xn--p1ai", "рф"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
@example("http:[//]evil.com")
@example("a.[com")
def test_no_text_whatever_holds_a_link_and_breaking_twice_changes_nothing(text: str) -> None:
    once = inert(text)
    assert links(once) == []
    assert inert(once) == once


# --- In letters -----------------------------------------------------------------------------------------------------

EVIL = " https://so.evil.com/dang-nhap, ho-tro@evil.com, evil.com"


def poisoned(value: Any) -> Any:
    """Every text among the facts of a letter, with links behind it; codes stay, or the letter would be another one."""
    if isinstance(value, str):
        return value + EVIL if re.search(r"[\s.]", value) else value
    if isinstance(value, tuple | list):
        return tuple(poisoned(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: poisoned(getattr(value, one.name)) for one in fields(value) if one.init})
    return value


@pytest.mark.parametrize("name", cases())
def test_no_letter_carries_a_link_that_somebody_else_wrote(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case, workshop = cases()[name], Workshop((SHIPPED,))
    honest = workshop.context

    def context(*about: Any) -> dict[str, Any]:
        return {key: value if key in ("drawings", "link") else poisoned(value) for key, value in honest(*about).items()}

    monkeypatch.setattr(workshop, "context", context)
    written = workshop.render(case.order, case.campaign, case.roster)
    assert "evil" in written.text
    own = {CAMPAIGN.office.mailbox, *(address for unit in ROSTER for address in unit.addresses)}
    own |= {getattr(case.order.facts, "link", "")}  # to the page, from the configuration
    shown = unescape(re.sub(r"<[^>]+>", "", re.sub(r"(?s)<head>.*</head>|<!--.*?-->", "", written.html)))
    for text in (written.text, shown, written.subject):
        assert set(links(text)) <= own


def test_an_unknown_address_reads_nothing_that_somebody_else_chose_and_no_link() -> None:
    """By what its facts are: a time and a yes or no."""
    assert get_type_hints(AcknowledgementFacts) == {"arrived_at": datetime, "unnamed": bool}
    for name in ("acknowledgement", "acknowledgement-unnamed"):
        case = cases()[name]
        written = Workshop((SHIPPED,)).render(case.order, case.campaign, case.roster)
        assert links(written.text) == links(re.sub(r"<[^>]+>", "", written.html)) == []
