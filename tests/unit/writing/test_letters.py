import os
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from unicodedata import is_normalized

import pytest

from mailbot.writing.letters import Letters
from mailbot.writing.plain_text import WIDTH
from mailbot.writing.samples import orders_of
from mailbot.writing.workshop import SHIPPED, template_name
from rules.initiative import DocumentVerdict
from rules.letter_kind import HELD, KINDS, RECEIPT, LetterKind
from rules.letters.letter import ReceiptFacts, ReminderFacts, SilentFacts, carrying
from rules.letters.reminder_plan import kind_of_step
from tests.unit.writing.letter_cases import CAMPAIGN, OWNERLESS, PAPERLESS, ROSTER, Case, cases, office_facts

_GOLDEN = Path(__file__).parents[2] / "data" / "letters"
_WRITE = "MAILBOT_WRITE_LETTERS"  # set it to write the golden files anew; then read every changed letter aloud
_LETTERS = Letters()


def _written(case: Case) -> str:
    rendered = _LETTERS.render(case.order, case.campaign, case.roster)
    return f"{rendered.subject}\n\n{rendered.text}"


@pytest.mark.parametrize("name", cases())
def test_a_letter_reads_as_it_was_approved(name: str) -> None:
    written, golden = _written(cases()[name]), _GOLDEN / f"{name}.txt"
    if os.environ.get(_WRITE):
        golden.write_text(written, encoding="utf-8")
    assert written == golden.read_text(encoding="utf-8"), f"{name} reads differently; {_WRITE}=1 writes it anew"


def test_every_golden_file_has_its_letter_and_every_kind_has_one() -> None:
    assert {path.stem for path in _GOLDEN.glob("*.txt")} == set(cases())
    assert {case.order.kind for case in cases().values()} == set(KINDS.values())


@pytest.mark.parametrize("name", cases())
def test_both_forms_of_a_letter_say_the_same(name: str) -> None:
    case = cases()[name]
    rendered = _LETTERS.render(case.order, case.campaign, case.roster)
    shown = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<head>.*</head>|<!--.*?-->|<wbr>", "", rendered.html))
    assert _words(rendered.text) <= _words(unescape(shown))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_█░]+", text.lower()))


@pytest.mark.parametrize("name", cases())
def test_a_letter_is_composed_text_within_the_width_of_a_mail(name: str) -> None:
    written = _written(cases()[name])
    assert is_normalized("NFC", written)
    copied = re.compile(r"^\.{72}$.*?^\.{72}$", re.MULTILINE | re.DOTALL)  # to be pasted: left as one line
    lines = copied.sub("", written.split("\n", 1)[1]).splitlines()
    assert max(len(line) for line in lines) <= WIDTH
    assert "\n\n\n" not in written
    assert not re.search(r"[{}]|\*\*|None", written)


@pytest.mark.parametrize(
    ("title", "name", "read"),
    [
        ("Hiệu trưởng", "Trường THPT Mẫu", "Hiệu trưởng Trường THPT Mẫu"),
        ("Trưởng phòng", "Phòng Mẫu", "Trưởng Phòng Mẫu"),
        ("Chánh Văn phòng", "Văn phòng Sở", "Chánh Văn phòng Sở"),
        ("Chánh Thanh tra", "Thanh tra Sở", "Chánh Thanh tra Sở"),
    ],
)
def test_the_head_of_a_unit_is_addressed_without_saying_a_word_twice(title: str, name: str, read: str) -> None:
    case = next(case for key, case in cases().items() if key.startswith("invitation"))
    facts = case.order.facts
    assert isinstance(facts, ReminderFacts)
    unit = replace(facts.unit, name=name, head_name="Lý Thị Mẫu", head_title=title)
    order = replace(case.order, facts=replace(facts, unit=unit))
    text = _LETTERS.render(order, CAMPAIGN, ROSTER).text
    assert f"Lý Thị Mẫu, {read}" in " ".join(text.split())


def test_nothing_a_unit_writes_becomes_a_mark_or_a_tag() -> None:
    case = cases()["receipt-complete"]
    title = "# <script>alert(1)</script> **đậm** | {{ office }}\n! khung"
    values = dict(PAPERLESS.values)
    values["title"] = replace(values["title"], value=title)
    facts = case.order.facts
    assert isinstance(facts, ReceiptFacts)
    part = replace(facts.parts[0], initiatives=(replace(PAPERLESS, values=values),))
    order = replace(case.order, facts=replace(facts, parts=(part,)))
    rendered = _LETTERS.render(order, CAMPAIGN, ROSTER)
    assert "1. # <script>alert(1)</script> **đậm** | {{ office }} ! khung" in rendered.text
    assert "<script>" not in rendered.html
    shown = rendered.html.replace("<wbr>", "")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **đậm** | {{ office }} ! khung" in shown


def test_a_covering_note_is_not_told_as_a_file() -> None:
    case = cases()["receipt-complete"]
    facts = case.order.facts
    assert isinstance(facts, ReceiptFacts)
    note = DocumentVerdict("nội dung thư", "other", "Thư chuyển văn bản.")
    order = replace(case.order, facts=replace(facts, documents=(*facts.documents, note)))
    assert _LETTERS.render(order, CAMPAIGN, ROSTER).text == _LETTERS.render(case.order, CAMPAIGN, ROSTER).text


@pytest.mark.parametrize("name", cases())
def test_html_needs_nothing_from_elsewhere(name: str) -> None:
    case = cases()[name]
    rendered = _LETTERS.render(case.order, case.campaign, case.roster)
    html = rendered.html.replace(getattr(case.order.facts, "link", "") or "\0", "")  # of the page, to be clicked
    assert not re.search(r"https?:|<style|<script|url\(", html)
    shown = re.findall(r'src="([^"]*)"', html)
    assert shown == [f"cid:{picture.number}" for picture in rendered.pictures]
    assert html.count("<!--[if mso]>") == 2  # what gives Outlook the width that it does not take from CSS
    assert 'lang="vi"' in html


def test_only_the_office_reads_that_a_last_day_is_disputed() -> None:
    disputed = "cần phòng quyết định đúng hạn hay quá hạn"
    unit = _written(cases()["receipt-last-day"])
    assert "Nhận ngày 25/8/2024, ngày nêu trong kế hoạch." in unit
    for name, case in cases().items():
        if case.order.kind.reader == "unit":
            assert disputed not in _written(case), name
    assert f"Gửi ngày 25/8/2024, {disputed}" in " ".join(_written(cases()["closing-registration"]).split())


def test_a_person_is_addressed_only_where_the_roster_names_one() -> None:
    assert "Kính gửi: Trường THPT số 2 huyện Bảo Thắng\n" in _written(cases()["reminder-registration"])
    assert "Kính gửi: Đồng chí Nguyễn Văn Mẫu, Hiệu trưởng Trường" in _written(cases()["reminder-last-working-day"])
    assert "Kính gửi: Anh/chị Nguyễn Văn Mẫu, Hiệu trưởng Trường" in _written(cases()["reminder-to-anh-chi"])
    assert not [name for name, case in cases().items() if case.campaign is CAMPAIGN and "anh/chị" in _written(case)]


def test_a_receipt_names_the_missing_field_by_its_label_in_the_first_lines() -> None:
    lines = _written(cases()["receipt-missing"]).splitlines()
    assert f"- “{OWNERLESS.title}”: Người thực hiện" in lines[:10]


def test_a_long_list_of_gaps_does_not_bury_what_is_to_be_done() -> None:
    case = cases()["receipt-missing"]
    facts = case.order.facts
    assert isinstance(facts, ReceiptFacts)
    gaps = tuple((f"Sáng kiến {number}", "Người thực hiện") for number in range(1, 13))
    part = replace(facts.parts[0], missing=gaps)
    order = replace(case.order, facts=replace(facts, parts=(part,)))
    text = _LETTERS.render(order, CAMPAIGN, ROSTER).text
    assert text.count("- “Sáng kiến") == 5
    assert "- và 07 nội dung khác" in text


def test_a_stage_that_has_not_begun_takes_no_room_and_is_not_held_against_a_unit() -> None:
    weekly = _written(cases()["weekly-registration"])
    assert "Đơn vị           Đăng ký\n" in weekly
    assert "Báo cáo kết quả" not in weekly and "CHƯA GỬI" not in weekly


def test_long_words_break_at_their_joints_on_a_phone() -> None:
    case = cases()["closing-registration"]
    rendered = _LETTERS.render(case.order, case.campaign, case.roster)
    assert "thptso4vanban@<wbr>laocai-<wbr>edu.<wbr>example" in rendered.html
    assert "thptso4vanban@laocai-edu.example" in rendered.text


def test_the_matrix_has_every_unit_once_under_its_kind() -> None:
    text = _written(cases()["weekly-report"])
    matrix = text[text.index("TÌNH HÌNH TỪNG ĐƠN VỊ") :]
    assert [
        line for line in matrix.splitlines() if line.startswith(("Phòng thuộc", "Trường trực", "Trung tâm trực"))
    ] == [
        "Phòng thuộc Sở (10)",
        "Trường trực thuộc (38)",
        "Trung tâm trực thuộc (01)",
    ]


def test_the_group_text_leaves_out_names_where_nearly_everybody_owes() -> None:
    early = replace(cases()["weekly-registration"].order, facts=office_facts(date(2024, 7, 29)))
    text = _LETTERS.render(early, CAMPAIGN, ROSTER).text
    assert re.search(r"đã có \d+/49 đơn vị", text)
    assert "Các đơn vị chưa gửi:" not in text


def test_the_group_text_does_not_name_a_unit_that_asked_the_office_something() -> None:
    facts = office_facts(date(2024, 8, 26))
    owing = [cell.unit for cell in facts.statuses if cell.stage == "registration" and cell.state == "owes"]
    weekly = replace(cases()["weekly-registration"].order, facts=replace(facts, spoken=(owing[0].code,)))
    group = _LETTERS.render(weekly, CAMPAIGN, ROSTER).text.partition("NHÓM ZALO")[2].partition("TÌNH HÌNH")[0]
    named = re.search("Các đơn vị chưa gửi: (.*)\\.", group)
    assert named and named[1].split(", ") == [unit.label for unit in owing[1:]]


def test_the_list_to_call_names_who_cannot_be_reminded_and_whose_telephone_is_missing() -> None:
    known, unknown = (unit for unit in list(ROSTER)[:2])
    facts = SilentFacts(CAMPAIGN.stages[0], date(2024, 8, 24), ((replace(known, phone="0214 1"), 3), (unknown, None)))
    text = " ".join(_LETTERS.render(replace(cases()["silent"].order, facts=facts), CAMPAIGN, ROSTER).text.split())
    assert "chưa có địa chỉ thư, không nhắc được" in text and "03 lần" in text and "00 lần" not in text
    assert "Có 01 đơn vị chưa có số điện thoại trong danh sách" in text


def test_an_address_at_which_nothing_arrives_is_not_shown_to_whoever_is_to_call() -> None:
    facts = replace(office_facts(date(2024, 8, 26)), stage=CAMPAIGN.stages[0])
    owing = next(cell.unit for cell in facts.statuses if cell.stage == "registration" and cell.state == "owes")
    order = replace(cases()["closing-registration"].order, facts=facts)
    (dead,) = owing.addresses
    assert dead in _LETTERS.render(order, CAMPAIGN, ROSTER).text
    gone = replace(order, facts=replace(facts, dead=frozenset({dead})))
    assert dead not in _LETTERS.render(gone, CAMPAIGN, ROSTER).text


def test_a_mail_that_a_letter_with_questions_names_is_not_told_as_well() -> None:
    facts = office_facts(date(2024, 8, 20))
    unclear = replace(facts.arrivals[0], id=901, verdict="unclear", reason="Thư hỏi về một việc chưa rõ")
    asked = replace(unclear, id=902, reason="Thư đã được đưa thành câu hỏi")
    order = replace(
        cases()["digest"].order, facts=replace(facts, arrivals=(unclear, asked), asked_about=frozenset({902}))
    )
    text = " ".join(_LETTERS.render(order, CAMPAIGN, ROSTER).text.split())
    assert "Thư hỏi về một việc" in text and "01 thư" in text and "đưa thành câu hỏi" not in text


def test_letters_of_one_hour_are_one_letter_that_says_what_each_would() -> None:
    text = " ".join(_written(cases()["closing-with-a-list-to-call"]).split())
    assert text.count("Kính gửi:") == text.count("hệ thống (mailbot)") == 1
    assert text.startswith("Hết thời hạn đăng ký CCHC năm 2024: 40/49 đơn vị đã gửi; Cần gọi điện: 01 đơn vị")
    alone = _LETTERS.render(cases()["closing-registration"].order, CAMPAIGN, ROSTER).text
    assert " ".join(alone.split("-" * 72)[1].split()) in text
    assert "gọi điện cho 01 đơn vị" in text and "0214 000 0101" in text


def test_a_batch_is_a_list_of_names_and_says_once_what_most_owe() -> None:
    text = " ".join(_written(cases()["announcement"]).split())
    assert "(1) THPT số 2 Bảo Thắng; (2) THPT số 1 Bát Xát" in text
    assert text.count("chưa gửi đăng ký") == 1
    assert "@" not in text.partition("CÁC ĐƠN VỊ SẼ NHẬN THƯ")[2].partition("NỘI DUNG THƯ")[0]


def test_no_step_reads_word_for_word_like_another_and_forms_come_with_the_first_and_the_last() -> None:
    first = cases()["reminder-registration"].order
    facts = first.facts
    assert isinstance(facts, ReminderFacts)
    steps = [replace(facts, step=left, working_days_left=left) for left in (14, 7, 3, 1)]
    steps = [steps[0], *(replace(one, before=(date(2024, 8, 6),)) for one in steps[1:])]
    days = (date(2024, 8, 26), date(2024, 9, 4), date(2024, 9, 9), date(2024, 9, 16))
    late = [
        replace(facts, step=n, overdue=True, leaves_on=day, before=(date(2024, 8, 6), day - timedelta(days=5)))
        for n, day in enumerate(days, 1)
    ]
    plan = [*steps, *late[:-1], replace(late[-1], last=True)]
    assert [one.with_form for one in plan] == [True, *[False] * 6, True]
    kinds = [kind_of_step(False, one.overdue) for one in plan]
    bodies = [
        _LETTERS.render(replace(first, kind=k, facts=one), CAMPAIGN, ROSTER).text
        for k, one in zip(kinds, plan, strict=True)
    ]
    assert len(set(bodies)) == len(bodies)


def test_an_edited_template_shadows_the_shipped_one(tmp_path: Path) -> None:
    source = (SHIPPED / template_name(HELD)).read_text(encoding="utf-8")
    edited = source.replace("Kính gửi: {{ office.name }}", "Kính gửi: Tổ trực thư {{ office.short }}")
    (tmp_path / template_name(HELD)).write_bytes(b"\xef\xbb\xbf" + edited.replace("\n", "\r\n").encode())
    case = cases()["held"]
    rendered = Letters((tmp_path,)).render(case.order, case.campaign, case.roster)
    assert rendered.text.startswith("Kính gửi: Tổ trực thư Phòng TCCB\n")
    assert rendered.problems == ()
    assert rendered.text.count("\n") == _written(case).count("\n") - 2


def test_a_broken_template_never_stops_a_letter_and_is_told(tmp_path: Path) -> None:
    (tmp_path / template_name(RECEIPT)).write_text("Tiêu đề: a\n{{ arived }}", encoding="utf-8")
    case = cases()["receipt-complete"]
    rendered = Letters((tmp_path,)).render(case.order, case.campaign, case.roster)
    assert f"{rendered.subject}\n\n{rendered.text}" == _written(case)
    (problem,) = rendered.problems
    assert (problem.file, problem.line) == (str(tmp_path / template_name(RECEIPT)), 2)
    assert "“arived”" in problem.what


def test_an_edited_template_works_from_the_next_letter_on(tmp_path: Path) -> None:
    case, letters = cases()["held"], Letters((tmp_path,))
    assert letters.render(case.order, case.campaign, case.roster).text.startswith("Kính gửi: Phòng Tổ chức cán bộ")
    (tmp_path / template_name(HELD)).write_text(
        "Tiêu đề: Thư bị giữ\nXin xem {{ arrival.sender }}.\n", encoding="utf-8"
    )
    assert letters.render(case.order, case.campaign, case.roster).subject == "Thư bị giữ"


def test_a_campaign_with_other_stages_and_fields_needs_other_words_only() -> None:
    case = cases()["receipt-complete"]
    topic = CAMPAIGN.topic.model_copy(update={"called": "ý tưởng"})
    fields = tuple(
        spec.model_copy(update={"label": "Chủ nhiệm"}) if spec.code == "owners" else spec for spec in CAMPAIGN.fields
    )
    other = CAMPAIGN.model_copy(update={"topic": topic, "fields": fields, "short": "sáng tạo trẻ 2025"})
    text = _LETTERS.render(case.order, other, case.roster).text
    assert "Đã ghi nhận 02 ý tưởng:" in text
    assert "Chủ nhiệm: Tổ Văn phòng" in text
    assert "Người thực hiện" not in text


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_a_letter_that_carries_nothing_speaks_of_no_enclosure(kind: LetterKind) -> None:
    for order in orders_of(kind):
        text = _LETTERS.render(carrying(order, ()), CAMPAIGN, ROSTER).text
        own = " ".join(line for line in text.splitlines() if not line.startswith("|"))  # not the example it shows
        assert not re.search(r"kèm theo (thư|đây)|kèm theo:", own, re.IGNORECASE), text
