"""The script is the same on every machine, and the folder it is played in is safe."""

from pathlib import Path

import pytest

from mailbot.demo.cast import season
from mailbot.demo.expected import returned_forms
from mailbot.demo.folder import FolderInUse, prepare
from mailbot.demo.mails import compose
from mailbot.demo.papers import content
from mailbot.demo.script import SHEET_FORMS, Paper
from mailbot.demo.units import unit
from mailbot.writing.forms import write_form_docx, write_form_xlsx
from rules.papers.forms import form_of
from tests.seasons import shipped_campaign


def test_every_paper_has_the_same_bytes_each_time() -> None:
    papers = [post.paper for post in season() if any(isinstance(one, Paper) for one in post.enclosures)]
    for paper in papers[::7]:
        form = form_for(paper) if paper.on_form else None
        assert content(paper, form) == content(paper, form), paper.name


def test_every_mail_has_the_same_bytes_each_time() -> None:
    for post in season()[::11]:
        form = form_for(post.paper) if post in returned_forms() else None
        assert compose(post, form=form) == compose(post, form=form), post.key


def test_nobody_sends_back_a_form_that_no_letter_brought() -> None:
    for post in returned_forms():
        with pytest.raises(ValueError, match="no letter"):
            content(post.paper)


def form_for(paper: Paper) -> bytes:
    """The form as a letter brings it, empty but for the unit."""
    form = form_of(shipped_campaign(), paper.stage, unit(paper.parts[0][0]))
    return write_form_xlsx(form) if paper.layout in SHEET_FORMS else write_form_docx(form)


def test_mails_are_seven_bits_wide_with_short_lines() -> None:
    for post in season():
        if not post.enclosures:
            raw = compose(post)
            assert raw.isascii(), post.key
            assert max(map(len, raw.split(b"\r\n"))) <= 998, post.key


def test_keys_name_one_mail_each() -> None:
    keys = [post.key for post in season()]
    assert len(keys) == len(set(keys))


def test_a_second_season_starts_afresh(tmp_path: Path) -> None:
    out = prepare(tmp_path / "demo-season")
    (out / "thu-di" / "001.eml").write_text("of the first season")
    prepare(out)
    assert list((out / "thu-di").iterdir()) == []


def test_a_folder_of_somebody_else_is_never_deleted(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("three years of work")
    with pytest.raises(FolderInUse):
        prepare(tmp_path)
    assert (tmp_path / "thesis.docx").read_text() == "three years of work"


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "demo-season"
    file.write_text("not a folder")
    with pytest.raises(FolderInUse):
        prepare(file)
    assert file.read_text() == "not a folder"
