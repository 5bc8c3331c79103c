"""Fonts from before Unicode."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.reading.legacy_fonts import scheme_of, to_unicode
from mailbot.reading.vietnamese import is_syllable, legacy_font_of, likeness

MOTTO = "Cộng hòa xã hội chủ nghĩa Việt Nam"


@pytest.mark.parametrize(
    ("font", "typed", "shown"),
    [
        (".VnTime", "Céng hßa x· héi chñ nghÜa ViÖt Nam", MOTTO),
        (".VnTimeH", "b¸o c¸o kÕt qu¶", "BÁO CÁO KẾT QUẢ"),
        (".VnTime", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        (".VnArial", "ng­êi thùc hiÖn", "người thực hiện"),
        ("VNI-Times", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", MOTTO),
        ("VNI-Helve", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        ("VNI-Times", "TRÖÔØNG TRUNG HOÏC", "TRƯỜNG TRUNG HỌC"),
        ("Times New Roman", "Trường", "Trường"),
        (".VnTime", "Trường đã là Unicode", "Trường đã là Unicode"),
    ],
)
def test_what_the_font_shows_is_what_is_read(font: str, typed: str, shown: str) -> None:
    assert to_unicode(typed, font) == shown


def test_capitals_of_tcvn3_are_fonts_of_their_own() -> None:
    assert [scheme_of(font) for font in (".VnTimeH", ".VnTime", ".VnArialH", "VNI-Times", "Arial")] == [
        "tcvn3-capitals",
        "tcvn3",
        "tcvn3-capitals",
        "vni",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do", ".VnTime"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI-Times"),
        (MOTTO, None),
        ("Trường THPT số 1 Si Ma Cai, Lừu Seo Phừ, Giàng A Dơ", None),
        ("plain ascii text", None),
    ],
)
def test_a_text_that_has_lost_its_fonts_tells_them_itself(text: str, font: str | None) -> None:
    assert legacy_font_of(text) == font


@given(st.text(max_size=60), st.sampled_from([".VnTime", ".VnTimeH", "VNI-Times", "Arial"]))
def test_no_text_breaks_the_conversion(text: str, font: str) -> None:
    shown = to_unicode(text, font)
    assert shown == text or unicodedata.is_normalized("NFC", shown) or font == ".VnTimeH"


def test_syllables() -> None:
    for word in ("nghiêng", "Quyết", "thuở", "giữ", "ngoẹo", "yên", "khuỷu", "ương", "UYÊN"):
        assert is_syllable(word), word
    for word in ("ViÖt", "héi", "strong", "thật§", "bcd", "aeo"):
        assert not is_syllable(word), word
    assert likeness("") == 0.0
    assert likeness("THPT GD&ĐT") == 1.0 or likeness("THPT") == 0.0
