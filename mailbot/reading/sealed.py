"""Files in the envelope of a signature (CMS, RFC 5652): "Dang ky.docx.p7m". What was signed is read; whether the
signature holds is the business of whoever opens the envelope with a certificate.
"""

import base64
import binascii
import re

from asn1crypto.cms import ContentInfo

from mailbot.reading.budget import CannotRead
from mailbot.reading.protocol import ReadMember
from rules.document import ParsedDocument

_ARMOUR = re.compile(rb"-----BEGIN [A-Z0-9 ]+-----\s+([A-Za-z0-9+/=\s]+)-----END")
_ENCRYPTED = "Tệp đã được mã hóa cho người nhận khác, không đọc được; đề nghị gửi lại tệp không mã hóa."
_DAMAGED = "Phong bì chữ ký số (.p7m) bị hỏng, không mở được; đề nghị gửi lại tệp gốc."


def parse(name: str, content: bytes, inside: ReadMember) -> ParsedDocument:
    """The signed file as the one member; raises CannotRead."""
    envelope = _opened(content)
    if envelope["content_type"].native != "signed_data":
        raise CannotRead(_ENCRYPTED)
    try:
        data = envelope["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError) as error:
        raise CannotRead(_DAMAGED) from error
    if not data:
        raise CannotRead("Tệp chỉ có chữ ký, không có nội dung được ký; đề nghị gửi kèm tệp gốc.")
    if data.lstrip()[:13].lower() == b"content-type:":
        data = b"MIME-Version: 1.0\r\n" + data.lstrip()  # a whole mail was signed
    inner = name[: -len(".p7m")] if name.lower().endswith(".p7m") else name
    return ParsedDocument(name, "p7m", members=(inside(inner or name, bytes(data)),))


def _opened(content: bytes) -> ContentInfo:
    armoured = _ARMOUR.search(content)
    try:
        return ContentInfo.load(base64.b64decode(armoured[1]) if armoured else content)
    except (ValueError, TypeError, binascii.Error) as error:
        raise CannotRead(_DAMAGED) from error
