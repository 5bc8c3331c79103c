"""A form that was printed, signed and photographed: whose it is must be certain, whatever the picture is like."""

import io
import random
from collections.abc import Iterable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageStat

from mailbot.reading import ocr
from mailbot.reading.files import parse_file
from mailbot.reading.marks import qr_codes
from mailbot.reading.paper import flattened
from mailbot.writing.forms import write_form_docx, write_form_xlsx
from rules.papers.forms import QR, form_of
from rules.papers.understand import understand
from rules.text import likeness
from tests.forms.filling import Values, fill_word
from tests.forms.photographing import Shot, as_read, noise, photograph
from tests.forms.test_round_trips import CAMPAIGN, ROSTER, converted, filled

SIZES = (4000, 3000, 2048, 1600, 1280)
"""Pixels along a picture: as telephones take it, and as messengers pass it on."""
TURNS = (0, 90, 180, 270)


def shots(seeds: Iterable[int]) -> list[Shot]:
    """Good and bad light, all sizes, all turns. In bad light nobody reads a picture that was shrunk as well."""
    found = []
    for seed in seeds:
        dice = random.Random(seed)
        harsh = dice.random() < 0.4
        edge = dice.choice(SIZES[:2] if harsh else SIZES)
        found.append(Shot(seed, edge, dice.choice(TURNS), dice.random() < 0.5, dice.randint(60, 90), harsh))
    return found


@pytest.mark.libreoffice
@pytest.mark.slow
def test_whose_a_photographed_form_is_is_certain(tmp_path: Path) -> None:
    """A small one, a middling one, one in bad light and turned as it says, one turned without saying so."""
    assert _unread(shots((0, 5, 8, 10)), tmp_path) == []


@pytest.mark.libreoffice
@pytest.mark.slow
def test_whose_nearly_any_photographed_form_is_is_certain(tmp_path: Path) -> None:
    """In harsh light one or another cannot be told; what is not told is asked."""
    lost = _unread(shots(range(132)), tmp_path)
    assert [shot for shot in lost if not shot.harsh] == []
    assert len(lost) <= 1


def _unread(taken: list[Shot], folder: Path) -> list[Shot]:
    forms = [filled(seed) for seed in range(10, 14)]
    pdfs = converted([form.word for form in forms], "docx", "pdf", folder)
    pages = [(form.code, page) for form, pdf in zip(forms, pdfs, strict=True) for page in _pages(pdf)]
    lost = []
    for place, shot in enumerate(taken):
        code, page = pages[place * 7 % len(pages)]
        if qr_codes(as_read(photograph(page, shot))) != ((QR, code),):
            lost.append(shot)
    return lost


@pytest.mark.libreoffice
def test_the_first_page_of_a_printed_sheet_says_whose_it_is(tmp_path: Path) -> None:
    form = form_of(CAMPAIGN, "report", ROSTER.unit("thpt-so-2-bao-thang"))
    (pdf,) = converted([write_form_xlsx(form)], "xlsx", "pdf", tmp_path)
    photo = photograph(_pages(pdf)[0], Shot(3, 2048, 90))
    assert qr_codes(as_read(photo)) == ((QR, form.identity.code),)


def _pages(pdf: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=220 / 72).to_pil() for page in document]
    finally:
        document.close()


@pytest.mark.libreoffice
@pytest.mark.slow
def test_a_photographed_form_is_read_and_waits_for_a_person(tmp_path: Path) -> None:
    if not ocr.available():
        pytest.skip("tesseract is not installed")
    unit = ROSTER.unit("thpt-so-2-bao-thang")
    item: Values = {"title": "Họp không giấy trong hội đồng sư phạm", "owners": ("Nguyễn Văn Mẫu", "Trần Thị Hoa")}
    form = form_of(CAMPAIGN, "registration", unit)
    word = fill_word(write_form_docx(form), CAMPAIGN, "registration", (item,), {}, 1)
    (pdf,) = converted([word], "docx", "pdf", tmp_path)
    photo = photograph(_pages(pdf)[0], Shot(5, 3000))
    understanding = understand((parse_file("anh.jpg", photo),), CAMPAIGN, ROSTER)
    (reading,) = understanding.readings
    assert (reading.unit.unit, reading.unit.rule, reading.unit.certain) == (unit.code, "form", True)
    assert (reading.stage, reading.sure, understanding.empty_forms) == ("registration", False, ())
    (read,) = reading.initiatives
    assert likeness(read.title, str(item["title"])) > 0.9
    assert likeness(str(read.get("owners")), str(item["owners"])) > 0.9


# --- The sheet on the desk --------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [8, 12, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (9, 10, 13))])
def test_a_sheet_on_a_desk_is_laid_flat(seed: int) -> None:
    page = Image.new("L", (1000, 1414), 250)
    page.paste(0, (100, 100, 900, 140))  # a bar along the upper edge
    seen = as_read(photograph(page, Shot(seed, 1600))).convert("L")
    flat = flattened(seen)
    assert flat.size != seen.size
    assert abs(flat.height / flat.width - 1.414) < 0.12
    coarse = flat.resize((100, 141), Image.Resampling.BOX).crop((4, 4, 96, 137))  # without a hem of desk
    bar = coarse.point([255 if level < 70 else 0 for level in range(256)]).getbbox()
    assert bar is not None
    assert all(abs(one - other) <= 2 for one, other in zip(bar, (6, 6, 86, 10), strict=True)), bar


def test_a_picture_is_the_same_whenever_and_wherever_it_is_taken() -> None:
    """Also beside others that draw from generators of the whole process."""
    page = Image.new("L", (300, 420), 250)
    first = photograph(page, Shot(7, 600))
    random.random()
    Image.effect_noise((10, 10), 50)
    assert photograph(page, Shot(7, 600)) == first
    even = noise((600, 800), 40, random.Random(1))
    level, spread = ImageStat.Stat(even).mean[0], ImageStat.Stat(even).stddev[0]
    assert abs(level - 128) < 1
    assert abs(spread - 40) < 1


def test_a_scan_that_fills_its_picture_stays_as_it_is() -> None:
    page = Image.new("L", (1000, 1414), 250)
    page.paste(0, (100, 100, 900, 140))
    assert flattened(page) is page


def test_a_picture_without_a_sheet_stays_as_it_is() -> None:
    picture = noise((600, 800), 80, random.Random(1))
    assert flattened(picture) is picture


def test_a_picture_that_says_how_it_was_held_is_turned() -> None:
    page = Image.new("L", (400, 600), 250)
    photo = photograph(page, Shot(2, 800, 90, noted=True))
    assert Image.open(io.BytesIO(photo)).size != as_read(photo).size
