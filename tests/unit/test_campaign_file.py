"""Campaign files: what they say, and everything that is wrong with one at once."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar import first_day_too_late, kth_working_day_before
from rules.campaign import Campaign, Deputy, Person
from rules.errors import ConfigurationError, Problem
from rules.setup.campaign_file import parse_campaign
from rules.setup.roster_file import parse_roster
from rules.setup.toml_file import Places
from tests.seasons import people

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "rules" / "campaigns" / "cchc-2024.toml"
OTHER = ROOT / "tests" / "data" / "campaigns" / "sang-tao-2025.toml"
TEXT = SHIPPED.read_text("utf-8")


def problems_of(text: str, file: str = "cchc-2024.toml") -> tuple[Problem, ...]:
    with pytest.raises(ConfigurationError) as caught:
        parse_campaign(text, file)
    return caught.value.problems


def changed(old: str, new: str, text: str = TEXT) -> str:
    assert old in text
    return text.replace(old, new, 1)


def line_of(part: str, text: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        return [(path, value)]
    return [leaf for key, item in inner for leaf in leaves(item, (*path, key))]


# --- What it says -----------------------------------------------------------------------------------------------


def test_the_shipped_campaign_says_what_the_plan_says() -> None:
    campaign = parse_campaign(TEXT, str(SHIPPED))
    registration, report = campaign.stages
    assert (registration.opens, registration.due) == (date(2024, 4, 1), date(2024, 8, 25))
    assert (report.opens, report.due) == (date(2024, 8, 26), date(2024, 10, 31))
    assert campaign.office_due == date(2024, 11, 5)
    assert campaign.office.mailbox == "phongtccb@laocai.edu.vn"
    assert campaign.required("registration") == ("title", "owners")
    assert campaign.required("report") == ("title", "owners", "result")


@pytest.mark.parametrize(
    ("stage", "days"),
    [
        ("registration", [(8, 6), (8, 15), (8, 21), (8, 23)]),
        ("report", [(10, 11), (10, 22), (10, 28), (10, 30)]),
    ],
)
def test_the_shipped_campaign_reminds_on_the_days_of_the_plan(stage: str, days: list[tuple[int, int]]) -> None:
    campaign = parse_campaign(TEXT, str(SHIPPED))
    too_late = first_day_too_late(campaign.stage(stage))
    found = [kth_working_day_before(too_late, k, campaign.calendar) for k in campaign.reminders.working_days_before]
    assert found == [date(2024, month, day) for month, day in days]


def test_the_shipped_campaign_has_every_target_of_the_plan_with_its_source() -> None:
    targets = parse_campaign(TEXT, str(SHIPPED)).targets
    assert len(targets) == 15
    counted = {target.code: target.figure for target in targets if target.source == "mail"}
    assert [code for code, figure in counted.items() if figure == "registered"] == ["dang-ky-phong", "dang-ky-don-vi"]
    assert all(target.percent is not None for target in targets if target.source != "hand")
    assert sum(target.percent == 95 and target.at_least for target in targets) == 2


def test_a_quite_different_campaign_needs_no_line_of_code() -> None:
    campaign = parse_campaign(OTHER.read_text("utf-8"), str(OTHER))
    roster = OTHER.parents[1] / "rosters" / f"{campaign.roster}.csv"
    units = parse_roster(roster.read_bytes(), str(roster), campaign.unit_kinds).roster
    assert [stage.code for stage in campaign.stages] == ["de-xuat", "thuyet-minh", "nghiem-thu"]
    assert campaign.required("nghiem-thu") == ("title", "accepted-on")
    assert {unit.kind for unit in units} == {kind.code for kind in campaign.unit_kinds}


def test_text_in_decomposed_letters_with_a_mark_at_the_beginning_reads_the_same() -> None:
    import unicodedata

    edited = "\ufeff" + unicodedata.normalize("NFD", TEXT).replace("\n", "\r\n")
    assert parse_campaign(edited, str(SHIPPED)) == parse_campaign(TEXT, str(SHIPPED))


# --- What is wrong ----------------------------------------------------------------------------------------------


_LABELS_OF_TYPE = TEXT[(at := TEXT.index("labels = [", TEXT.index('label = "Loại"'))) : TEXT.index("]", at) + 1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("year = 2024", 'year = "hai nghìn"', "số nguyên"),
        ("go_live = 2024-04-01", "go_live = 2024-11-30", "stages[2].due"),
        ("closes = 2024-12-31", "closes = 2024-11-01", "closes"),
        ("due = 2024-10-31", "due = 2023-10-31", "không sau"),
        ("due = 2024-08-25", "due = 2024-03-31", "không sau"),
        ("office_due = 2024-11-05", "office_due = 2024-10-31", "office_due"),
        ("office_due = 2024-11-05", "office_due = 2034-11-05", "thuộc năm 2034"),
        ('code = "cchc-2024"', 'code = "CCHC 2024"', "không đúng dạng"),
        ('code = "cchc-2024"', 'code = "cchc-2023"', "khác tên tệp"),
        ('official_domains = ["laocai.edu.vn"', 'official_domains = ["@laocai.edu.vn"', "tên miền"),
        ('mailbox = "phongtccb@laocai.edu.vn"', 'mailbox = "phongtccb.laocai.edu.vn"', "địa chỉ thư"),
        ("people = []", 'people = ["một người"]', "địa chỉ thư"),
        ('agency = "Sở Giáo dục và Đào tạo"', 'agency = " "', "để trống"),
        ('timezone = "Asia/Ho_Chi_Minh"', 'timezone = "Asia/Lao_Cai"', "múi giờ"),
        ("2024-04-18, #", "2023-04-18, #", "không thuộc thời gian"),
        ("2024-04-18, #", "2024-05-01, #", "hai lần"),
        ("on = 2024-05-04", "on = 2024-05-03", "vốn đã là ngày làm việc"),
        ("off = 2024-04-29", "off = 2024-04-28", "vốn đã là ngày nghỉ"),
        ("closes = 16:30:00", "closes = 07:30:00", "không sau giờ bắt đầu"),
        ("working_days_before = [14, 7, 3, 1]", "working_days_before = [1, 3, 7]", "giảm dần"),
        ("working_days_before = [14, 7, 3, 1]", "working_days_before = [7, 0]", "giảm dần"),
        ("working_days_before = [14, 7, 3, 1]", "working_days_before = [55, 1]", "trước khi đợt mở"),
        ('release = "announce"', 'release = "now"', "'auto', 'announce' hoặc 'approve'"),
        ('compared_with = "registration"', 'compared_with = "report"', "đứng trước"),
        ("until_office_deadline = true", "until_office_deadline = false", "điểm dừng"),
        ("at_most = 4", "at_most = -1", "nhỏ hơn 0"),
        ("points = 40", "points = 0", "không lớn hơn 0"),
        ('code = "bang-khen"', 'code = "giay-khen"', "đã dùng ở trên"),
        ('to = ["Lãnh đạo Sở Giáo dục và Đào tạo"]', "to = []", "Kính gửi"),
        ('"kết quả thực hiện", "tổng hợp kết quả"', '"đăng ký", "tổng hợp kết quả"', "đã dùng để nhận biết đợt"),
        ('code = "title"', 'code = "ten"', "thiếu trường «title»"),
        ('code = "type"', 'code = "title"', "đã dùng ở trên"),
        ('code = "difficulty"', 'code = "result"', "đã dùng cho một trường"),
        ('stages = ["report"]', 'stages = ["bao-cao"]', "không có đợt"),
        ('stages = ["registration"]\n', 'stages = ["registration"]\nrequired_in = ["report"]\n', "không được hỏi"),
        (_LABELS_OF_TYPE, "labels = []", "không có nhãn"),
        ('"Loại", "Loại hình"', '"Tên sáng kiến", "Loại hình"', "vừa là của trường"),
        ('kind = "percent"', 'kind = "choice"', "không có giá trị để chọn"),
        ('kind = "choice"', 'kind = "text"', "có giá trị để chọn"),
        ('words = ["giải pháp"]', 'words = ["mô hình"]', "chỉ cả"),
        ("percent = 95", "percent = 950", "ngoài 0 đến 100"),
        ('figure = "registered"', 'figure = "dang-ky"', "không đếm được"),
        ('source = "hand"', 'source = "hand"\nfigure = "signed"', "có figure"),
        ('source = "hand"', 'source = "doan"', "'mail', 'stated' hoặc 'hand'"),
        ('kinds = ["truong", "trung-tam"]', 'kinds = ["truong", "cao-dang"]', "không có loại đơn vị"),
        ('stage = "registration"\n', 'stage = "dang-ky"\n', "không có đợt"),
        ('short = "Phòng TCCB"\n', "", "thiếu mục «office.short»"),
        ('phone = ""', 'phones = ""', "có phải là «phone»?"),
        ('nouns = ["mô hình", "giải pháp", "sáng kiến", "cách làm hay", "ý tưởng mới"]', "nouns = []", "topic.nouns"),
    ],
)
def test_each_mistake_is_told_in_words_with_a_remedy(old: str, new: str, said: str) -> None:
    problems = problems_of(changed(old, new))
    told = [problem for problem in problems if said in str(problem)]
    assert told, problems
    assert all(problem.file == "cchc-2024.toml" and problem.remedy for problem in problems)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("on = 2024-05-04", "on = 2024-05-03"),
        ("percent = 95", "percent = 950"),
        ('compared_with = "registration"', 'compared_with = "report"'),
        ('release = "announce"', 'release = "now"'),
        ("due = 2024-10-31", 'due = "cuối tháng"'),
        ('phone = ""', 'phones = ""'),
        ('timezone = "Asia/Ho_Chi_Minh"', 'timezone = "Asia/Lao_Cai"'),
    ],
)
def test_a_problem_points_at_its_line_and_nothing_else_is_said(old: str, new: str) -> None:
    text = changed(old, new)
    assert [problem.line for problem in problems_of(text)] == [line_of(new, text)]


def test_all_problems_are_told_at_once_whether_of_type_or_of_sense() -> None:
    text = changed('release = "announce"', 'release = "x"')
    text = changed("due = 2024-10-31", 'due = "x"', text)
    text = changed("closes = 2024-12-31\n", "", text)
    text = changed("percent = 95", "percent = 120", text)
    text = changed('stages = ["registration"]\n', 'stages = ["dang-ky"]\n', text)
    said = "\n".join(map(str, problems_of(text)))
    for part in ("release", "stages[2].due", "closes", "120%", "«dang-ky»"):
        assert part in said
    assert len(problems_of(text)) == 5


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\nb = \n", 2), ('a = "mở\n', 1), ("a = 1\na = 2\n", 2), ("[x]\n[x]\n", 2), ("a = [1,\n2", 2)],
)
def test_what_is_no_toml_is_told_with_its_line(text: str, line: int) -> None:
    (problem,) = problems_of(text)
    assert problem.line == line
    assert "cú pháp" in problem.what


def test_an_empty_file_lists_everything_that_is_missing() -> None:
    said = {problem.what for problem in problems_of("", "x.toml")}
    needed = {name for name, info in Campaign.model_fields.items() if info.is_required()}
    assert said == {f"thiếu mục «{name}»" for name in needed}


@given(
    number=st.integers(0, 10_000), value=st.sampled_from(["0", '""', "[]", "{}", "true", "2024-08-25", '"x"', "-1.5"])
)
def test_whatever_a_value_becomes_the_answer_is_a_campaign_or_problems(number: int, value: str) -> None:
    spans = list(Places(TEXT).spans.items())
    path, span = spans[number % len(spans)]
    if span.end == span.start or (TEXT[span.start] == "[" and "=" in TEXT[span.start : span.end]):
        return
    text = TEXT[: span.start] + value + TEXT[span.end :]
    try:
        parse_campaign(text, "cchc-2024.toml")
    except ConfigurationError as error:
        assert error.problems, path
        assert all(problem.what and problem.remedy for problem in error.problems)


# --- Places -----------------------------------------------------------------------------------------------------

TRICKY = '''"kh\\u00f3a" . b.c = 1 # [không phải bảng]
s = """
[cũng = không]
"""
l = \'\'\'a # b\'\'\'
list = [ # chú thích
  "x, ]", [1, 2],
  { y = 'z}', "w v" = 3 },
]
[[t]]
n = 1
[t.u]
m = 2024-01-01 07:00:00
[[t]]
n = """a""""
'''


@pytest.mark.parametrize("text", [TEXT, OTHER.read_text("utf-8"), TRICKY])
def test_every_value_is_found_where_it_stands(text: str) -> None:
    spans = Places(text).spans
    for path, value in leaves(tomllib.loads(text)):
        span = spans[path]
        assert tomllib.loads(f"k = {text[span.start : span.end]}")["k"] == value
        assert span.line == text.count("\n", 0, span.start) + 1


def test_the_shipped_campaign_names_few_labels_and_leaves_the_rest_to_the_readers_own_words() -> None:
    shipped = parse_campaign(TEXT, "cchc-2024.toml")
    assert all(len(spec.labels) <= 8 for spec in (*shipped.fields, *shipped.remarks))


def test_a_deputy_is_of_the_office_on_his_days_and_on_no_others() -> None:
    shipped = parse_campaign(TEXT, str(SHIPPED))
    deputy = Deputy(address="pho@laocai.edu.vn", since=date(2024, 7, 15), until=date(2024, 7, 26))
    office = shipped.office.model_copy(update={"people": people("thuha@laocai.edu.vn"), "deputies": (deputy,)})
    campaign = shipped.model_copy(update={"office": office})
    assert campaign.on(date(2024, 7, 14)) is campaign
    assert campaign.on(date(2024, 7, 15)).office.letters_to == ("thuha@laocai.edu.vn", "pho@laocai.edu.vn")
    assert campaign.on(date(2024, 7, 26)).office.has("pho@laocai.edu.vn")
    assert not campaign.on(date(2024, 7, 27)).office.has("pho@laocai.edu.vn")


def test_a_deputy_beside_the_shared_mailbox_and_one_who_only_reads_otherwise() -> None:
    shipped = parse_campaign(TEXT, str(SHIPPED))
    reader = Person(address="pho@laocai.edu.vn", name="Nguyễn Thế Dũng", role="reads")
    deputy = Deputy(address="pho@laocai.edu.vn", since=date(2024, 7, 15), until=date(2024, 7, 26))
    office = shipped.office.model_copy(update={"people": (reader,), "deputies": (deputy,)})
    acting = office.on(date(2024, 7, 15))
    assert acting.letters_to == (office.mailbox, "pho@laocai.edu.vn")
    (visitor,) = acting.visitors
    assert visitor.decides and visitor.called == "Nguyễn Thế Dũng"
    assert not office.on(date(2024, 7, 27)).has("pho@laocai.edu.vn")


def test_a_person_is_named_once_for_letters_decisions_and_the_page() -> None:
    given = '["minh@so.vn", {name = "Hà", address = "ha@so.vn"}, {name = "Dũng", address = "d@so.vn", role = "reads"}, '
    given += '{name = "Lan", address = "lan@so.vn", letters = false}]'
    office = parse_campaign(changed("people = []", f"people = {given}"), str(SHIPPED)).office
    assert office.letters_to == ("minh@so.vn", "ha@so.vn")
    assert [one.called for one in office.visitors] == ["minh@so.vn", "Hà", "Dũng", "Lan"]
    assert [office.has(one.address) for one in office.visitors] == [True, True, False, True]
    assert office.visitor("Hà") == office.visitor("HA@so.vn") != office.visitor("lan@so.vn")


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ('["a@so.vn", {name = "A", address = "A@so.vn"}]', "đã ghi cho người khác"),
        ('[{name = "A", address = "a@so.vn"}, {name = "a", address = "b@so.vn"}]', "đã ghi cho người khác"),
        ('[{name = "A", address = "phongtccb@laocai.edu.vn"}]', "hộp thư chung"),
    ],
)
def test_a_person_who_is_named_twice_or_at_the_shared_mailbox_is_told(given: str, what: str) -> None:
    assert what in problems_of(changed("people = []", f"people = {given}"))[0].what


def test_a_deputy_whose_days_end_before_they_begin_is_told() -> None:
    line = 'deputies = [{ address = "pho@laocai.edu.vn", since = 2024-07-26, until = 2024-07-15 }]'
    (problem,) = problems_of(changed("people = []", f"people = []\n{line}\n"))
    assert "người thay pho@laocai.edu.vn" in problem.what


def test_a_tag_or_an_alias_is_known_by_the_listed_address_that_it_leads_to() -> None:
    shipped = parse_campaign(TEXT, str(SHIPPED)).office
    office = shipped.model_copy(update={"people": people("Thuha@laocai.edu.vn"), "aliases": ("tccb@laocai.edu.vn",)})
    assert office.listed("thuha+cchc@laocai.edu.vn") == "thuha@laocai.edu.vn"
    assert office.listed("TCCB@laocai.edu.vn") == office.mailbox.lower()
    assert office.listed("la@khac.example") == "la@khac.example"
    assert not office.shared and shipped.shared
