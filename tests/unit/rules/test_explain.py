"""Where each value comes from, in words of the office."""

from rules.document import Where
from rules.initiative import Initiative, Value
from rules.standing.explain import explain
from tests.unit.rules.making import campaign, item, version


def test_each_value_is_named_with_its_file_its_place_and_its_rule() -> None:
    told = explain(version(1, "1/8", item("Ngày không hẹn", field="tthc", completion=82.5)), campaign())
    assert told[0] == "bản đăng ký mô hình, giải pháp, sáng kiến, đơn vị: bao-thang (quy tắc không rõ)"
    assert told[1] == "  1. Ngày không hẹn"
    assert told[2] == "     Tên mô hình, giải pháp, sáng kiến: Ngày không hẹn [mau.docx, bảng 1; quy tắc test]"
    assert "     Lĩnh vực cải cách hành chính: Cải cách thủ tục hành chính [mau.docx, bảng 1; quy tắc test]" in told
    assert "     Mức độ hoàn thành (%): 82,5 [mau.docx, bảng 1; quy tắc test]" in told


def test_what_waits_for_a_person_is_said_before_the_values() -> None:
    told = explain(version(1, "1/8", unit=None, provisional=True, withdrawn=("Ký số",), replaces=True), campaign())
    assert told[1:] == (
        "  tạm ghi, chờ xác nhận: không nêu lý do",
        "  thay thế toàn bộ nội dung đã gửi trước",
        "  xin rút: “Ký số”",
    )


def test_how_likely_a_value_is_right_is_said_where_it_is_known() -> None:
    owners = Value(("Lý A",), Where("dk.xlsx", "trang tính “ĐK”", "ô C7"), "column:label-typo", confidence=0.9)
    one = Initiative({**item("Ngày không hẹn").values, "owners": owners})
    told = explain(version(1, "1/8", one), campaign())
    assert "     Người thực hiện: Lý A [dk.xlsx, trang tính “ĐK”, ô C7; quy tắc column:label-typo; tin cậy 90%]" in told
