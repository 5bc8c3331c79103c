"""What the nursery's children are asked to do with a mail (`mailbot.preparing.boundary` asks it).

An ordinary mail is one task, whose answer has two parts: what the mail tells of itself, said before a file is opened,
and what its files say. A mail that does not get through that is taken apart, each piece in a child of its own.
"""

import json
from dataclasses import replace
from itertools import islice

from mailbot.mail.message import headers_alone, read_mail
from mailbot.preparing import wire
from mailbot.preparing.finding import found_in, lines_of
from mailbot.preparing.prepare import contents_of, opened_of
from mailbot.reading import codec
from mailbot.reading.body import parse_body
from mailbot.reading.budget import Budget, CannotRead, NeedsHeavyReader
from mailbot.reading.files import parse_file
from mailbot.reading.filled_sheets import read_filled
from mailbot.reading.nursery import Asked, Task, read_file
from mailbot.reading.pictures import draw
from mailbot.reading.sandbox import REASONS
from rules.document import BODY, ParsedDocument, Text, Where
from rules.intake.prepared import Contents, Filled, Frame
from rules.papers.extract.labels import label_book
from rules.papers.understand import understand

HEAVY = b"heavy"
_LINES, _LONG = 3000, 4000  # of a file that is shown as words; letters of a line


def _mail(asked: Asked) -> None:
    frame: Frame = asked.shared
    mail = read_mail(asked.content)
    opened = opened_of(mail, asked.content, frame)
    asked.say(wire.dump_opened(opened))
    try:
        contents = contents_of(mail, opened, frame, heavy=False, budget=asked.budget)
    except NeedsHeavyReader:
        asked.say(HEAVY)
    else:
        asked.say(wire.dump_contents(contents))


def _open(asked: Asked) -> None:
    """The mail and its body. The bytes of its files stay where they are: who reads one takes it out by itself."""
    mail = read_mail(asked.content)
    asked.say(wire.dump_opened(opened_of(mail, asked.content, asked.shared)))
    asked.say(json.dumps([mail.text, mail.html]).encode())


def _taken_out(asked: Asked) -> Asked:
    """The same of one file of the mail, as though it had been handed over alone."""
    return replace(asked, content=read_mail(asked.content).attachments[asked.told["place"]].content)


def _part(asked: Asked) -> None:
    read_file(_taken_out(asked))


def _filled_part(asked: Asked) -> None:
    _filled(_taken_out(asked))


def _headers(asked: Asked) -> None:
    """A mail whose body nothing can be done with."""
    mail = headers_alone(asked.content, asked.told["digest"], asked.told["damaged"])
    asked.say(wire.dump_opened(opened_of(mail, b"", asked.shared)))


def _body(asked: Asked) -> None:
    text, html = json.loads(asked.content)
    document = parse_body(text, html, asked.budget)
    asked.say(codec.dump(document) if document else b"")


def _understand(asked: Asked) -> None:
    """What the documents of a mail say together; before them, the mail as it was opened."""
    frame: Frame = asked.shared
    first, *others = wire.split(asked.content)
    mail = wire.load_opened(first, asked.told["digest"]).mail
    documents = tuple(
        _document(name, digest, said) for (name, digest), said in zip(asked.told["files"], others, strict=True)
    )
    asked.say(wire.dump_contents(Contents(understand(documents, frame.campaign, frame.roster, mail))))


def _document(name: str, digest: str, said: bytes) -> ParsedDocument:
    """What another child wrote. It may have been anybody's words, so that its file is known by us, not by itself."""
    try:
        return replace(codec.load(said), name=name, digest=digest)
    except (ValueError, TypeError, KeyError, RecursionError):
        return ParsedDocument(name, "unknown", unreadable=REASONS["stopped"], digest=digest)


def _filled(asked: Asked) -> None:
    """The cells of one workbook of ours; nothing where it is none."""
    sheets = read_filled(asked.content)
    filled = Filled(asked.told["name"], sheets) if sheets is not None else None
    asked.say(wire.dump_contents(Contents(workbook=filled)))


# --- For people who look --------------------------------------------------------------------------------------------


def _shown(asked: Asked) -> None:
    """The words of a mail, paragraph by paragraph, and its files."""
    mail = read_mail(asked.content)
    document = parse_body(mail.text, mail.html, asked.budget)
    told = {
        "subject": mail.subject,
        "sender": str(mail.sender) if mail.sender else "",
        "to": [str(one) for one in (*mail.to, *mail.cc)],
        "text": list(lines_of(document)) if document else [],
        "files": [[one.name, one.size, one.digest] for one in mail.attachments if not one.is_ornament],
    }
    asked.say(json.dumps(told).encode())


def _hand_out(asked: Asked) -> None:
    """The bytes of one file of a mail, wherever in it that is; nothing where it is not there."""
    found = found_in(read_mail(asked.content), asked.told["digest"], asked.budget)
    if found is not None:
        asked.say(found.content)


def _draw(asked: Asked) -> None:
    """The pages of one file of a mail; where there are none, why, and its words."""
    found = found_in(read_mail(asked.content), asked.told["digest"], asked.budget)
    if found is None:
        return
    try:
        for part in draw(found.name, found.content, asked.budget):
            asked.say(part)
    except CannotRead as refusal:
        told = {"why": str(refusal), "text": _words_of(found.name, found.content, asked.budget)}
        asked.say(json.dumps(told).encode())


def _words_of(name: str, content: bytes, budget: Budget) -> list[str]:
    """Line by line; none where only OCR would find some."""
    try:
        document = parse_file(name, content, budget=budget, heavy=False)
    except NeedsHeavyReader:
        return []
    return [line[:_LONG] for line in islice(lines_of(document), _LINES)]


TASKS: dict[str, Task] = {
    "mail": _mail,
    "open": _open,
    "part": _part,
    "headers": _headers,
    "body": _body,
    "understand": _understand,
    "filled": _filled,
    "filled_part": _filled_part,
    "shown": _shown,
    "hand_out": _hand_out,
    "draw": _draw,
}


def warm(frame: Frame) -> None:
    """What every child would otherwise make for itself: indexes of units and labels."""
    for stage in frame.campaign.stages:
        line = Text(f"{stage.document} {' '.join(stage.words)} {frame.campaign.topic.noun}", Where(BODY))
        understand((ParsedDocument(BODY, "body", (line,)),), frame.campaign, frame.roster)
        label_book(frame.campaign, stage.code)
