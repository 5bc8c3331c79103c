"""What letters and documents cite: number and day entered once, gaps until then."""

from dataclasses import replace
from datetime import date

import pytest

from rules.basis import (
    PLAN,
    cited,
    codes,
    filled,
    founded_on,
    further,
    guidance,
    kind_of,
    plan_in_words,
    row_of,
    unconfirmed,
    urging_code,
)
from rules.drafting.consolidate import consolidate
from rules.intake.documents_told import documents_told
from rules.rulings import Entered
from tests.seasons import ruled, season_of, shipped_campaign

TODAY = date(2024, 11, 4)


def _entered(code: str, **cells: str) -> tuple[Entered, ...]:
    season = season_of(3)
    return tuple(Entered(row_of(code), column, value, "Hà", season.as_of) for column, value in cells.items())


def test_the_movement_and_its_basis_are_called_as_the_plan_calls_them() -> None:
    opening = consolidate(season_of(3), "report").opening[0]
    assert opening.text.startswith(  # type: ignore[union-attr]
        "Thực hiện Chỉ thị số 01/CT-UBND ngày 19/01/2024 của UBND tỉnh Lào Cai; Kế hoạch số 244/KH-SGDĐT ngày "
        "29/12/2023 của Sở Giáo dục và Đào tạo; Kế hoạch số [… số, ký hiệu của kế hoạch] ngày"
    )
    assert consolidate(season_of(3), "report").head.subject == (
        "Kết quả thực hiện phong trào thi đua “Cải cách hành chính” năm 2024"
    )


def test_number_and_day_entered_once_stand_in_letters_and_documents_from_then_on() -> None:
    season = season_of(3)
    told = _entered(PLAN, number="15/KH-SGDĐT", issued="2024-03-20")
    after = replace(season, rulings=ruled(*told))
    plan = "Kế hoạch số 15/KH-SGDĐT ngày 20/3/2024 của Sở Giáo dục và Đào tạo"
    assert founded_on(season.cited) == season.campaign.name
    assert founded_on(after.cited).startswith(plan)
    assert plan in repr(consolidate(after, "report").opening)
    assert not any("kế hoạch" in gap.what for gap in consolidate(after, "report").cover.gaps)


def test_what_was_entered_later_was_not_known_before() -> None:
    season = season_of(3)
    (number, issued) = _entered(PLAN, number="15/KH-SGDĐT", issued="2024-03-20")
    after = replace(season, rulings=ruled(number, issued))
    earlier = after.at(season.as_of.replace(year=2023))
    assert "[…" in plan_in_words(earlier.cited)


def test_the_last_word_about_a_document_counts_and_a_wrong_day_is_a_gap() -> None:
    campaign = shipped_campaign()
    cells = (*_entered(PLAN, number="1/KH-SGDĐT", issued="2024-03-20"), *_entered(PLAN, number="15/KH-SGDĐT"))
    assert filled(campaign, cells).plan.number == "15/KH-SGDĐT"
    assert filled(campaign, _entered(PLAN, issued="hôm qua")).plan.issued is None


def test_every_reference_waits_for_somebody_who_held_it_in_hand() -> None:
    campaign = shipped_campaign()
    assert {one.code for one in unconfirmed(campaign)} == {PLAN, *(one.code for one in campaign.references)}
    seen = campaign.references[0].model_copy(update={"confirmed_by": "Nguyễn Văn A"})
    some = campaign.model_copy(update={"references": (seen, *campaign.references[1:])})
    assert seen.code not in {one.code for one in unconfirmed(some)}


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("12/HD-SGDĐT", "Hướng dẫn"),
        ("812/SGDĐT-TCCB", "Công văn"),
        ("07/2026/TT-BGDĐT", "Công văn"),
        ("3/QĐ-SGDĐT", "Quyết định"),
        ("40/2024/KH-SGDĐT", "Kế hoạch"),
    ],
)
def test_the_sign_of_a_number_says_what_kind_of_document_it_is(number: str, kind: str) -> None:
    assert kind_of(number) == kind


def test_what_was_issued_is_told_by_day_and_only_with_number_and_day() -> None:
    campaign = shipped_campaign()
    cells = (
        *_entered(urging_code("report"), number="812/SGDĐT-TCCB", issued="2024-11-02"),
        *_entered(further(2), number="40/HD-SGDĐT", issued="2024-04-05", source="triển khai phong trào"),
        *_entered(further(1), number="41/HD-SGDĐT"),
    )
    assert [cited(one) for one in guidance(campaign, cells)] == [
        "Hướng dẫn số 40/HD-SGDĐT ngày 05/4/2024 của Sở Giáo dục và Đào tạo về triển khai phong trào",
        "Công văn số 812/SGDĐT-TCCB ngày 02/11/2024 của Sở Giáo dục và Đào tạo về đôn đốc gửi báo cáo kết quả CCHC "
        "năm 2024",
    ]


# --- In words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code", "number", "day"),
    [
        ("Kế hoạch số 15/KH-SGDĐT ngày 20/3/2024", PLAN, "15/KH-SGDĐT", date(2024, 3, 20)),
        ("ke hoach phat dong: 15/KH-SGDDT, ngay 20-3-2024.", PLAN, "15/KH-SGDDT", date(2024, 3, 20)),
        ("- Số, ngày của kế hoạch: 15/KH-SGDĐT ngày 20 tháng 3 năm 2024", PLAN, "15/KH-SGDĐT", date(2024, 3, 20)),
        ("Công văn đôn đốc báo cáo kết quả số 812/SGDĐT-TCCB ngày 02/11", urging_code("report"), "812/SGDĐT-TCCB",
         date(2024, 11, 2)),
        ("công văn đôn đốc đăng ký: số 500/SGDĐT-TCCB ngày 27/8/2024", urging_code("registration"), "500/SGDĐT-TCCB",
         date(2024, 8, 27)),
        ("Văn bản: Hướng dẫn số 40/HD-SGDĐT ngày 05/4/2024 về triển khai phong trào", further(1), "40/HD-SGDĐT",
         date(2024, 4, 5)),
    ],
)  # fmt: skip
def test_a_line_that_tells_a_document_is_taken(line: str, code: str, number: str, day: date) -> None:
    (cite,), rest = documents_told(f"1 đúng\n{line}\n2 không", shipped_campaign(), TODAY)
    assert (cite.code, cite.number, cite.issued) == (code, number, day)
    assert rest.split("\n") == ["1 đúng", "2 không"]


@pytest.mark.parametrize(
    "line",
    [
        "2 đã nộp bản giấy, công văn số 87/THPTS1BT ngày 12/8/2024",
        "Kế hoạch số 15/KH-SGDĐT chưa ban hành, chờ đến ngày 20/3/2024",
        "Trường có kế hoạch số 15/KH-THPT ngày 20/3/2024 gửi kèm",
        "Kế hoạch số 15/KH-SGDĐT ngày 31/2/2024",
        "Kế hoạch ngày 20/3/2024",
    ],
)
def test_what_is_not_wholly_about_a_document_is_left_to_others(line: str) -> None:
    assert documents_told(line, shipped_campaign(), TODAY) == ((), line)


def test_several_documents_get_several_places() -> None:
    said = "Văn bản: số 40/HD-SGDĐT ngày 05/4/2024\nVăn bản chỉ đạo số 41/SGDĐT-TCCB ngày 06/5/2024 về kiểm tra"
    cites, rest = documents_told(said, shipped_campaign(), TODAY)
    assert [(cite.code, cite.subject) for cite in cites] == [(further(1), ""), (further(2), "kiểm tra")]
    assert rest == ""
    assert {cite.code for cite in cites} <= set(codes(shipped_campaign()))
