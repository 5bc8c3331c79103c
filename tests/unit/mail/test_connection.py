"""Certificates as offices make them, and why a connection failed, in the reader's language."""

import errno
import re
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mailbot.mail.connection import BadAuthority, codes_in, reason_of, tls_context, trouble_with_authority

NOW = datetime.now(UTC)
_DAY = timedelta(days=1)
_ENGLISH = re.compile(r"\b(certificate|verify|failed|self|signed|expired|hostname|match|error|no such|file or)\b", re.I)


class Office:
    """An authority as `openssl req -x509` makes it (no key usage), and a server with a certificate of it."""

    def __init__(self, folder: Path, *, name: str = "mail.so.example", ends: datetime = NOW + 30 * _DAY) -> None:
        self.ca_file, served, key_file = folder / "ca.pem", folder / "server.pem", folder / "server.key"
        authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA")])
        identifier = x509.SubjectKeyIdentifier.from_public_key(authority.public_key())
        ca = (
            self._begun(issuer, issuer, authority, NOW + 30 * _DAY)
            .add_extension(identifier, critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(authority, hashes.SHA256())
        )
        server = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        leaf = (
            self._begun(server, issuer, key, ends)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
            .sign(authority, hashes.SHA256())
        )
        self.ca_file.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
        served.write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
        pkcs8, bare = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, pkcs8, bare))
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(served, key_file)

    @staticmethod
    def _begun(
        name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, ends: datetime
    ) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number())
        return builder.not_valid_before(min(NOW, ends) - 60 * _DAY).not_valid_after(ends)

    def meet(self, context: ssl.SSLContext, host: str = "mail.so.example") -> None:
        """A handshake in memory. Raises ssl.SSLError where the client does not trust the server."""
        to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
        client = context.wrap_bio(to_client, to_server, server_hostname=host)
        server = self._context.wrap_bio(to_server, to_client, server_side=True)
        left = {client, server}
        for side in (client, server) * 10:
            if side in left:
                try:
                    side.do_handshake()
                except ssl.SSLWantReadError:
                    continue
                left.remove(side)
        assert not left


def strict(ca_file: str | None = None) -> ssl.SSLContext:
    """A context as Python 3.13 makes it, on any Python."""
    context = ssl.create_default_context(cafile=ca_file)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return context


def told(error: BaseException) -> str:
    found = reason_of(error).told
    assert not _ENGLISH.search(found), found
    return found


def test_a_plain_authority_of_the_office_is_trusted_on_every_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path)
    with pytest.raises(ssl.SSLCertVerificationError) as refused:
        office.meet(strict(str(office.ca_file)))
    assert "nơi cấp" in told(refused.value)
    made = strict(str(office.ca_file))
    monkeypatch.setattr(ssl, "create_default_context", lambda cafile: made)
    office.meet(tls_context(str(office.ca_file)))


def test_where_no_authority_is_named_python_is_as_strict_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    made = strict()
    monkeypatch.setattr(ssl, "create_default_context", lambda cafile: made)
    assert tls_context(None).verify_flags & ssl.VERIFY_X509_STRICT


def test_another_name_an_end_that_has_passed_and_a_stranger_are_still_refused(tmp_path: Path) -> None:
    office = Office(tmp_path)
    with pytest.raises(ssl.SSLCertVerificationError) as other:
        office.meet(tls_context(str(office.ca_file)), "imap.so.example")
    assert "không mang tên máy chủ" in told(other.value)
    with pytest.raises(ssl.SSLCertVerificationError) as stranger:
        office.meet(tls_context(None))
    assert "ca_file" in told(stranger.value)
    late = Office(tmp_path, ends=NOW - _DAY)
    with pytest.raises(ssl.SSLCertVerificationError) as expired:
        late.meet(tls_context(str(late.ca_file)))
    assert "đã hết hạn" in told(expired.value)
    assert reason_of(expired.value).logged == "certificate: certificate has expired"


@pytest.mark.parametrize(("content", "why"), [(None, "không có"), ("không phải chứng thư", "không chứa chứng thư")])
def test_a_file_of_authorities_that_cannot_be_used_is_named(tmp_path: Path, content: str | None, why: str) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content, "utf-8")
    with pytest.raises(BadAuthority) as bad:
        tls_context(str(file))
    assert str(file) in told(bad.value)
    assert why in trouble_with_authority(str(file))
    assert str(file) not in reason_of(bad.value).logged


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENETUNREACH, "Network is unreachable"),
        OSError(errno.EIO, "Input/output error"),
        socket.gaierror(-2, "Name or service not known"),
        ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"),
        TimeoutError("timed out"),
        ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"),
        ValueError("invalid literal for int()"),
    ],
)
def test_no_english_stands_in_a_vietnamese_sentence(error: BaseException) -> None:
    assert "invalid" not in told(error)
    assert "unreachable" not in told(error)
    assert reason_of(error).logged


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("554 nguoi nhan vanthu khong co", "554"),
        ("535 5.7.8 an: sai mat khau", "535 5.7.8"),
        ("[AUTHENTICATIONFAILED] Login of an failed", "AUTHENTICATIONFAILED"),
        ("[ALERT] vanthu bi khoa", "ALERT"),
        ("vanthu 550", "no code"),
        ("", "no code"),
    ],
)
def test_a_log_keeps_the_codes_of_a_server_and_none_of_its_words(said: str, logged: str) -> None:
    assert codes_in(said) == logged
