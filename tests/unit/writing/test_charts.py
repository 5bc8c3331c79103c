"""The pictures of figures: read back from their pixels, the same bytes anywhere, clear without colour."""

import hashlib
import io
import subprocess
import sys
import unicodedata
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from mailbot.writing import charts
from mailbot.writing.charts import FILLS, height, picture
from rules.drafting.report import Chart, Series
from tests.vietnamese import TONES

_AREAS = Chart(
    "bars",
    "Số lượng mô hình, giải pháp, sáng kiến theo lĩnh vực cải cách hành chính",
    ("Cải cách thủ tục hành chính", "Cải cách tổ chức bộ máy hành chính nhà nước", "Chưa nêu"),
    (Series("Số lượng", (30.0, 15.0, 0.0)),),
    "sáng kiến",
)
_GROUPS = Chart(
    "bars",
    "Số đơn vị đã gửi theo địa bàn",
    ("Thành phố Lào Cai", "Huyện Bát Xát"),
    (Series("Đã gửi", (20.0, 5.0)), Series("Chưa gửi", (5.0, 15.0))),
    "đơn vị",
)
_COURSE = Chart(
    "line",
    "Số đơn vị đã gửi đăng ký theo thời gian",
    ("1/4", "2/4", "1/5"),
    (Series("Số đơn vị (cộng dồn)", (1.0, 2.0, 3.0)),),
    "đơn vị",
    (0.0, 1.0, 30.0),
)
_ALL = (_AREAS, _GROUPS, _COURSE)
_WIDTH = 155.0  # mm
_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz" + "".join(
    unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES
)


def _opened(chart: Chart) -> Image.Image:
    return Image.open(io.BytesIO(picture(chart, _WIDTH)))


def _runs(drawn: Image.Image, row: int, fill: str) -> list[int]:
    """The lengths in pixels of the pieces of a row in this colour, short ones (letters, outlines) left out."""
    colour = tuple(bytes.fromhex(fill))
    pixels = [drawn.getpixel((x, row)) == colour for x in range(drawn.width)]
    return [length for found, run in groupby(pixels) if found and (length := len(list(run))) > 20]


def _longest(chart: Chart, fill: str) -> list[int]:
    """The bars of a colour from top to bottom: where rows change, the longest run of each block of rows."""
    drawn = _opened(chart)
    rows = [sum(_runs(drawn, row, fill)) for row in range(drawn.height)]
    return [max(block) for found, run in groupby(rows, key=bool) if found and len(block := list(run)) > 20]


def test_bars_are_as_long_as_their_values() -> None:
    long, short = _longest(_AREAS, FILLS[0])  # nothing is drawn for 0
    assert long / short == pytest.approx(2, rel=0.02)


def test_a_stack_shows_both_series_in_the_fills_that_excel_has_too() -> None:
    sent, missing = _longest(_GROUPS, FILLS[0]), _longest(_GROUPS, FILLS[1])
    assert sent[0] / sent[1] == pytest.approx(4, rel=0.15)  # white figures within the bars take some pixels
    assert missing[1] / missing[0] == pytest.approx(3, rel=0.15)


def test_a_course_is_true_to_its_days() -> None:
    """Two days in April lie close together, the first of May far from them. Where nothing grows only dots stand out."""
    flat = replace(_COURSE, series=(Series("Số đơn vị", (2.0, 2.0, 2.0)),))
    drawn, colour = _opened(flat), tuple(bytes.fromhex(FILLS[0]))
    columns = [sum(drawn.getpixel((x, y)) == colour for y in range(drawn.height)) for x in range(drawn.width)]
    edges = [list(run) for found, run in groupby(range(drawn.width), key=lambda x: columns[x] >= 9) if found]
    first, second, last = (sum(edge) / len(edge) for edge in edges)
    assert (last - second) / (second - first) == pytest.approx(29, rel=0.1)


@pytest.mark.parametrize("chart", _ALL, ids=lambda chart: chart.title)
def test_the_picture_is_as_wide_and_as_tall_as_the_page_has_room_for_it(chart: Chart) -> None:
    drawn = _opened(chart)
    assert drawn.width / drawn.height == pytest.approx(_WIDTH / height(chart), rel=0.01)
    assert drawn.width / _WIDTH * 25.4 >= 200  # dots per inch, what NĐ 30 asks of electronic copies


def test_fills_stay_apart_in_print_without_colour() -> None:
    greys = [Image.new("RGB", (1, 1), f"#{fill}").convert("L").getpixel((0, 0)) for fill in FILLS]
    dark, light = greys
    assert isinstance(dark, int) and isinstance(light, int)
    assert light - dark >= 100 and light <= 220  # and the light one is not paper


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_face_beside_the_program_has_every_vietnamese_letter(weight: str) -> None:
    path = Path(charts.__file__).with_name("fonts") / f"LiberationSerif-{weight}.ttf"
    face = ImageFont.truetype(path, 40, layout_engine=ImageFont.Layout.BASIC)
    unknown = bytes(face.getmask("\uffff"))
    letters = _LETTERS + _LETTERS.upper() + "0123456789.,;:()%/-–“”"
    assert [letter for letter in letters if bytes(face.getmask(letter)) == unknown] == []


def test_nothing_of_the_machine_enters_the_bytes(tmp_path: Path) -> None:
    """Another folder, home, language and time zone; no fonts of the system; a fresh process."""
    code = (
        "import hashlib; from tests.unit.writing import test_charts as t; from mailbot.writing.charts import picture;"
        "print(*(hashlib.sha256(picture(chart, t._WIDTH)).hexdigest() for chart in t._ALL))"
    )
    environment = {
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "HOME": str(tmp_path),
        "XDG_DATA_DIRS": str(tmp_path),
        "FONTCONFIG_FILE": str(tmp_path / "none"),
        "LC_ALL": "tr_TR.UTF-8",
        "TZ": "America/Caracas",
        "PYTHONHASHSEED": "7",
    }
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == [hashlib.sha256(picture(chart, _WIDTH)).hexdigest() for chart in _ALL]


def test_a_chart_of_nothing_is_an_empty_frame() -> None:
    for kind in ("bars", "line"):
        assert picture(Chart(kind, "Chưa có số liệu", (), (Series("Số lượng", ()),)), _WIDTH)


def test_what_is_drawn_can_be_read_aloud() -> None:
    assert _GROUPS.in_words == (
        "Số đơn vị đã gửi theo địa bàn. Đã gửi: Thành phố Lào Cai 20; Huyện Bát Xát 5. "
        "Chưa gửi: Thành phố Lào Cai 5; Huyện Bát Xát 15."
    )
