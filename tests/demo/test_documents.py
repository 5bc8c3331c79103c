"""Both Word documents and the workbook against a count made from the script of the cast, with a pencil."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from mailbot.demo import expected
from mailbot.demo.cast import season
from mailbot.demo.expected import Cell
from mailbot.demo.outcome import Outcome
from mailbot.demo.script import ZONE, Person, Stage, Work
from mailbot.demo.targets import APPRAISAL, GUIDANCE, LAST_YEAR, PLAN, SLIPS, Appraised, rows_of
from mailbot.demo.units import unit, units
from mailbot.demo.wording import FIELDS
from mailbot.demo.works import work

END = datetime.combine(date(2024, 11, 5), time(23, 59, 59), ZONE)
STAGES: tuple[Stage, ...] = ("registration", "report")
_REPORTS_DUE = datetime(2024, 10, 1, tzinfo=ZONE)  # what is urged before is a registration
_KINDS = {"phong": "Phòng thuộc Sở", "truong": "Trường trực thuộc", "trung-tam": "Trung tâm trực thuộc"}
_ROUNDS: dict[Stage, tuple[Stage, ...]] = {"registration": ("registration",), "report": STAGES}


# --- The count --------------------------------------------------------------------------------------------------


@cache
def _cells(stage: Stage) -> tuple[Cell, ...]:
    found = expected.standing(END)
    return tuple(found[one.code, stage] for one in units())


def _late(cells: Iterable[Cell]) -> int:
    return sum(cell.timeliness == "late" for cell in cells)


def _divided(stage: Stage) -> dict[str, list[Cell]]:
    """By the names of the lines in the table of units: kinds, then groups, then everything."""
    lines: dict[str, list[Cell]] = {name: [] for name in _KINDS.values()}
    for cell in _cells(stage):
        one = unit(cell.unit)
        lines[_KINDS[one.kind]].append(cell)
        if one.group:
            lines.setdefault(one.group, []).append(cell)
    return {**lines, "Tổng số": list(_cells(stage))}


def _areas(stage: Stage) -> Counter[str]:
    """By area of reform; a report that says none has the one of the registration that it repeats word for word."""
    if stage == "registration":
        return Counter(work.field for cell in _cells(stage) for work in cell.works.values())
    found: Counter[str] = Counter()
    for registered, reported in zip(_cells("registration"), _cells("report"), strict=True):
        found.update(registered.works[title].field if title in registered.works else "" for title in reported.titles)
    return found


def _urged(played: Outcome, stages: tuple[Stage, ...]) -> Counter[tuple[str, Stage]]:
    """Letters to units that neither invite, nor answer a mail or say that one was received, and did not come back."""
    by_address = {address: one.code for one in units() for address in one.addresses}
    gone = {post.answers for post in season() if post.key.startswith("bounce")}
    found: Counter[tuple[str, Stage]] = Counter()
    for letter in played.letters:
        told = letter.to_office or letter.invites or letter.answers or letter.subject.startswith("Đã nhận")
        if told or letter.recipients[0] in gone:
            continue
        stage: Stage = "registration" if letter.at < _REPORTS_DUE else "report"
        if stage in stages:
            found[by_address[letter.recipients[0]], stage] += 1
    return found


# --- What was written -------------------------------------------------------------------------------------------


class Written:
    """A Word draft as its reader sees it."""

    def __init__(self, path: Path) -> None:
        document = docx.Document(str(path))
        self._body = document.element.body
        self.text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        self.tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]

    def numbers(self, pattern: str) -> list[tuple[int, ...]]:
        """The numbers of every sentence that fits; `#` stands for one."""
        found = re.findall(pattern.replace("#", r"(\d+)"), self.text)
        return [tuple(int(number) for number in ((one,) if isinstance(one, str) else one)) for one in found]

    def headed(self, *labels: str) -> list[list[list[str]]]:
        """The tables whose header row begins so, without it."""
        return [table[1:] for table in self.tables if table[0][: len(labels)] == list(labels)]

    def charts(self) -> dict[str, dict[str, dict[str, float]]]:
        """Title -> series -> category -> value, from the words that stand for each picture."""
        drawn = self._body.iter(qn("wp:docPr"))
        return dict(_told(shape.get("descr")) for shape in drawn)


def _told(words: str) -> tuple[str, dict[str, dict[str, float]]]:
    title, *told = words.removesuffix(".").split(". ")
    return title, {
        name: {label: float(value) for label, _, value in (one.rpartition(" ") for one in values.split("; "))}
        for name, _, values in (one.partition(": ") for one in told)
    }


@pytest.fixture(scope="module")
def written(played: Outcome) -> dict[Stage, Written]:
    return {
        stage: Written(next(path for path in played.drafts if f"-{stage}-" in path.name and "-du-thao" in path.name))
        for stage in STAGES
    }


@pytest.fixture(scope="module")
def notes(played: Outcome) -> dict[Stage, Written]:
    return {
        stage: Written(next(path for path in played.drafts if f"-{stage}-" in path.name and "kiem-tra" in path.name))
        for stage in STAGES
    }


@pytest.fixture(scope="module")
def book(played: Outcome) -> Any:
    return openpyxl.load_workbook(next(path for path in played.drafts if path.name.endswith("so-lieu.xlsx")))


def _rows(book: Any, sheet: str) -> list[dict[str, Any]]:
    rows = list(book[sheet].iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows) if row[0] == "STT")
    return [dict(zip(map(str, rows[top]), row, strict=True)) for row in rows[top + 1 :] if isinstance(row[0], int)]


def _share(part: int, whole: int) -> str:
    """One decimal, halves upwards, with a comma."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10},{tenths % 10}%".replace(",0%", "%")


def _written(number: int) -> str:
    """As a public office writes it: two figures at least, thousands parted."""
    return f"{number:02}" if number < 1000 else f"{number:,}".replace(",", ".")


# --- Word -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_units_and_initiatives_of_each_round(written: dict[Stage, Written], stage: Stage) -> None:
    def counted(one: Stage) -> tuple[int, int, int]:
        return sum(cell.mails > 0 for cell in _cells(one)), 49, sum(len(cell.titles) for cell in _cells(one))

    text = written[stage]
    assert text.numbers(r"Có #/# đơn vị đã gửi .*? với tổng số # mô hình") == [counted(stage)]
    before = text.numbers(r"Trong đợt đăng ký, #/# đơn vị đã đăng ký # mô hình")
    assert before == ([counted("registration")] if stage == "report" else [])


@pytest.mark.parametrize("stage", STAGES)
def test_kinds_and_groups_of_units(written: dict[Stage, Written], stage: Stage) -> None:
    lines = _divided(stage)
    (kinds,), (places,) = (written[stage].headed(first, "Phải gửi") for first in ("Loại đơn vị", "Địa bàn"))
    grouped = [cell for cell in _cells(stage) if unit(cell.unit).group]
    for table, total in ((kinds, lines["Tổng số"]), (places, grouped)):
        assert {row[0]: row[1:] for row in table} == {
            name: [
                str(len(cells)),
                str(sent := sum(cell.mails > 0 for cell in cells)),
                _share(sent, len(cells)),
                str(sum(len(cell.titles) for cell in cells)),
            ]
            for name, cells in ((row[0], total if row[0] == "Tổng số" else lines[row[0]]) for row in table)
        }
    assert {row[0] for row in kinds + places} == set(lines)


@pytest.mark.parametrize("stage", STAGES)
def test_deadlines_are_one_clause_and_told_in_full_in_the_note(
    written: dict[Stage, Written], notes: dict[Stage, Written], stage: Stage
) -> None:
    for one in _ROUNDS[stage]:
        due = expected.DUE[one]
        day = f"{due.day}/{due.month}/{due.year}"
        times = Counter(cell.timeliness for cell in _cells(one))
        told = notes[stage].numbers(rf"# đơn vị gửi trước ngày {day}.*?# đơn vị gửi trong ngày .*?# đơn vị gửi sau")
        assert told == [(times["on-time"], times["last-day"], times["late"])]
    times = Counter(cell.timeliness for cell in _cells(stage))
    assert written[stage].numbers(r"; # đơn vị gửi trong thời hạn") == [(times["on-time"] + times["last-day"],)]


@pytest.mark.parametrize("stage", STAGES)
def test_areas_of_reform_in_words_and_drawn(written: dict[Stage, Written], stage: Stage) -> None:
    areas, did = _areas(stage), "đăng ký" if stage == "registration" else "thực hiện"
    for code, name in FIELDS.items():
        said = re.search(rf"\d+\. {re.escape(name)}.*\n\d+ đơn vị {did} (.*?)\.", written[stage].text)
        assert sum(map(int, re.findall(r"\d+", said[1]) if said else [])) == areas[code], code
    (drawn,) = [bars["Số lượng"] for title, bars in written[stage].charts().items() if "theo lĩnh vực" in title]
    told = {code: value for label, value in drawn.items() for code, name in FIELDS.items() if label.startswith(name)}
    assert told == {code: areas[code] for code in FIELDS}
    assert drawn["Chưa nêu"] == areas[""]


@pytest.mark.parametrize("stage", STAGES)
def test_groups_and_the_course_are_drawn_from_the_same_counts(written: dict[Stage, Written], stage: Stage) -> None:
    labels: dict[Stage, str] = {"registration": "đăng ký", "report": "báo cáo kết quả"}
    charts = written[stage].charts()
    for one in _ROUNDS[stage]:
        groups = charts[f"Số đơn vị đã gửi {labels[one]} theo địa bàn"]
        lines = {name: cells for name, cells in _divided(one).items() if name in groups["Đã gửi"]}
        assert len(lines) == 9
        assert groups["Đã gửi"] == {name: sum(cell.mails > 0 for cell in cells) for name, cells in lines.items()}
        assert groups["Chưa gửi"] == {name: sum(not cell.mails for cell in cells) for name, cells in lines.items()}
        firsts = [cell.first_at.astimezone(ZONE).date() for cell in _cells(one) if cell.first_at]
        title = f"Số đơn vị đã gửi {labels[one]} theo thời gian"  # and, where some did, without those on paper
        (course,) = next(drawn for name, drawn in charts.items() if name.startswith(title)).values()
        assert list(course.values()) == [sum(day <= end for day in firsts) for end in sorted(set(firsts))]


def test_what_is_owed_and_what_came_late_is_listed_for_the_office(notes: dict[Stage, Written]) -> None:
    (table,) = notes["registration"].headed("STT", "Đơn vị", "Tình trạng")
    cells = _cells("registration")
    told = Counter((row[1], row[2].split(";")[0]) for row in table if row[0].isdigit())
    wanted = Counter((unit(cell.unit).short, "Chưa gửi") for cell in cells if cell.state == "owes")
    wanted.update((unit(cell.unit).short, "Còn thiếu thông tin") for cell in cells if cell.state == "incomplete")
    wanted.update(
        (unit(cell.unit).short, "Gửi sau hạn")
        for cell in cells
        if cell.timeliness == "late" and cell.state != "incomplete"
    )
    assert told == wanted


def test_reported_beside_registered(written: dict[Stage, Written]) -> None:
    ties = [expected.ties(one.code, END) for one in units()]
    same, left, new = (sum(len(tie[place]) for tie in ties) for place in range(3))
    ((registered, reported, outside),) = written["report"].numbers(
        r"Trong # nội dung đã đăng ký, # nội dung có kết quả; # nội dung thực hiện thêm ngoài đăng ký"
    )
    assert (registered, reported) == (same + left, same)
    assert outside == new - 1  # one title is reworded; which of two spellings it is, a person says


def test_how_far_the_initiatives_are(written: dict[Stage, Written]) -> None:
    done = [work.completion for cell in _cells("report") for work in cell.works.values()]
    ((full, stated, partly),) = written["report"].numbers(
        r"Theo tự đánh giá của các đơn vị, #/# nội dung đã hoàn thành, # nội dung đang thực hiện"
    )
    assert partly == sum(50 <= share < 100 for share in done)
    assert stated == full + partly
    assert full <= sum(share in (0, 100) for share in done)  # some layouts have no place for it


@pytest.mark.parametrize("stage", STAGES)
def test_what_concerns_the_office_is_in_its_note_alone(
    written: dict[Stage, Written], notes: dict[Stage, Written], played: Outcome, stage: Stage
) -> None:
    for word in ("đôn đốc", "thư nhắc", "chưa gửi", "chờ xác nhận", "gửi sau"):
        assert word not in written[stage].text.split("Phụ lục")[0]
    for one in _ROUNDS[stage]:
        states = Counter(cell.state for cell in _cells(one))
        label = {"registration": "Đăng ký", "report": "Báo cáo kết quả"}[one]
        owing = notes[stage].numbers(rf"{label}: # đơn vị chưa gửi")
        assert owing == ([(states["owes"],)] if states["owes"] else [])
    urged = _urged(played, _ROUNDS[stage])
    reached = {code for code, _ in urged}
    assert notes[stage].numbers(r"Đã gửi # lượt thư nhắc, đôn đốc đến # đơn vị") == [(urged.total(), len(reached))]


@pytest.mark.parametrize("stage", STAGES)
def test_targets_that_mail_proves_and_sums_of_what_forms_say(written: dict[Stage, Written], stage: Stage) -> None:
    (table,) = written[stage].headed("STT", "Chỉ tiêu")
    registered = _divided("registration")
    rooms, schools = registered["Phòng thuộc Sở"], registered["Trường trực thuộc"] + registered["Trung tâm trực thuộc"]
    for row, cells in zip([row for row in table if "ăng ký ít nhất 01" in row[1]], (rooms, schools), strict=True):
        sent = sum(cell.mails > 0 for cell in cells)
        assert row[3] == f"{sent:02}/{len(cells):02} ({_share(sent, len(cells))})"
        assert row[-1] == ("Đạt" if sent == len(cells) else "Chưa đạt")
    forms = {mail.gains[0].unit for mail in expected.returned_forms() if mail.paper.stage == "report"}
    assured = {cell.unit for cell in _cells("report") if cell.assured}
    sums: dict[str, list[int]] = {}
    for code in forms & assured:
        for label, (whole, part, _) in rows_of(code).items():
            if SLIPS.get(code, ("",))[0] != label:
                sums.setdefault(label, [0, 0])[0] += int(part)
                sums[label][1] += int(whole)
    told = {row[1]: row[3].split(" ")[0] for row in table if row[0].isdigit() and "ít nhất 01" not in row[1]}
    wanted = {label: f"{_written(part)}/{_written(whole)}" for label, (part, whole) in sums.items()}
    only = {label: text for label, text in told.items() if list(told).count(label) == 1}
    assert {label: wanted[label] for label in only} == only
    assert bool(told) == bool(sums)


def test_the_basis_the_best_scored_and_the_awards_are_those_of_the_script(written: dict[Stage, Written]) -> None:
    text = written["report"].text
    assert f"Kế hoạch số {PLAN[0]} ngày 20/3/2024 của Sở Giáo dục và Đào tạo" in text
    assert f"Hướng dẫn số {GUIDANCE[0]} ngày 05/4/2024 của Sở Giáo dục và Đào tạo về {GUIDANCE[2]}" in text
    works = {given: work(given.unit, given.idea) for given in APPRAISAL}
    for given, one in works.items():
        assert f"{unit(given.unit).name}, “{one.title}”" in text
    owners = {award: _owners(works, award) for award in {given.award for given in APPRAISAL}}
    assert f"Đề nghị khen thưởng {_kinds(set().union(*owners.values()))} có thành tích" in text
    for award, own in owners.items():
        assert f"{award}: {_kinds(own)}" in text


def _owners(works: Mapping[Appraised, Work], award: str) -> set[tuple[str, Person]]:
    return {(given.unit, owner) for given, one in works.items() if given.award == award for owner in one.owners}


def _kinds(owners: set[tuple[str, Person]]) -> str:
    groups = sum(owner.group for _, owner in owners)
    told = ((groups, "tập thể"), (len(owners) - groups, "cá nhân"))
    return ", ".join(f"{number:02} {what}" for number, what in told if number)


def test_last_year_stands_beside_this_year(written: dict[Stage, Written]) -> None:
    (table,) = written["report"].headed("STT", "Chỉ tiêu")
    told = {row[4] for row in table if row[0].isdigit()}
    assert LAST_YEAR["dang-ky-phong"] in told and told <= {*LAST_YEAR.values(), "-"}


@pytest.mark.parametrize("stage", STAGES)
def test_each_initiative_stands_once_in_its_appendix(written: dict[Stage, Written], stage: Stage) -> None:
    tables = written[stage].headed("STT", "Đơn vị", "Tên mô hình, giải pháp, sáng kiến")
    for table, one in zip(tables, _ROUNDS[stage], strict=True):
        told = Counter((row[1], row[2].removesuffix(" (*)")) for row in table if row[0].isdigit())
        assert told == Counter((unit(cell.unit).short, title) for cell in _cells(one) for title in cell.titles)


# --- Excel ------------------------------------------------------------------------------------------------------


def test_the_workbook_counts_reminders_as_the_smtp_server_does(book: Any, played: Outcome) -> None:
    urged = _urged(played, STAGES)
    labels: dict[Stage, str] = {"registration": "Đăng ký", "report": "Báo cáo kết quả"}
    rows = {row["Đơn vị"]: row for row in _rows(book, "Tình trạng")}
    for one in units():
        for stage in STAGES:
            assert (rows[one.short][f"{labels[stage]}: thư nhắc"] or 0) == urged[one.code, stage], (one.code, stage)


def test_the_register_has_the_papers_that_were_entered(book: Any, played: Outcome) -> None:
    """One line for each mail and unit; what only repeats an earlier mail is in no register."""
    wanted = Counter(
        (unit(gain.unit).name, mail.post.at.replace(tzinfo=None, second=0, microsecond=0))
        for mail in played.delivered
        if not mail.post.copy_of
        for gain in mail.post.gains
    )
    told = Counter(
        (row["Cơ quan, tổ chức ban hành"], row["Ngày đến"].replace(second=0, microsecond=0))
        for row in _rows(book, "Sổ bản gửi đến")
    )
    assert told - wanted == Counter()
    assert {name for name, _ in told} == {name for name, _ in wanted}
    assert (wanted - told).total() <= 1


def test_every_line_of_the_register_leads_to_the_bytes_that_arrived(book: Any, played: Outcome) -> None:
    sheet = book["Sổ bản gửi đến"]
    targets = [cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert len(targets) == len(_rows(book, "Sổ bản gửi đến"))
    raws = {mail.raw for mail in played.delivered}
    assert all((played.drafts[0].parent / target).read_bytes() in raws for target in targets)


def test_the_sheets_to_fill_have_each_initiative_and_each_silent_unit(book: Any) -> None:
    rows = _rows(book, "Thẩm định")
    both = list(zip(_cells("registration"), _cells("report"), strict=True))
    wanted = Counter(
        (unit(one.unit).short, title) for one, other in both for title in other.titles | (one.titles - other.titles)
    )
    assert Counter((row["Đơn vị"], row["Tên"]) for row in rows) == wanted
    silent = Counter(unit(cell.unit).name for stage in STAGES for cell in _cells(stage) if cell.state == "owes")
    told = Counter(row["Nội dung"] for row in _rows(book, "Số liệu nhập tay") if row["Loại"].startswith("Chưa gửi"))
    assert told == silent


def test_the_history_has_every_letter_that_left(book: Any, played: Outcome) -> None:
    lines = [row for row in _rows(book, "Lịch sử") if row["Người thực hiện"] == "mailbot"]
    assert len(lines) == len(played.letters)
