"""Every letter as people see it: `python -m tests.looks [FOLDER]` draws the letters of the golden files in Chromium.

Each at 360 pixels (a phone) and 800 (Outlook's reading pane), in colour-free grey as they print. Chromium's own window
is never narrower than about 500 pixels, so the letter stands in a frame of the wanted width. Looking is for people;
nothing is asserted here.
"""

import base64
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from mailbot.writing.letters import Letters
from mailbot.writing.workshop import Rendered
from tests.unit.writing.letter_cases import cases

WIDTHS = (360, 800)
_TALL = 9000  # pixels of the window; what is white below a letter is cut off
_SHEET = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; background: #fff; filter: grayscale(1); }}
iframe {{ width: {width}px; height: {tall}px; border: 0; }}
</style><iframe srcdoc="{letter}"></iframe>"""


def chromium() -> str:
    """Raises SystemExit where there is none."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
    )
    return found or sys.exit("Chromium is not installed: make system-deps")


def shown(letter: Rendered) -> str:
    """The HTML form with its pictures inside, as a mail program puts them there."""
    html = letter.html
    for picture in letter.pictures:
        html = html.replace(
            f"cid:{picture.number}", f"data:image/png;base64,{base64.b64encode(picture.content).decode()}"
        )
    return html


def draw(html: str, width: int, target: Path, browser: str) -> None:
    with TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(_SHEET.format(width=width, tall=_TALL, letter=escape(html)), encoding="utf-8")
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += [f"--user-data-dir={folder}/profile", f"--window-size={max(width, 500)},{_TALL}"]
        command += [f"--screenshot={target}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    _cut(target, width)


def _cut(target: Path, width: int) -> None:
    """The width that was asked for, down to the last line of the letter."""
    from PIL import Image, ImageChops

    with Image.open(target) as taken:
        image = taken.convert("L").crop((0, 0, width, taken.height))
    box = ImageChops.invert(image).getbbox()
    image.crop((0, 0, width, min(image.height, (box[3] if box else 0) + 12))).save(target)


def letters(pattern: str) -> Iterator[tuple[str, Rendered]]:
    writer = Letters()
    for name, case in cases().items():
        if re.search(pattern, name):
            yield name, writer.render(case.order, case.campaign, case.roster)


def main(folder: str = "looks", pattern: str = "") -> None:
    browser, out = chromium(), Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    for name, letter in letters(pattern):
        (out / f"{name}.txt").write_text(f"{letter.subject}\n\n{letter.text}", encoding="utf-8")
        for width in WIDTHS:
            draw(shown(letter), width, (out / f"{name}-{width}.png").absolute(), browser)
        print(out / name)


if __name__ == "__main__":
    main(*sys.argv[1:])
