"""A mail as a value: what the rest of the program knows of RFC 5322 and MIME."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of a header (RFC 5322, 3.4). `address` is lower case; `name` is NFC and may be empty."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


def untagged(address: str) -> str:
    """The mailbox behind an address, lower case: what follows a plus sign in its local part names no other person
    (RFC 5233), as Gmail, Exchange Online and most others have it."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local[:1]}{local[1:].partition('+')[0]}{at}{domain}"


ORNAMENT_BELOW = 16 * 1024
"""Bytes. A picture smaller than this is a logo or an emblem in a signature; a photographed page never is."""


SEALS = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
"""What signs a mail beside it (RFC 8551, RFC 3156), and says nothing itself."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a file whose bytes stayed where they were read: its size in bytes and its SHA-256."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One part of a mail that is a file. `name` is NFC and safe as a file name; `content` is decoded."""

    name: str
    content: bytes = field(repr=False)
    media_type: str = "application/octet-stream"
    part: str = ""  # place in the MIME tree, IMAP style: "2", "2.1"
    damaged: str | None = None  # why the bytes may not be what was sent
    seen: Seen | None = None  # then `content` is empty

    @property
    def size(self) -> int:
        return self.seen.size if self.seen else len(self.content)

    @property
    def digest(self) -> str:
        """SHA-256 of the file, hexadecimal."""
        return self.seen.digest if self.seen else sha256(self.content).hexdigest()

    def without_bytes(self) -> "Attachment":
        return replace(self, content=b"", seen=Seen(self.size, self.digest))

    @property
    def is_ornament(self) -> bool:
        """A logo, or the seal of the mail around it: nobody reads it, and no receipt speaks of it."""
        seal = self.media_type in SEALS or self.name.lower().endswith(".p7s")
        return seal or (self.media_type.startswith("image/") and self.size < ORNAMENT_BELOW)


@dataclass(frozen=True, slots=True)
class Gist:
    """What was taken from a mail before its files, its HTML and the far end of its text were let go."""

    identity: str  # of the whole mail
    returned: tuple[str, ...] = ()  # Message-IDs of the letters that it sends back or answers, the surest first
    words: str = field(default="", repr=False)  # of its HTML, where it has no plain text


@dataclass(frozen=True, slots=True)
class Mail:
    """A parsed mail. `date` is the sender's claim and decides nothing; the moment of arrival is kept beside."""

    digest: str  # SHA-256 of the raw bytes, hexadecimal
    message_id: str | None  # with its angle brackets
    subject: str
    sender: Address | None  # the first address of From
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    date: datetime | None = None
    text: str = field(default="", repr=False)  # text/plain parts, or "" where there is none
    html: str = field(default="", repr=False)  # text/html parts, or ""
    attachments: tuple[Attachment, ...] = ()
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # unfolded, decoded, in order
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    content_type: str = "text/plain"  # of the outermost part, lower case, without parameters
    defects: tuple[str, ...] = ()
    gist: Gist | None = None  # of a mail without its bytes (`rules.post.gist`); None: everything is here

    @property
    def identity(self) -> str:
        """SHA-256, hexadecimal: the same for copies of one mail that came by several ways, with other trace headers or
        in another encoding; another one for a mail that only bears the Message-ID of another."""
        if self.gist is not None:
            return self.gist.identity
        if self.message_id is None:
            return self.digest
        written = (
            self.message_id,
            self.sender.address if self.sender else "",
            " ".join((self.text or self.html).split()),
            *(f"{file.name} {file.digest}" for file in self.attachments),
        )
        return sha256("\0".join(written).encode("utf-8", "surrogatepass")).hexdigest()

    def header(self, name: str) -> str | None:
        """The first field of that name, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def header_all(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.headers if key.lower() == name.lower())
