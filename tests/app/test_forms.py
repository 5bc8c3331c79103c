"""Invitations leave once with each unit's own forms; gaps come back on the form with what was understood."""

import io
from pathlib import Path

import docx

from mailbot.commands.forms import invite, write_forms
from mailbot.mail.message import read_mail
from mailbot.reading.files import parse_file
from rules.mail import Attachment
from rules.papers.forms import identity_of
from rules.papers.understand import understand
from tests.app.world import SCHOOL, SCHOOL_CODE, World, mail, world
from tests.forms.filling import Values, fill_word

FULL: Values = {"title": "Họp không giấy", "owners": ("Nguyễn Văn Mẫu",), "type": "mo-hinh"}
GAP: Values = {"title": "Họp không giấy", "type": "mo-hinh"}


def _invited(here: World) -> Attachment:
    """The Word form of the last letter to the school."""
    letter = next(letter for letter in reversed(here.sink.letters) if SCHOOL in letter.recipients)
    return next(file for file in read_mail(letter.raw).attachments if file.name.endswith(".docx"))


def _filled(form: bytes, here: World, item: Values) -> bytes:
    return fill_word(form, here.app.campaign, "registration", (item,), {}, 1)


def test_an_invited_unit_fills_in_its_form_and_is_done(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        invite(here.app, "registration", [SCHOOL_CODE], "Phòng TCCB", dry_run=False)
        here.one_pass()
        form = _invited(here)
        here.deliver(mail((form.name, _filled(form.content, here, FULL)), subject="Gửi phiếu"))
        here.one_pass()
        assert here.cell().state == "sent"
        assert here.season().versions[-1].rule == "form"


def test_an_invitation_leaves_once(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        for _ in range(2):
            invite(here.app, "registration", [SCHOOL_CODE], "", dry_run=False)
            here.one_pass()
        assert here.receivers().count(SCHOOL) == 1


def test_nothing_leaves_where_the_order_is_only_looked_at_or_refused(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        assert invite(here.app, "registration", [SCHOOL_CODE], "", dry_run=True).code == 0
        here.refusals = ["danh sách chưa được xác nhận"]
        assert invite(here.app, "registration", [SCHOOL_CODE], "", dry_run=False).code == 1
        here.refusals = []
        here.one_pass()
        assert SCHOOL not in here.receivers()


def test_a_receipt_with_gaps_carries_what_was_understood(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        invite(here.app, "registration", [SCHOOL_CODE], "", dry_run=False)
        here.one_pass()
        here.deliver(mail(("phieu.docx", _filled(_invited(here).content, here, GAP))))
        here.one_pass()
        form = _invited(here)
        (reading,) = understand((parse_file(form.name, form.content),), here.app.campaign, here.app.roster).readings
        assert reading.initiatives[0].get("title") == "Họp không giấy"
        assert reading.initiatives[0].get("owners") is None


def test_an_empty_form_is_answered_with_a_hint_and_asks_nobody(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        invite(here.app, "registration", [SCHOOL_CODE], "", dry_run=False)
        here.one_pass()
        here.deliver(mail((_invited(here).name, _invited(here).content)))
        here.one_pass()
        assert here.cell().state == "owes"
        assert "Biểu mẫu chưa có nội dung" in read_mail(here.sink.letters[-1].raw).subject
        assert here.season().questions == ()


def test_forms_are_written_for_everybody_and_for_nobody_in_particular(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        outcome = write_forms(here.season(), ["registration"], (), tmp_path / "forms")
        names = {Path(line).name for line in outcome.lines}
        assert len(names) == 2 * (1 + len(here.app.roster.units))
        blank = docx.Document(io.BytesIO((tmp_path / "forms" / "bieu-mau-dang-ky.docx").read_bytes()))
        identity = identity_of(blank.core_properties.identifier)
        assert identity is not None
        assert (identity.stage, identity.unit) == ("registration", "")
