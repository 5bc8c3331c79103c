"""Odd but ordinary mails from the test collections of other readers: no file is missing or different."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from mailbot.mail.message import read_mail
from rules.mail import Mail
from rules.post.filenames import safe_name
from tests.corpus.mails import samples

pytestmark = pytest.mark.shared

# The collection's own answer is disputed.
DISPUTED = {
    # Two BinHex files, sent as text with CRLF. The answer is of the same text with bare LF, which nobody sent.
    "ordinary/stalwart/eml__legacy__016.eml": 2,
    # Three uuencoded images. The answer is of the encoded text; decoded they are well-formed PNG files.
    "ordinary/stalwart/eml__legacy__048.eml": 3,
}


def files(mail: Mail) -> Iterator[bytes]:
    """All files, also those in mails inside the mail."""
    for attachment in mail.attachments:
        yield attachment.content
        if attachment.media_type == "message/rfc822":
            yield from files(read_mail(attachment.content))


def test_no_binary_part_is_missing_or_different(shared: Path) -> None:
    checked = 0
    for sample in samples(shared, "ordinary"):
        if sample.binary_parts is None:
            continue
        have = Counter(sha256(content).hexdigest() for content in files(sample.mail))
        missing = Counter(sample.binary_parts) - have
        assert missing.total() == DISPUTED.get(sample.path, 0), sample.path
        checked += len(sample.binary_parts)
    assert checked > 70


def test_every_name_is_nfc_and_safe(shared: Path) -> None:
    names = [a.name for s in samples(shared, "ordinary") for a in s.mail.attachments]
    assert len(names) > 100
    for name in names:
        assert name == safe_name(name, "")


def test_the_disputed_images_are_whole(shared: Path) -> None:
    (sample,) = (s for s in samples(shared, "ordinary") if s.path.endswith("legacy__048.eml"))
    for attachment in sample.mail.attachments:
        assert attachment.content.startswith(b"\x89PNG\r\n")
        assert attachment.content.endswith(b"IEND\xaeB`\x82")
