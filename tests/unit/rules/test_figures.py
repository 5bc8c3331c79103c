"""Figures, and the document that `status --json` prints."""

import json
from dataclasses import replace

from rules.campaign import FIGURES
from rules.drafting.figures import COUNTED, figures
from rules.drafting.status_document import status_document
from rules.figure import Figure
from rules.season import ArrivalFacts, Season
from tests.unit.rules.making import at, item, mark, question, season, version

ONE = item("Ngày không hẹn", field="tthc", type="mo-hinh")
TWO = item("Họp không giấy", field="chinh-quyen-so")


def counted(where: Season) -> dict[str, Figure]:
    found = figures(where)
    assert len({figure.code for figure in found}) == len(found)
    return {figure.code: figure for figure in found}


def pair(figure: Figure) -> tuple[int, int | None]:
    return figure.count, figure.total


def test_every_figure_that_a_campaign_file_may_name_is_counted() -> None:
    assert set(COUNTED) == set(FIGURES)


def test_who_sent_is_counted_over_those_who_must() -> None:
    sent = (version(1, "1/8", ONE, TWO), version(2, "26/8", ONE, unit="van-phong"), version(3, "1/8", ONE, unit="mien"))
    found = counted(season("1/9", *sent))
    assert pair(found["sent:registration"]) == (2, 3)
    assert pair(found["sent:registration:truong"]) == (1, 2)
    assert "sent:registration:trung-tam" not in found
    assert pair(found["target:dang-ky-phong"]) == (1, 1)
    assert pair(found["target:dang-ky-don-vi"]) == (1, 2)
    assert found["target:dang-ky-phong"].percent == found["target:dang-ky-phong"].target_percent == 100


def test_an_exempted_unit_is_not_missed_and_paper_counts() -> None:
    found = counted(season("1/9", marks=(mark("exempt", "bac-ha"), mark("paper", "van-phong"))))
    assert pair(found["sent:registration"]) == (1, 2)


def test_timeliness_is_counted_over_what_arrived() -> None:
    sent = (version(1, "1/8", ONE), version(2, "25/8", ONE, unit="bac-ha"), version(3, "26/8", ONE, unit="van-phong"))
    found = counted(season("1/9", *sent))
    assert [pair(found[f"{code}:registration"]) for code in ("on-time", "last-day", "late")] == [(1, 3)] * 3


def test_initiatives_are_counted_by_every_choice_and_the_unsaid_is_said() -> None:
    found = counted(season("1/9", version(1, "1/8", ONE, TWO), version(2, "1/8", ONE, unit="bac-ha")))
    assert pair(found["initiatives:registration"]) == (3, None)
    assert pair(found["choice:registration:field:tthc"]) == (2, 3)
    assert pair(found["choice:registration:type:mo-hinh"]) == (2, 3)
    assert pair(found["choice:registration:type:"]) == (1, 3)


def test_reported_is_counted_against_registered() -> None:
    sent = (version(1, "1/8", ONE, TWO), version(2, "1/10", ONE, stage="report"))
    assert pair(counted(season("20/10", *sent))["reported:report"]) == (1, 2)


def test_a_stage_that_has_not_begun_has_no_figures() -> None:
    assert not any(code.startswith("sent:report") for code in counted(season("1/8")))


def test_shares_of_official_mail_and_signed_files() -> None:
    ours = ArrivalFacts(1, at("1/8"), "done", "submission", "", official=True)
    mails = (ours, replace(ours, id=2, official=False), replace(ours, id=3, verdict="other"))
    sent = (replace(version(1, "1/8", ONE), signed=1), version(2, "1/8", ONE, unit="bac-ha", files=("a.docx", "b.pdf")))
    found = counted(season("1/9", *sent, arrivals=mails))
    assert (pair(found["official"]), pair(found["signed"])) == ((1, 2), (1, 3))


def test_a_target_that_no_mail_proves_stands_without_a_number() -> None:
    found = counted(season("1/9"))["target:tthc-dung-han"]
    assert (found.total, found.percent, found.source) == (None, None, "stated")


def test_the_status_document_is_what_is_documented() -> None:
    sent = (version(1, "1/8", ONE, TWO), version(2, "1/10", ONE, stage="report"), version(3, "2/10", TWO, unit=None))
    document = status_document(season("20/10", *sent, questions=(question("unlisted", "bao-thang"),)))
    assert json.loads(json.dumps(document)) == document
    assert list(document) == [
        "campaign", "as_of", "read_to_end_at", "stages", "units", "unassigned", "questions", "figures",
    ]  # fmt: skip
    assert document["as_of"] == "2024-10-20T09:00:00+07:00"
    assert document["stages"][0] == {
        "code": "registration", "label": "đăng ký", "opens": "2024-04-01", "due": "2024-08-25",
        "strict_last_day": "2024-08-24", "inclusive_last_day": "2024-08-25",
    }  # fmt: skip
    unit = document["units"][0]
    assert list(unit) == ["code", "name", "kind", "group", "must_register", "absent_at", "stages"]
    assert unit["stages"]["report"] == {
        "state": "incomplete",
        "timeliness": "on-time",
        "first_at": "2024-10-01T09:00:00+07:00",
        "complete_at": "2024-10-01T09:00:00+07:00",
        "extended_to": None,
        "initiatives": [
            {
                "title": "Ngày không hẹn",
                "values": {
                    "title": "Ngày không hẹn", "owners": ["Trần Thị Mẫu"], "result": "Đã áp dụng", "field": "tthc",
                    "type": "mo-hinh",
                },
                "provisional": False,
                "unlisted": False,
                "arrivals": [2],
            }
        ],
        "missing": [],
        "ties": [
            {"kind": "same", "registered": "Ngày không hẹn", "reported": "Ngày không hẹn"},
            {"kind": "not-reported", "registered": "Họp không giấy", "reported": None},
        ],
        "reported": 1,
        "registered": 2,
        "reminders_sent": 0,
        "versions": [{"arrival": 2, "provisional": False, "rejected": False, "files": ["dk.docx"]}],
    }  # fmt: skip
    assert document["unassigned"] == [
        {"arrival": 3, "stage": "registration", "candidates": [], "titles": ["Họp không giấy"]}
    ]
    assert list(document["questions"][0]) == [
        "number", "kind", "unit", "stage", "arrival", "text", "suggestion", "candidates",
    ]  # fmt: skip
    assert list(document["figures"][0]) == [
        "code", "label", "count", "total", "percent", "target_percent", "source",
    ]  # fmt: skip
