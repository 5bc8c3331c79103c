"""Finding one file of a mail again by its digest, however deep it lies. Runs in a child."""

from collections.abc import Iterator
from hashlib import sha256

from mailbot.mail.message import read_mail
from mailbot.reading import archive
from mailbot.reading.budget import Budget, CannotRead
from mailbot.reading.files import kind_of
from rules.document import ParsedDocument, Table, Text
from rules.file_format import FORMATS
from rules.mail import Attachment, Mail


def found_in(mail: Mail, digest: str, budget: Budget) -> Attachment | None:
    """The first file of these bytes, in the mail itself before what is inside other files."""
    direct = next((one for one in mail.attachments if one.digest == digest), None)
    if direct is not None:
        return direct
    search = _Search(digest, budget)
    for file in mail.attachments:
        search.inside(file.name, file.content, 0)
    return search.found


class _Search:
    """Through archives and attached mails."""

    def __init__(self, digest: str, budget: Budget) -> None:
        self._digest, self._budget = digest, budget
        self.found: Attachment | None = None

    def inside(self, name: str, content: bytes, depth: int) -> None:
        if self.found is not None or depth > self._budget.depth:
            return
        try:
            kind = kind_of(content, self._budget)
            if kind == "eml":
                for file in read_mail(content).attachments:
                    self._met(file.name, file.content, depth)
            elif kind in FORMATS and FORMATS[kind].reader == "archive":
                archive.parse(name, content, kind, self._budget, lambda inner, data: self._met(inner, data, depth))
        except CannotRead:
            return

    def _met(self, name: str, content: bytes, depth: int) -> ParsedDocument:
        if self.found is None and sha256(content).hexdigest() == self._digest:
            self.found = Attachment(name, content)
        self.inside(name, content, depth + 1)
        return ParsedDocument(name, "unknown")


def lines_of(document: ParsedDocument) -> Iterator[str]:
    """What it says, line by line; cells of a row are parted by a bar."""
    for block in document.blocks:
        if isinstance(block, Text):
            yield block.shown
        elif isinstance(block, Table):
            for row in block.rows:
                yield " | ".join(cell.text for cell in row if cell.is_origin)
