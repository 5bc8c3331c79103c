"""Digital signatures in files. What a signature proves about a person is for the office; this says what it says."""

import base64
import hashlib
import io
import logging
from collections.abc import Coroutine
from typing import Any

from lxml import etree

from mailbot.reading.budget import CannotRead
from mailbot.reading.package import Package
from rules.document import Signature

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # it logs a traceback for every chain that is not trusted
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

_ALTERED = "Tệp đã bị sửa đổi sau khi ký."
_UNCHECKED = "Có chữ ký số nhưng không kiểm tra được tính toàn vẹn."


def of_pdf(content: bytes) -> tuple[Signature, ...]:
    """The signatures of a PDF, checked without network: intact or altered; the chain is left unchecked."""
    if b"/ByteRange" not in content:
        return ()
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        embedded = PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return (Signature("", None, None, None, _UNCHECKED),)
    return tuple(_checked(signature) for signature in embedded)


def _checked(signature: Any) -> Signature:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator import ValidationContext

    signer, time = _said(signature)
    context = ValidationContext(trust_roots=[], allow_fetching=False, revocation_mode="soft-fail")
    try:
        status = _at_once(async_validate_pdf_signature(signature, context))
    except (SignatureValidationError, PdfError, ValueError, KeyError, TypeError, AttributeError, OSError):
        return Signature(signer, time, None, None, _UNCHECKED)
    changed = (status.coverage is None or status.coverage.name in ("UNCLEAR", "CONTIGUOUS_BLOCK_FROM_START")) or (
        status.modification_level is not None and status.modification_level.name == "OTHER"
    )
    intact = bool(status.intact and status.valid) and not changed
    return Signature(signer, time, intact, None, "" if intact else _ALTERED)


def _at_once(work: Coroutine[Any, Any, Any]) -> Any:
    """The outcome of asynchronous work that waits for nothing, as nothing is fetched.

    Without an event loop: that needs a pair of sockets, which a reader behind its walls has given up.
    """
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    work.close()
    raise OSError("the check of a signature waited for something")


def _said(signature: Any) -> tuple[str, str | None]:
    """Who signed and when, as the signature claims."""
    try:
        subject = signature.signer_cert.subject.native
        signer = str(subject.get("common_name") or subject.get("organization_name") or "")
    except (AttributeError, ValueError, TypeError, KeyError):
        signer = ""
    try:
        time = signature.self_reported_timestamp
    except (AttributeError, ValueError, TypeError, KeyError):
        time = None
    return signer, time.isoformat() if time else None


_DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
_TIME = "{http://schemas.openxmlformats.org/package/2006/digital-signature}Value"
_HASHES = {
    "http://www.w3.org/2000/09/xmldsig#sha1": "sha1",
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}


def of_package(package: Package) -> tuple[Signature, ...]:
    """The signatures of an Office document (ECMA-376 part 2, 10). Parts are compared with their signed digests: a
    difference proves a change; without one the signature itself stays unchecked.
    """
    found = []
    for name in package.names:
        if name.lower().startswith("_xmlsignatures/") and name.lower().endswith(".xml"):
            try:
                root = package.xml(name)
            except CannotRead:
                found.append(Signature("", None, None, None, _UNCHECKED))
                continue
            if root.tag == f"{_DSIG}Signature":
                found.append(_of_part(package, root))
    return tuple(found)


def _of_part(package: Package, root: etree._Element) -> Signature:
    certificate = "".join((root.findtext(f".//{_DSIG}X509Certificate") or "").split())
    time = (root.findtext(f".//{_TIME}") or "").strip() or None
    changed = any(_differs(package, reference) for reference in root.iterfind(f".//{_DSIG}Manifest/{_DSIG}Reference"))
    return Signature(_common_name(certificate), time, False if changed else None, None, _ALTERED if changed else "")


def _differs(package: Package, reference: etree._Element) -> bool:
    """Whether a part is not what was signed. Parts that are transformed before signing are not compared."""
    part = (reference.get("URI") or "").partition("?")[0].lstrip("/")
    method = reference.find(f"{_DSIG}DigestMethod")
    algorithm = _HASHES.get("" if method is None else method.get("Algorithm") or "")
    if algorithm is None or reference.find(f"{_DSIG}Transforms") is not None:
        return False
    try:
        digest = hashlib.new(algorithm, package.read(part), usedforsecurity=False).digest()
        return digest != base64.b64decode(reference.findtext(f"{_DSIG}DigestValue") or "")
    except (CannotRead, ValueError):
        return True


def _common_name(certificate: str) -> str:
    """The name of the holder of a certificate in base64 DER; "" where it cannot be read."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    try:
        subject = x509.load_der_x509_certificate(base64.b64decode(certificate)).subject
        names = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    except ValueError:
        return ""
    return str(names[0].value) if names else ""
