"""Names of files that strangers chose, made fit to be shown and to be stored."""

import re
import unicodedata

MAX_BYTES = 200  # of UTF-8: most file systems stop at 255, and a suffix of ours must still fit

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)")
_FORBIDDEN = re.compile(r'[<>:"|?*/]')
_PATH_LIKE = re.compile(r"^[/~]|(^|/)\.\.?(/|$)")


def safe_name(name: str, fallback: str) -> str:
    """`name` in NFC without paths, controls, direction marks, device names or trailing dots; or `fallback`.

    A slash within a name is no path in an office: "Số 12/BC-THPT.docx" keeps both halves.
    """
    name = unicodedata.normalize("NFC", name).replace("\t", " ").replace("\n", " ")
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    name = name.rpartition("\\")[2]
    if _PATH_LIKE.search(name):
        name = name.rstrip("/").rpartition("/")[2]
    name = _FORBIDDEN.sub("-", name)
    name = " ".join(name.split()).strip(" .")
    if _RESERVED.match(name):
        name = "_" + name
    return _shorten(name) or fallback


def extension(name: str) -> str:
    """The extension in lower case with its dot, or ""; "bao cao" and ".docx" have none."""
    stem, dot, last = name.rpartition(".")
    return dot + last.lower() if stem and 0 < len(last) <= 8 and last.isalnum() else ""


def _shorten(name: str) -> str:
    if len(name.encode()) <= MAX_BYTES:
        return name
    suffix = name[-len(extension(name)) :] if extension(name) else ""
    stem = name[: len(name) - len(suffix)].encode()[: MAX_BYTES - len(suffix.encode())]
    cut = stem.decode("utf-8", "ignore")
    return unicodedata.normalize("NFC", cut).strip(" .") + suffix
