"""A mail that is attached to a mail. How bytes become a Mail is the business of the mail edge, which is passed in."""

from mailbot.reading.body import body_blocks
from mailbot.reading.budget import Budget
from mailbot.reading.protocol import ReadMail, ReadMember
from rules.document import ParsedDocument


def parse(name: str, content: bytes, budget: Budget, read_mail: ReadMail, read_member: ReadMember) -> ParsedDocument:
    """The body as blocks, the attachments as members; subject, sender and date as properties."""
    mail = read_mail(content)
    members = [read_member(attachment.name, attachment.content) for attachment in mail.attachments[: budget.documents]]
    left_out = len(mail.attachments) - len(members)
    notes = (f"Thư kèm theo có quá nhiều tệp; không đọc {left_out} tệp cuối.",) if left_out else ()
    properties = (
        ("subject", mail.subject),
        ("from", str(mail.sender) if mail.sender else ""),
        ("date", mail.date.isoformat() if mail.date else ""),
    )
    blocks, doubts = body_blocks(name, mail.text, mail.html, budget)
    return ParsedDocument(
        name,
        "eml",
        blocks,
        members=tuple(members),
        notes=notes,
        properties=tuple((key, value) for key, value in properties if value),
        doubts=doubts,
    )
