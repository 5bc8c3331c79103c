"""Digital signatures: who, when, and whether the file is still what was signed."""

import base64
import datetime
import hashlib
import io
import socket
import zipfile

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from reportlab.pdfgen.canvas import Canvas

from mailbot.reading.files import parse_file
from rules.document import Signature
from tests.unit.reading.make import docx, p, with_part

NAME = "TRƯỜNG THPT SỐ 9 MƯỜNG HUM"


@pytest.fixture(scope="module")
def identity() -> tuple[bytes, bytes]:
    """A key and a self-signed certificate, both DER."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    start = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=7300))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private, certificate.public_bytes(serialization.Encoding.DER)


@pytest.fixture(scope="module")
def signed(identity: tuple[bytes, bytes], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("key")
    for name, data in zip(("key.der", "cert.der"), identity, strict=True):
        (folder / name).write_bytes(data)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0)
    canvas.drawString(72, 700, "Ket qua: 100 phan tram")
    canvas.save()
    signer = signers.SimpleSigner.load(str(folder / "key.der"), str(folder / "cert.der"))  # type: ignore[no-untyped-call]
    assert signer is not None
    writer = IncrementalPdfFileWriter(io.BytesIO(buffer.getvalue()))
    made = signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name="Ky"), signer=signer)
    return bytes(made.getvalue())


def only(name: str, content: bytes) -> Signature:
    (signature,) = parse_file(name, content).signatures
    return signature


def test_a_signed_pdf_tells_signer_and_time_and_is_intact(signed: bytes) -> None:
    signature = only("bc.pdf", signed)
    assert (signature.signer, signature.intact, signature.trusted, signature.note) == (NAME, True, None, "")
    assert signature.signed_at is not None and datetime.datetime.fromisoformat(signature.signed_at).tzinfo is not None


def test_a_pdf_changed_after_signing_is_told(signed: bytes) -> None:
    changed = signed.replace(b"100 phan", b"999 phan")
    assert changed != signed
    signature = only("bc.pdf", changed)
    assert signature.intact is False and "sửa đổi" in signature.note


def test_a_signature_is_checked_behind_walls_that_allow_no_sockets(
    signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(socket, "socketpair", refused)
    assert only("bc.pdf", signed).intact is True
    assert only("bc.pdf", signed.replace(b"100 phan", b"999 phan")).intact is False


def test_an_addition_after_signing_is_told(signed: bytes) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(90)  # type: ignore[no-untyped-call]
    writer.update_container(page)
    buffer = io.BytesIO()
    writer.write(buffer)  # type: ignore[no-untyped-call]
    assert only("bc.pdf", buffer.getvalue()).intact is False


def test_a_pdf_without_signatures_has_none(signed: bytes) -> None:
    assert parse_file("bc.pdf", signed.replace(b"/ByteRange", b"/ByteRangX")).signatures == ()


def signature_part(identity: tuple[bytes, bytes], digest: bytes) -> str:
    ns = "http://www.w3.org/2000/09/xmldsig#"
    reference = (
        '<Reference URI="/word/document.xml?ContentType=x">'
        '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<DigestValue>{base64.b64encode(digest).decode()}</DigestValue></Reference>"
    )
    space = "http://schemas.openxmlformats.org/package/2006/digital-signature"
    time = f'<m:SignatureTime xmlns:m="{space}"><m:Value>2024-10-29T08:00:00Z</m:Value></m:SignatureTime>'
    certificate = base64.b64encode(identity[1]).decode()
    return (
        f'<Signature xmlns="{ns}"><KeyInfo><X509Data><X509Certificate>{certificate}</X509Certificate></X509Data>'
        "</KeyInfo>"
        f"<Object><Manifest>{reference}</Manifest>{time}</Object></Signature>"
    )


def test_a_signed_word_file_tells_its_signer(identity: tuple[bytes, bytes]) -> None:
    content = docx(p("x"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        digest = hashlib.sha256(archive.read("word/document.xml")).digest()
    whole = with_part(content, "_xmlsignatures/sig1.xml", signature_part(identity, digest))
    signature = only("bc.docx", whole)
    assert (signature.signer, signature.signed_at, signature.intact) == (NAME, "2024-10-29T08:00:00Z", None)
    changed = with_part(content, "_xmlsignatures/sig1.xml", signature_part(identity, b"other"))
    assert only("bc.docx", changed).intact is False


def test_a_broken_signature_part_is_a_signature_that_was_not_checked() -> None:
    signature = only("bc.docx", with_part(docx(p("x")), "_xmlsignatures/sig1.xml", "<broken"))
    assert signature.intact is None and signature.note
