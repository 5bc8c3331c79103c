"""May this mail be answered at all? RFC 3834 in full, and what real collections of automatic mail need beyond it.

Every rule has a name and is asked; `Manners.hits` keeps the names, so that each verdict can be explained. The rules
that look at words do so in a few places only: at the beginning of a subject, in the text of a mail, never in a file.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Literal

from rules.mail import Mail, untagged
from rules.post import automatic_words as words
from rules.post.own_words import written_in
from rules.post.quoting import SUBJECT_PREFIXES, own_text

OWN_HEADER = "X-Mailbot"
MAX_HOPS = 100  # RFC 5321, 6.3: beyond it a mail runs in circles

Kind = Literal["own", "bounce", "receipt", "absence", "list", "machine"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`applies` is asked of each mail; one hit is enough for the mail never to be answered.

    `by_words` rests on what is written alone. If nothing else speaks for a machine and the mail brings a file, it is
    not answered either, but not set aside as a bounce or an absence: the file may be what a unit owes.
    """

    name: str
    kind: Kind
    applies: Callable[[Mail], bool]
    by_words: bool = False


@dataclass(frozen=True, slots=True)
class Manners:
    automatic: bool  # no letter may answer it
    own: bool  # a letter of ours came back
    bounce: bool  # a server says that a letter did not arrive
    out_of_office: bool
    hits: tuple[str, ...]  # names of the rules

    @property
    def told_by_a_server(self) -> bool:
        """More than words speak for it: a person may well write that a mail came back."""
        return not _SIGNS_OF_A_SERVER.isdisjoint(self.hits)


_SIGNS_OF_A_SERVER = frozenset(
    {
        "failed-recipients", "from-daemon", "return-path-daemon", "delivery-status", "returned-headers",
        "null-return-path", "auto-submitted", "report",
    }
)  # fmt: skip


def judge(mail: Mail, own: Collection[str] = ()) -> Manners:
    """By the mail alone. The address proves nothing: the office writes from the mailbox that mailbot serves.

    `own`: the addresses that lead into it. Where one of them is a group, what its server adds speaks for no machine.
    """
    read = _without_marks_of_a_list(mail) if _is_through(own, mail) else mail
    hits = [rule for rule in RULES if rule.applies(read)]
    only_words = all(rule.by_words for rule in hits)
    kinds = {rule.kind for rule in hits} if not only_words or not _has_files(mail) else set()
    return Manners(
        automatic=bool(hits),
        own="own" in kinds,
        bounce="bounce" in kinds and "own" not in kinds,
        out_of_office="absence" in kinds and "bounce" not in kinds,
        hits=tuple(rule.name for rule in hits),
    )


def as_ours(manners: Manners) -> Manners:
    """The same judgement of a mail whose Message-ID turned out to be one of the outbox."""
    return Manners(automatic=True, own=True, bounce=False, out_of_office=False, hits=(_OUTBOX, *manners.hits))


def returned_message_ids(mail: Mail) -> tuple[str, ...]:
    """The Message-IDs of the letters a bounce or an automatic reply is about, the surest first.

    A bounce carries the letter or its headers as a part (RFC 3462), or copies them into its text.
    """
    if mail.gist is not None:
        return mail.gist.returned
    found: list[str] = []
    for attachment in mail.attachments:
        if attachment.media_type in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
            head = re.split(rb"\r?\n\r?\n", attachment.content.lstrip(), maxsplit=1)[0]
            found += _MESSAGE_ID_FIELD.findall(head.decode("ascii", "replace"))
    found += _MESSAGE_ID_FIELD.findall(mail.text)
    found += [*mail.in_reply_to, *reversed(mail.references)]
    return tuple(dict.fromkeys(found))


_MESSAGE_ID_FIELD = re.compile(r"(?im)^[> \t]*message-id:\s*(<[^<>\s]+>)")


# -- headers --------------------------------------------------------------------------------------------------------


def _keyword(value: str) -> str:
    """The first token of a structured field, without comments and parameters."""
    words = re.split(r"[\s;(]", value.strip().lower(), maxsplit=1)
    return words[0]


def _auto_submitted(mail: Mail) -> bool:
    return any(_keyword(value) not in ("", "no") for value in mail.header_all("Auto-Submitted"))


def _null_return_path(mail: Mail) -> bool:
    return any(re.sub(r"\s|\([^()]*\)", "", value) in ("", "<>") for value in mail.header_all("Return-Path"))


def _precedence(mail: Mail) -> bool:
    values = {_keyword(value) for value in mail.header_all("Precedence")}
    return bool(values & {"bulk", "junk", "list", "auto_reply", "auto-reply"})


def _list(mail: Mail) -> bool:
    """RFC 2369, RFC 2919, and what lists wrote before them."""
    return any(_names_a_list(name) for name, _ in mail.headers)


def _names_a_list(header: str) -> bool:
    name = header.lower()
    return name.startswith("list-") or name in ("mailing-list", "x-mailing-list", "x-ml-name", "x-mlserver")


def _is_through(own: Collection[str], mail: Mail) -> bool:
    """Whether the list that passed the mail on is one of these addresses (RFC 2919, 2; RFC 2369, 3.4), and left the
    sender's address as it was: from its own name nobody can tell who wrote."""
    names = {untagged(address) for address in own}
    if mail.sender is None or untagged(mail.sender.address) in names:
        return False
    identities = {f"<{name.replace('@', '.')}>" for name in names}
    posts = {f"<mailto:{name}>" for name in names}
    said = " ".join((*mail.header_all("List-Id"), *mail.header_all("List-Post"))).lower()
    return any(one in said for one in identities | posts)


def _without_marks_of_a_list(mail: Mail) -> Mail:
    kept = tuple(
        (name, value)
        for name, value in mail.headers
        if not (_names_a_list(name) or (name.lower() == "precedence" and _keyword(value) == "list"))
    )
    return replace(mail, headers=kept)


def _suppressed(mail: Mail) -> bool:
    """Exchange: the sender wants no such answer."""
    words = {word.strip().lower() for v in mail.header_all("X-Auto-Response-Suppress") for word in v.split(",")}
    return bool(words & {"all", "oof", "autoreply"})


_MACHINE_HEADERS = frozenset(
    {
        "x-autoreply",
        "x-auto-reply",
        "x-autoreply-from",
        "x-auto-reply-from",
        "x-mail-autoreply",
        "x-autorespond",
        "x-autoresponder",
        "x-autogenerated",
        "x-autogenerated-reply",
        "x-ms-exchange-inbox-rules-loop",
        "x-ms-exchange-generated-message-source",
        "x-vacation",
        "x-loop",
        "x-cron-env",
        "x-amz-sns-message-id",
        "x-github-sender",
    }
)
_BOUNCE_HEADERS = frozenset({"x-failed-recipients", "x-mailer-daemon", "x-dsn-original-message-id"})


def _machine_header(mail: Mail) -> bool:
    return any(name.lower() in _MACHINE_HEADERS for name, _ in mail.headers)


def _bounce_header(mail: Mail) -> bool:
    return any(name.lower() in _BOUNCE_HEADERS for name, _ in mail.headers)


def _rule_of_a_mail_program(mail: Mail) -> bool:
    """Apple's rules and Exchange's message classes write what they did."""
    action = (mail.header("X-Apple-Action") or "").upper()
    message_class = (mail.header("X-POST-MessageClass") or "").lower()
    return action.startswith(("REPLY", "FORWARD")) or "autoresponder" in message_class


def _too_many_hops(mail: Mail) -> bool:
    return len(mail.header_all("Received")) >= MAX_HOPS


# -- names ----------------------------------------------------------------------------------------------------------

_DAEMON = re.compile(r"(mailer[-_.]?daemon|post[-_.]?master|mail[-_.]?daemon|mdaemon|mail[-_.]?delivery)([-+._\d].*)?")
_NOBODY = re.compile(
    r"(.*[-_.+])?(no[-_.]?reply|do[-_.]?not[-_.]?reply|dont[-_.]?reply|never[-_.]?reply|khong[-_.]?(tra[-_.]?loi|phan[-_.]?hoi))"
    r"([-_.+].*)?"
)
_LIST_NAME = re.compile(
    r"(majordomo|listserv|mailman|sympa)|(owner-.+)|(.+-(owner|request|bounces?|admin-bounces))|(bounces?([-+=].*)?)"
)


def _from(pattern: re.Pattern[str]) -> Callable[[Mail], bool]:
    def applies(mail: Mail) -> bool:
        return mail.sender is not None and pattern.fullmatch(mail.sender.address.partition("@")[0]) is not None

    return applies


def _return_path_of_a_daemon(mail: Mail) -> bool:
    paths = (re.sub(r"[<>\s]", "", value).lower() for value in mail.header_all("Return-Path"))
    return any(_DAEMON.fullmatch(path.partition("@")[0]) for path in paths if path)


# -- parts ----------------------------------------------------------------------------------------------------------


def _part(*media_types: str) -> Callable[[Mail], bool]:
    def applies(mail: Mail) -> bool:
        return any(attachment.media_type in media_types for attachment in mail.attachments)

    return applies


def _report(mail: Mail) -> bool:
    """multipart/report (RFC 6522), whatever it reports and however broken it is."""
    return mail.content_type == "multipart/report" or "report-type=" in (mail.header("Content-Type") or "").lower()


# -- words ----------------------------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    """Lower case, NFC, single spaces: what the patterns are written in."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _beginning(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """At the beginning of a subject, behind any number of "Re:", "[list]" and asterisks."""
    return re.compile(rf"^{SUBJECT_PREFIXES}(?:{'|'.join(phrases)})")


def _anywhere(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(phrases))


LONGEST_TEXT = 100_000  # characters that are looked at: machines say what they are at the beginning
LONGEST_NOTE = 1_500  # characters: an absence note is short; a report that mentions an absence is not one


_RECEIPT_SUBJECT = re.compile(rf"^(?:{'|'.join(words.RECEIPT_SUBJECTS)})\s*:")


def _subject(pattern: re.Pattern[str]) -> Callable[[Mail], bool]:
    return lambda mail: pattern.search(_plain(mail.subject)) is not None


def _text_of(mail: Mail) -> str:
    """What the writer of this mail wrote: a person who answers quotes what a machine had said."""
    return _plain(own_text(written_in(mail)[:LONGEST_TEXT])[:8_000])


def _has_files(mail: Mail) -> bool:
    """Files of a person: not the images of a signature, nor what a server returns."""
    returned = ("image/", "message/", "text/rfc822", "application/ms-tnef")
    return any(not attachment.media_type.startswith(returned) for attachment in mail.attachments)


def _text(pattern: re.Pattern[str]) -> Callable[[Mail], bool]:
    return lambda mail: pattern.search(_text_of(mail)) is not None


_POLITE = re.compile(r"\b(?:dạ|ạ|nhé|giúp em|chị ơi|anh ơi)(?!\w)")
"""Particles by which a person speaks to another: no machine has them."""


def _note(pattern: re.Pattern[str]) -> Callable[[Mail], bool]:
    """Only in a short note without files: a person may well send a report because somebody is away, or once more
    because a mail came back."""

    def applies(mail: Mail) -> bool:
        if _has_files(mail):
            return False
        text = _text_of(mail)
        return len(text) <= LONGEST_NOTE and pattern.search(text) is not None and not _POLITE.search(text)

    return applies


_CLAUSE = re.compile(r"[.!?;,\n]+\s*")
_ABSENT = re.compile("|".join(words.ABSENT))
_AROUND = re.compile("|".join(words.AROUND_ABSENCE))
_OTHERWISE = re.compile(
    r"\b(?:nên|mới (?:về|gửi|nộp|ký|có))\b|\?"
)  # "đang đi công tác nên gửi bằng điện thoại": the absence is only a reason


def _only_absence(mail: Mail) -> bool:
    """A note that holds nothing but that its writer is away, until when, and whom to turn to."""
    if _has_files(mail):
        return False
    text = _text_of(mail)
    if not 0 < len(text) <= LONGEST_NOTE or _OTHERWISE.search(text) or not _ABSENT.search(text):
        return False
    clauses = [clause.strip() for clause in _CLAUSE.split(text) if clause.strip()]
    return all(_ABSENT.search(clause) or _AROUND.search(clause) for clause in clauses)


def _read_receipt_subject(mail: Mail) -> bool:
    return not _has_files(mail) and _RECEIPT_SUBJECT.search(_plain(mail.subject)) is not None


_OUTBOX = "own-message-id"

RULES: tuple[Rule, ...] = (
    Rule("own-header", "own", lambda mail: mail.header(OWN_HEADER) is not None),
    Rule("auto-submitted", "machine", _auto_submitted),
    Rule("null-return-path", "machine", _null_return_path),
    Rule("precedence", "machine", _precedence),
    Rule("list-header", "list", _list),
    Rule("response-suppressed", "machine", _suppressed),
    Rule("machine-header", "machine", _machine_header),
    Rule("mail-program-rule", "machine", _rule_of_a_mail_program),
    Rule("too-many-hops", "machine", _too_many_hops),
    Rule("failed-recipients", "bounce", _bounce_header),
    Rule("from-daemon", "bounce", _from(_DAEMON)),
    Rule("return-path-daemon", "bounce", _return_path_of_a_daemon),
    Rule("from-nobody", "machine", _from(_NOBODY)),
    Rule("from-list", "list", _from(_LIST_NAME)),
    Rule("delivery-status", "bounce", _part("message/delivery-status", "message/feedback-report")),
    Rule("returned-headers", "bounce", _part("text/rfc822-headers", "text/rfc822-header", "message/rfc822-headers")),
    Rule("read-receipt-part", "receipt", _part("message/disposition-notification")),
    Rule("report", "machine", _report),
    Rule("bounce-subject", "bounce", _subject(_beginning(words.BOUNCE_SUBJECTS)), by_words=True),
    Rule("absence-subject", "absence", _subject(_beginning(words.ABSENCE_SUBJECTS)), by_words=True),
    Rule("read-receipt-subject", "receipt", _read_receipt_subject),
    Rule("bounce-text", "bounce", _text(_anywhere(words.BOUNCE_TEXTS)), by_words=True),
    Rule("bounce-note", "bounce", _note(_anywhere(words.BOUNCE_NOTES))),
    Rule("absence-note", "absence", _note(_anywhere(words.ABSENCE_NOTES))),
    Rule("only-absence", "absence", _only_absence),
)
