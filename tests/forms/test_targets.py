"""The targets of the plan on forms that 49 units fill in, Word and Excel, and their sums, checked from the script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import MappingProxyType

import pytest

from mailbot.demo.paper_form import fill
from mailbot.demo.script import Layout, Paper
from mailbot.demo.targets import SLIPS, rows_of
from mailbot.demo.works import ideas, works
from mailbot.reading.files import parse_file
from mailbot.writing.forms import write_form_docx, write_form_xlsx
from rules.calendar import moment
from rules.campaign import Target
from rules.drafting.figures import figures
from rules.drafting.figures import rows_of as told_by_units
from rules.figure import Figure
from rules.initiative import Reading
from rules.papers.forms import form_of, target_rows, version_of
from rules.papers.understand import understand
from rules.roster import Unit
from rules.season import Season
from rules.standing.status import statuses
from rules.stated import AT_MOST, Stated, asked_targets, label_of, stated_in, to_ask
from rules.submission import Version
from tests.office.house import House, house, mail, office_campaign, text_of
from tests.seasons import initiative_of, shipped_campaign, shipped_roster

CAMPAIGN = shipped_campaign()
ROSTER = shipped_roster(CAMPAIGN)
_ITEM = initiative_of({"title": "Họp không giấy", "owners": ("Lò Thị Mai",), "result": "Giảm 30% số trang in"})


def _returned(unit: Unit, layout: Layout) -> Reading:
    """The unit's own form, filled in with the figures of the script, as it is read."""
    form = form_of(CAMPAIGN, "report", unit, (_ITEM,))
    blank = write_form_docx(form) if layout == "BF" else write_form_xlsx(form)
    ending = "docx" if layout == "BF" else "xlsx"
    paper = Paper(f"bieu-mau.{ending}", layout, ((unit.code, ()),), date(2024, 10, 20))
    understanding = understand((parse_file(paper.name, fill(blank, paper)),), CAMPAIGN, ROSTER)
    (reading,) = understanding.readings
    return reading


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    layouts: tuple[Layout, Layout] = ("BF", "BX")
    return {unit.code: _returned(unit, layouts[place % 2]) for place, unit in enumerate(ROSTER)}


@pytest.fixture(scope="module")
def season(readings: dict[str, Reading]) -> Season:
    at = moment(date(2024, 10, 20), time(9), CAMPAIGN.calendar)
    versions = tuple(
        Version(
            place, place, at, code, "report", reading.initiatives, not reading.sure,
            remarks=MappingProxyType(dict(reading.remarks)), files=reading.files,
        )
        for place, (code, reading) in enumerate(readings.items(), start=1)
    )  # fmt: skip
    return Season(CAMPAIGN, ROSTER, moment(date(2024, 11, 1), time(8), CAMPAIGN.calendar), versions)


def _told(reading: Reading) -> dict[str, Stated]:
    return {one.target: one for one in stated_in(reading.remarks)}


def _of_script(target: Target) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Who said what of a target, from the script alone."""
    for unit in ROSTER:
        row = rows_of(unit.code).get(label_of(target))
        if row and (not target.kinds or unit.kind in target.kinds):
            yield unit.code, row


def test_every_kind_of_unit_is_asked_for_its_own_targets_and_for_few() -> None:
    for kind in CAMPAIGN.unit_kinds:
        rows = target_rows(CAMPAIGN, "report", kind.code)
        assert 1 <= len(rows) <= AT_MOST
        assert {row.code for row in rows} == {target.code for target in asked_targets(CAMPAIGN, kind.code)}
        assert not target_rows(CAMPAIGN, "registration", kind.code)


def test_what_the_units_typed_comes_back_word_for_word(readings: dict[str, Reading]) -> None:
    wrong = []
    for unit in ROSTER:
        wanted = {
            target.code: row
            for target in asked_targets(CAMPAIGN, unit.kind)
            if (row := rows_of(unit.code).get(label_of(target)))
        }
        found = {code: (one.whole_text, one.part_text, one.note) for code, one in _told(readings[unit.code]).items()}
        if found != wanted:
            wrong.append((unit.code, wanted, found))
    assert wrong == []
    assert all(reading.sure for reading in readings.values())


def test_the_sums_are_those_of_the_script_and_shares_are_shares_of_sums(season: Season) -> None:
    counted: dict[str, Figure] = {one.code: one for one in figures(season)}
    checked = 0
    for target in asked_targets(CAMPAIGN):
        rows = [row for code, row in _of_script(target) if SLIPS.get(code) != (label_of(target), row)]
        figure = counted[f"target:{target.code}"]
        part, whole = sum(int(row[1]) for row in rows), sum(int(row[0]) for row in rows)
        assert (figure.count, figure.total, figure.said) == (part, whole, len(rows))
        assert figure.percent == pytest.approx(100 * part / whole)
        checked += len(rows)
    assert checked > 100


def test_five_slips_are_asked_and_are_in_no_sum(readings: dict[str, Reading], season: Season) -> None:
    asked = {code: to_ask(reading.remarks, CAMPAIGN) for code, reading in readings.items()}
    assert {code for code, lines in asked.items() if lines} == set(SLIPS)
    assert asked["phong-khtc"] == ("“Giải quyết thủ tục hành chính đúng hạn”: tổng số 112 nhỏ hơn số đạt 118",)
    assert asked["thpt-so-1-bat-xat"] == ("“Thanh toán không dùng tiền mặt”: ghi đạt 45 nhưng chưa ghi tổng số",)
    assert all(len(lines) == 1 for code, lines in asked.items() if code in SLIPS)


def test_who_has_not_said_is_known(season: Season) -> None:
    target = next(one for one in CAMPAIGN.targets if one.code == "khong-tien-mat")
    silent = {cell.unit.code for cell, row in told_by_units(target, season, statuses(season)) if row is None}
    said = {code for code, _ in _of_script(target)}
    assert silent == {unit.code for unit in ROSTER if unit.kind in target.kinds} - said


def test_an_empty_row_makes_no_report_incomplete(season: Season) -> None:
    bare = replace(season, read=tuple(replace(one, remarks=MappingProxyType({})) for one in season.read))
    with_figures = {(cell.unit.code, cell.stage): cell.state for cell in statuses(season)}
    assert {(cell.unit.code, cell.stage): cell.state for cell in statuses(bare)} == with_figures


def test_other_targets_make_another_version_of_the_form() -> None:
    fewer = CAMPAIGN.model_copy(update={"targets": CAMPAIGN.targets[:3]})
    assert version_of(fewer, "report") != version_of(CAMPAIGN, "report")
    assert version_of(fewer, "registration") == version_of(CAMPAIGN, "registration")


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        (("120", "118", ""), ""),
        (("1.250", "1.250", ""), ""),
        (("120 hồ sơ", "118 hồ sơ", ""), ""),
        (("0", "", "không phát sinh"), ""),
        (("0", "0", ""), ""),
        (("", "", "đang thống kê"), ""),
        (("112", "118", ""), "tổng số 112 nhỏ hơn số đạt 118"),
        (("", "45", ""), "ghi đạt 45 nhưng chưa ghi tổng số"),
        (("45", "", ""), "ghi tổng số 45 nhưng chưa ghi số đạt"),
        (("", "95%", ""), "số đạt ghi “95%”, chưa rõ là bao nhiêu"),
        (("nhiều", "hết", ""), "tổng số ghi “nhiều”, chưa rõ là bao nhiêu"),
    ],
)
def test_what_cannot_be_summed_is_asked_in_one_clause(row: tuple[str, str, str], asked: str) -> None:
    one = Stated("tthc-dung-han", *row)
    assert one.asked == asked
    assert not (one.counts and asked)


# --- Played over the servers of the demo ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Played:
    """`returned`: codes of the units whose forms came back; `receipts`: what each read then."""

    season: Season
    returned: frozenset[str]
    receipts: Mapping[str, str]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The forms of the report leave by mail; each unit fills in the very file that it got and sends it back."""
    campaign = office_campaign().model_copy(update={"stages": CAMPAIGN.stages})
    with house(tmp_path_factory.mktemp("targets"), campaign, ROSTER) as office:
        office.until(26, 7, 31)  # the letters of tomorrow are announced
        office.until(27, 7, 31)
        returned = set()
        for place, unit in enumerate(one for one in ROSTER if one.addresses):
            layout: Layout = ("BF", "BX")[place % 2]
            blank = _received(office, unit, "docx" if layout == "BF" else "xlsx")
            if blank is not None:
                office.receive(_sent_back(unit, layout, blank))
                returned.add(unit.code)
            if place % 8 == 7:
                office.tick(minutes=20)
        office.tick(minutes=20)
        office.tick(minutes=20)
        with office.app.look() as work:
            season = work.season(office.app.campaign, office.app.roster, office.now)
        yield Played(season, frozenset(returned), {one.code: _receipt(office, one) for one in ROSTER if one.addresses})


def _received(office: House, unit: Unit, ending: str) -> bytes | None:
    name = f"bieu-mau-bao-cao-ket-qua-{unit.code}.{ending}"
    for letter in _letters_to(office, unit):
        for part in letter.iter_attachments():
            if part.get_filename() == name:
                content = part.get_content()
                assert isinstance(content, bytes)
                return content
    return None


def _letters_to(office: House, unit: Unit) -> list[EmailMessage]:
    own = [one.raw for one in office.letters if set(unit.addresses) & set(one.recipients)]
    return [message_from_bytes(raw, policy=default) for raw in own]


def _sent_back(unit: Unit, layout: Layout, blank: bytes) -> EmailMessage:
    ending = "docx" if layout == "BF" else "xlsx"
    idea = [*ideas()][len(unit.code) % len(ideas())]
    paper = Paper(f"bao-cao.{ending}", layout, ((unit.code, works(unit.code, idea)),), date(2024, 8, 27))
    message = mail(
        unit.addresses[0], "Gửi báo cáo kết quả CCHC năm 2024", "Kính gửi Phòng, đơn vị gửi biểu mẫu đã điền."
    )
    message.add_attachment(fill(blank, paper), "application", "octet-stream", filename=paper.name)
    return message


def _receipt(office: House, unit: Unit) -> str:
    letters = [one for one in _letters_to(office, unit) if "/receipt/" in str(one["X-Mailbot"])]
    return " ".join(text_of(one) for one in letters)


@pytest.mark.slow
def test_forms_of_forty_units_come_back_over_the_servers_with_the_sums_of_the_script(played: Played) -> None:
    assert len(played.returned) >= 40 and set(SLIPS) <= played.returned
    counted = {one.code: one for one in figures(played.season)}
    checked = 0
    for target in asked_targets(CAMPAIGN):
        rows = [
            row
            for code, row in _of_script(target)
            if code in played.returned and SLIPS.get(code) != (label_of(target), row)
        ]
        figure = counted[f"target:{target.code}"]
        assert (figure.count, figure.total, figure.said) == (
            sum(int(row[1]) for row in rows), sum(int(row[0]) for row in rows), len(rows),
        )  # fmt: skip
        checked += len(rows)
    assert checked > 100


@pytest.mark.slow
def test_five_slips_are_asked_in_the_receipt_and_nobody_else_is_asked(played: Played) -> None:
    asked = {code for code, text in played.receipts.items() if "tổng số" in text or "số đạt" in text}
    assert asked == set(SLIPS)
    assert "tổng số 112 nhỏ hơn số đạt 118" in played.receipts["phong-khtc"]
