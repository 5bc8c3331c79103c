"""Units as people write them. The digit and the district are never fuzzy."""

import pytest

from rules.papers.match import Evidence, settle, unit_index
from tests.unit.rules.papers import roster

INDEX = unit_index(roster())


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("SỞ GD&ĐT LÀO CAI TRƯỜNG PTDTNT THCS&THPT HUYỆN BẮC HÀ", "ptdtnt-bac-ha"),
        ("Trường Trung học phổ thông số 02 huyện Bát Xát", "thpt-so-2-bat-xat"),
        ("THPT Bảo Thắng số 2", "thpt-so-2-bao-thang"),
        ("PTDT Nội trú huyện Simacai", "ptdtnt-si-ma-cai"),
        ("Trường THPT số 1 TX Sapa", "thpt-so-1-sa-pa"),
        ("Trường DTNT THCS&THPT Bắc Hà", "ptdtnt-bac-ha"),
        ("TRƯỜNG THCS VÀ THPT BẮC HÀ", "thcs-thpt-bac-ha"),
        ("Phòng GDTH", "phong-gdth"),
        ("P.GDTrH", "phong-gdtrh"),
        ("PHÒNG GIÁO DỤC TRUNG HỌC", "phong-gdtrh"),
        ("VĂN PHÒNG", "phong-vp"),
        ("Thanh tra", "phong-ttra"),
        ("THPT số 2 TP. Lào Cai", "thpt-so-2-tp-lao-cai"),
    ],
)
def test_a_name_is_known_however_it_is_written(text: str, unit: str) -> None:
    assert INDEX.named(text) == {unit}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("PDK_CCHC_THPTS2BY", "thpt-so-2-bao-yen"),
        ("DANG KY CCHC 2024 THPT2 MK", "thpt-so-2-muong-khuong"),
        ("dang ky CCHC thpt so 2 SMC (chinh thuc)", "thpt-so-2-si-ma-cai"),
        ("87/THPTS2BT", "thpt-so-2-bao-thang"),
        ("DK CCHC THPTSo1BatXat", "thpt-so-1-bat-xat"),
        ("PGDTH_dangky_2024", "phong-gdth"),
        ("VP So - BC 2024", "phong-vp"),
    ],
)
def test_a_name_is_found_in_file_names_and_signs(text: str, unit: str) -> None:
    assert [mention.units for mention in INDEX.find(text)] == [{unit}]


@pytest.mark.parametrize(
    "text",
    [
        "Trường THPT số 7 Bảo Thắng",
        "THPT số 1 huyện Văn Yên",
        "Trường THCS Bát Xát",
        "Tổ Toán",
        "63/DS-THPT",
        "Tổ Văn phòng",
        "Ban Thanh tra nhân dân",
        "Tong hop cum Bao Yen",
    ],
)
def test_what_is_no_unit_of_the_roster_is_none(text: str) -> None:
    assert INDEX.find(text) == ()


def test_a_name_without_its_district_fits_several() -> None:
    assert len(INDEX.named("Trường THPT số 1")) > 5


def evidence(**sources: set[str]) -> list[Evidence]:
    return [Evidence(source.replace("_", "-"), frozenset(units)) for source, units in sources.items()]  # type: ignore[arg-type]


def test_the_document_decides_before_what_is_around_it() -> None:
    guess = settle(evidence(sender={"b"}, header={"a"}))
    assert (guess.unit, guess.rule, guess.certain) == ("a", "header", True)


def test_two_names_in_the_document_that_differ_are_no_certainty() -> None:
    assert not settle(evidence(header={"a"}, label={"b"})).certain


def test_a_name_only_around_the_document_is_a_guess() -> None:
    assert not settle(evidence(sender={"a"})).certain
    assert settle(evidence(file_name={"a"}, sender={"a"})).certain


def test_what_fits_several_is_narrowed_or_stays_ambiguous() -> None:
    assert settle(evidence(header={"a", "b"}, sender={"b"})).unit == "b"
    guess = settle(evidence(header={"a", "b"}, sender={"c"}))
    assert (guess.unit, guess.candidates) == (None, ("a", "b"))


def test_no_evidence_is_unknown() -> None:
    guess = settle([])
    assert (guess.unit, guess.candidates, guess.certain) == (None, (), False)
