"""Digital signatures in files. What a signature proves about a person is for the office; this says what it says."""

import io
import logging
from typing import Any

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
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator import ValidationContext

    signer, time = _said(signature)
    context = ValidationContext(trust_roots=[], allow_fetching=False, revocation_mode="soft-fail")
    try:
        status = validate_pdf_signature(signature, context)
    except (SignatureValidationError, PdfError, ValueError, KeyError, TypeError, AttributeError, OSError):
        return Signature(signer, time, None, None, _UNCHECKED)
    changed = (status.coverage is None or status.coverage.name in ("UNCLEAR", "CONTIGUOUS_BLOCK_FROM_START")) or (
        status.modification_level is not None and status.modification_level.name == "OTHER"
    )
    intact = bool(status.intact and status.valid) and not changed
    return Signature(signer, time, intact, None, "" if intact else _ALTERED)


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
