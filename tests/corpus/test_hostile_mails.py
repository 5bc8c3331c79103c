"""Mails made to break readers: read in bounded time, with the file or text they carry."""

import json
import time
from hashlib import sha256
from pathlib import Path

import pytest

from mailbot.mail.message import read_mail
from rules.post.filenames import safe_name

pytestmark = pytest.mark.shared


def test_hostile_mails_are_read_as_expected(shared: Path) -> None:
    expected = json.loads((shared / "hostile" / "expected.json").read_text(encoding="utf-8"))
    mails = {name: facts for name, facts in expected.items() if name.endswith(".eml")}
    assert len(mails) > 30
    for name, facts in mails.items():
        raw = (shared / "hostile" / name).read_bytes()
        begun = time.process_time()
        mail = read_mail(raw)
        assert time.process_time() - begun < 5, name
        if "att_sha256" in facts:
            assert [sha256(a.content).hexdigest() for a in mail.attachments] == [facts["att_sha256"]], name
            assert all(a.name == safe_name(a.name, "") for a in mail.attachments), name
        if "text" in facts:
            assert mail.text.strip() == facts["text"], name
            assert mail.subject == facts["text"], name


def test_a_subject_cannot_add_a_recipient(shared: Path) -> None:
    mail = read_mail((shared / "hostile" / "subject-crlf-inject.eml").read_bytes())
    assert mail.header("Bcc") is None
    assert mail.sender is not None
    assert mail.sender.address == "thpt.a@example.edu.vn"
