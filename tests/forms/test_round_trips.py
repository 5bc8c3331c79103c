"""Forms filled with generated answers come back equal, through whatever programs they went on their way."""

import io
import random
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from mailbot.reading import libreoffice, ocr, programs
from mailbot.reading.files import parse_file
from mailbot.reading.marks import qr_codes
from mailbot.writing.forms import write_form_docx, write_form_xlsx
from rules.campaign import FieldSpec
from rules.initiative import Initiative, Json, Reading
from rules.papers.extract.returned_form import UNKNOWN
from rules.papers.extract.values import is_nothing
from rules.papers.forms import QR, canonical, form_of, same
from rules.papers.understand import understand
from rules.text import fold, is_blank, likeness
from tests.forms.filling import Values, fill_excel, fill_word
from tests.forms.generating import items, text, without_pictures
from tests.seasons import shipped_campaign, shipped_roster
from tests.waiting import PATIENCE

CAMPAIGN = shipped_campaign()
ROSTER = shipped_roster(CAMPAIGN)


@dataclass(frozen=True)
class Filled:
    """What a unit typed, and the forms it typed it into. `plain`: without letters that need special fonts."""

    seed: int
    stage: str
    unit: str
    items: tuple[Values, ...]
    remarks: Values
    code: str
    word: bytes
    excel: bytes


def filled(seed: int, *, plain: bool = False) -> Filled:
    dice = random.Random(seed)
    stage = dice.choice(("registration", "report"))
    unit = dice.choice(ROSTER.units)
    answers = items(CAMPAIGN, stage, dice)
    if stage == "report":
        answers[0].setdefault("result", "Đạt kết quả tốt.")
    remarks: Values = {spec.code: text(dice) for spec in CAMPAIGN.remarks if stage in spec.stages}
    if plain:
        answers = tuple({code: _plain(value) for code, value in item.items()} for item in answers)
        remarks = {code: _plain(value) for code, value in remarks.items()}
    form = form_of(CAMPAIGN, stage, unit)
    word = fill_word(write_form_docx(form), CAMPAIGN, stage, answers, remarks, seed)
    excel = fill_excel(write_form_xlsx(form), CAMPAIGN, stage, answers, remarks)
    return Filled(seed, stage, unit.code, answers, remarks, form.identity.code, word, excel)


def _plain(value: Json) -> Json:
    return without_pictures(value) if isinstance(value, str) else value


def kept(spec: FieldSpec, value: Json) -> Json:
    """What a form keeps of an answer: white space inside a line is one blank, a name is one line."""
    if isinstance(value, str) and (spec.code == "title" or spec.kind == "period"):
        return fold(value)
    if isinstance(value, str) and spec.kind == "text":
        return None if is_blank(value) else canonical(value)
    return value


def reading_of(name: str, content: bytes) -> Reading:
    understanding = understand((parse_file(name, content),), CAMPAIGN, ROSTER)
    assert len(understanding.readings) == 1, understanding.documents
    return understanding.readings[0]


def assert_equal(reading: Reading, given: Filled, *, without_lines: bool = False) -> None:
    """Every value, every one. `without_lines`: a PDF does not say where a line was ended by hand."""
    assert (reading.unit.unit, reading.unit.rule, reading.stage) == (given.unit, "form", given.stage)
    assert reading.sure, reading.doubts
    assert len(reading.initiatives) == len(given.items)
    for initiative, item in zip(reading.initiatives, given.items, strict=True):
        for spec in CAMPAIGN.fields_of(given.stage):
            _assert_value(initiative, spec, kept(spec, item.get(spec.code)), without_lines)
    for spec in CAMPAIGN.remarks:
        said = given.remarks.get(spec.code)
        wanted = None if said is None or is_nothing(str(said)) else kept(spec, said)
        found = reading.remarks.get(spec.code)
        value = found.value if found else None
        assert same(value, wanted) if without_lines else value == wanted


def _assert_value(initiative: Initiative, spec: FieldSpec, wanted: Json, without_lines: bool) -> None:
    value = initiative.get(spec.code)
    assert same(value, wanted) if without_lines else value == wanted, (initiative.title, spec.code)


@pytest.mark.parametrize("seed", range(40))
def test_a_form_filled_in_word_comes_back_equal(seed: int) -> None:
    given = filled(seed)
    assert_equal(reading_of("bieu-mau.docx", given.word), given)


@pytest.mark.parametrize("seed", range(40))
def test_a_form_filled_in_excel_comes_back_equal(seed: int) -> None:
    given = filled(seed)
    assert_equal(reading_of("bieu-mau.xlsx", given.excel), given)


ROUND_TRIPS = (("docx", "docx"), ("docx", "odt"), ("docx", "doc"), ("xlsx", "xlsx"), ("xlsx", "ods"), ("xlsx", "xls"))
QUICK = (("docx", "docx"), ("xlsx", "xlsx"))


@pytest.mark.libreoffice
@pytest.mark.parametrize(("source", "target"), QUICK)
def test_a_form_that_libreoffice_saved_comes_back_equal(source: str, target: str, tmp_path: Path) -> None:
    _through_libreoffice(range(1), source, target, tmp_path)


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize(("source", "target"), ROUND_TRIPS)
def test_many_forms_that_libreoffice_saved_come_back_equal(source: str, target: str, tmp_path: Path) -> None:
    _through_libreoffice(range(3, 43), source, target, tmp_path)


def _through_libreoffice(seeds: range, source: str, target: str, folder: Path) -> None:
    forms = [filled(seed) for seed in seeds]
    contents = [form.word if source == "docx" else form.excel for form in forms]
    for form, saved in zip(forms, converted(contents, source, target, folder), strict=True):
        assert_equal(reading_of(f"bieu-mau.{target}", saved), form)


@pytest.mark.libreoffice
def test_a_form_exported_to_pdf_comes_back_equal(tmp_path: Path) -> None:
    _through_pdf(range(3), tmp_path)


@pytest.mark.libreoffice
@pytest.mark.slow
def test_many_forms_exported_to_pdf_come_back_equal(tmp_path: Path) -> None:
    _through_pdf(range(3, 43), tmp_path)


def _through_pdf(seeds: range, folder: Path) -> None:
    forms = [filled(seed, plain=True) for seed in seeds]
    for form, pdf in zip(forms, converted([form.word for form in forms], "docx", "pdf", folder), strict=True):
        assert_equal(reading_of("bieu-mau.pdf", pdf), form, without_lines=True)


@pytest.mark.libreoffice
@pytest.mark.slow
def test_letters_that_a_pdf_lost_are_asked_about_and_never_guessed(tmp_path: Path) -> None:
    """A program without a font for a picture draws an empty box, and its PDF says that every box is the first one."""
    forms = [filled(seed) for seed in range(4)]
    for form, pdf in zip(forms, converted([form.word for form in forms], "docx", "pdf", tmp_path), strict=True):
        reading = reading_of("bieu-mau.pdf", pdf)
        for initiative, item in zip(reading.initiatives, form.items, strict=True):
            for spec in CAMPAIGN.fields_of(form.stage):
                value, wanted = initiative.get(spec.code), kept(spec, item.get(spec.code))
                if not same(value, wanted):
                    assert UNKNOWN in str(value), (initiative.title, spec.code)
                    assert any(spec.label in doubt for doubt in reading.doubts)
                    assert not reading.sure


@pytest.mark.libreoffice
@pytest.mark.slow
def test_a_sheet_made_a_pdf_is_known_and_left_to_a_person(tmp_path: Path) -> None:
    """Narrow columns break lines in the middle of names: what was meant is not told by the page."""
    forms = [filled(seed, plain=True) for seed in (0, 4, 5)]
    for form, pdf in zip(forms, converted([form.excel for form in forms], "xlsx", "pdf", tmp_path), strict=True):
        reading = reading_of("bieu-mau.pdf", pdf)
        assert (reading.unit.unit, reading.stage, reading.sure) == (form.unit, form.stage, False)
        assert len(reading.initiatives) == len(form.items)


@pytest.mark.libreoffice
@pytest.mark.slow
def test_every_page_of_a_printed_form_says_whose_it_is(tmp_path: Path) -> None:
    """As pictures of 120 dots per inch, turned a little, as a scanner gives them."""
    forms = [filled(seed) for seed in range(10, 18)]
    for form, pdf in zip(forms, converted([form.word for form in forms], "docx", "pdf", tmp_path), strict=True):
        document = pypdfium2.PdfDocument(pdf)
        for page in document:
            picture = page.render(scale=120 / 72, grayscale=True).to_pil()
            assert qr_codes(picture.rotate(1.5, expand=True, fillcolor=255)) == ((QR, form.code),)
        document.close()


def converted(contents: list[bytes], source: str, target: str, folder: Path) -> list[bytes]:
    """All of them by one run of LibreOffice."""
    program = programs.find("soffice")
    if program is None or not libreoffice.available():
        pytest.skip("LibreOffice is not installed")
    given = [folder / f"{number}.{source}" for number in range(len(contents))]
    for path, content in zip(given, contents, strict=True):
        path.write_bytes(content)
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", target, "--outdir",
         str(folder / "out"), *map(str, given)],
        check=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    return [(folder / "out" / f"{path.stem}.{target}").read_bytes() for path in given]


@pytest.mark.libreoffice
def test_a_scanned_form_is_known_for_certain_and_the_rest_waits_for_a_person(tmp_path: Path) -> None:
    if not ocr.available():
        pytest.skip("tesseract is not installed")
    unit = ROSTER.unit("thpt-so-2-bao-thang")
    item: Values = {"title": "Họp không giấy trong hội đồng sư phạm", "owners": ("Nguyễn Văn Mẫu", "Trần Thị Hoa")}
    form = form_of(CAMPAIGN, "registration", unit)
    word = fill_word(write_form_docx(form), CAMPAIGN, "registration", (item,), {}, 1)
    (pdf,) = converted([word], "docx", "pdf", tmp_path)
    document = pypdfium2.PdfDocument(pdf)
    page = document[0].render(scale=200 / 72, grayscale=True).to_pil()
    document.close()
    out = io.BytesIO()
    page.rotate(0.7, fillcolor=255).save(out, "PNG")
    reading = reading_of("ban-quet.png", out.getvalue())
    assert (reading.unit.unit, reading.unit.rule, reading.unit.certain) == (unit.code, "form", True)
    assert (reading.stage, reading.sure) == ("registration", False)
    assert [likeness(one.title, str(item["title"])) > 0.9 for one in reading.initiatives] == [True]
