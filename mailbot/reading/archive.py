"""Archives: what is inside is read in memory, one member after the other, and never unpacked under its own name."""

import json
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mailbot.reading import programs
from mailbot.reading.budget import Budget, CannotRead, size_in_words
from mailbot.reading.cleaning import tidy
from mailbot.reading.package import open_zip, read_member
from mailbot.reading.protocol import ReadMember
from mailbot.reading.vietnamese import likeness
from rules.document import ParsedDocument

_PASSWORD = "Tệp nén có mật khẩu, không đọc được; đề nghị gửi lại tệp không đặt mật khẩu."  # noqa: S105 - a sentence
_DAMAGED = "Tệp nén bị hỏng hoặc dùng kiểu nén không hỗ trợ, không mở được; đề nghị gửi lại dạng .zip."
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_UNICODE_PATH = 0x7075  # extra field of Info-ZIP


@dataclass(frozen=True, slots=True)
class _Member:
    """A file in an archive: its bytes, or why they cannot be had."""

    name: str
    content: bytes = b""
    problem: str | None = None


def parse(name: str, content: bytes, kind: str, budget: Budget, read_member: ReadMember) -> ParsedDocument:
    """The members of an archive of any kind; raises CannotRead where it cannot be opened at all."""
    found: list[ParsedDocument] = []
    left_out = 0
    source = _zip(content, budget) if kind == "zip" else _others(content, kind, budget)
    for member in source:
        if len(found) >= budget.documents:
            left_out += 1
            continue
        if member.problem is not None:
            found.append(ParsedDocument(member.name, "unknown", unreadable=member.problem))
        else:
            found.append(read_member(member.name, member.content))
    if not found:
        raise CannotRead("Tệp nén không chứa tệp nào đọc được.")
    if all(member.unreadable == _PASSWORD for member in found):
        raise CannotRead(_PASSWORD)
    notes = (f"Tệp nén chứa quá nhiều tệp; không đọc {left_out} tệp.",) if left_out else ()
    return ParsedDocument(name, kind, members=tuple(found), notes=notes)


def safe_name(path: str) -> str:
    """The last part of a path, NFC, harmless as a file name; folders of the sender mean nothing here."""
    last = tidy(path.replace("\\", "/").rstrip("/").rpartition("/")[2]).replace("\n", " ").strip(". ")
    return "".join(character for character in last if character not in '<>:"|?*')[:200] or "tệp không tên"


def _is_litter(path: str) -> bool:
    last = path.replace("\\", "/").rpartition("/")[2].lower()
    return "__macosx/" in path.lower() or last in _LITTER or last.startswith(("~$", "._"))


def _zip(content: bytes, budget: Budget) -> Iterator[_Member]:
    with open_zip(content, budget) as archive:
        left = budget.unpacked_bytes
        for info in archive.filelist:
            path = _zip_name(info)
            if info.filename.endswith("/") or _is_litter(path):  # `is_dir` fails on an empty name
                continue
            if stat.S_ISLNK(info.external_attr >> 16):
                yield _Member(safe_name(path), problem="Tệp nén chứa liên kết thay cho tệp, không đọc.")
                continue
            try:
                data = read_member(archive, info, min(budget.member_bytes, left), budget)
            except CannotRead as refusal:
                yield _Member(safe_name(path), problem=str(refusal))
                continue
            left -= len(data)
            yield _Member(safe_name(path), data)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as the sender typed it. Windows writes the code page of its country without saying which."""
    if info.flag_bits & 0x800:
        return info.filename
    extra = info.extra
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    return decode_name(raw)


def decode_name(raw: bytes) -> str:
    """Bytes of a file name: UTF-8 where they are, else of the Vietnamese or the old American code page."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        readings = [tidy(raw.decode(page, "replace")) for page in ("cp1258", "cp437")]
        return max(readings, key=likeness)


def _others(content: bytes, kind: str, budget: Budget) -> Iterator[_Member]:
    """rar, 7z, tar and gz: libarchive and, where that fails, unar."""
    reasons: list[str] = []
    if programs.has_libarchive():
        members, reason = _libarchive(content, budget)
        if reason is None:
            return iter(members)
        reasons.append(reason)
    if programs.find("unar") and programs.find("lsar"):
        try:
            return iter(_unar(content, kind, budget))
        except programs.ProgramFailed:
            reasons.append(_DAMAGED)
    if not reasons:
        raise CannotRead(f"Cần cài đặt libarchive13 hoặc unar để đọc tệp .{kind} này (apt install libarchive13 unar).")
    raise CannotRead(_PASSWORD if _PASSWORD in reasons else reasons[-1])


def _libarchive(content: bytes, budget: Budget) -> tuple[list[_Member], str | None]:
    """All members, or why libarchive cannot read the archive."""
    import libarchive
    from libarchive.exception import ArchiveError

    members: list[_Member] = []
    left = budget.unpacked_bytes
    count = 0
    try:
        with libarchive.memory_reader(content) as archive:
            for entry in archive:
                count += 1
                if count > budget.members:
                    raise CannotRead(f"Tệp nén chứa quá nhiều tệp con (cho phép {budget.members}).")
                path = entry.pathname or "tệp không tên"
                if not entry.isfile or _is_litter(path):
                    continue
                data = _blocks(entry.get_blocks(), min(budget.member_bytes, left), budget.ratio * max(len(content), 1))
                left -= len(data)
                members.append(_Member(safe_name(path), data))
    except ArchiveError as error:
        told = str(error).lower()
        encrypted = "encrypt" in told or "passphrase" in told or "password" in told
        return [], _PASSWORD if encrypted else _DAMAGED
    return members, None


def _blocks(blocks: Iterator[bytes], limit: int, likely: int) -> bytes:
    """Unpacked bytes, counted: sizes that an archive declares may lie."""
    data = bytearray()
    for block in blocks:
        data += block
        if len(data) > min(limit, likely):
            raise CannotRead(f"Nội dung giải nén quá lớn (trên {size_in_words(min(limit, likely))}), không đọc.")
    return bytes(data)


def _unar(content: bytes, kind: str, budget: Budget) -> list[_Member]:
    """Members by The Unarchiver, unpacked into a scratch folder; raises ProgramFailed or CannotRead."""
    with programs.scratch() as folder:
        packed = programs.write(folder, f"archive.{kind}", content)
        listed = json.loads(programs.run(["lsar", "-json", str(packed)], seconds=20))
        entries = listed.get("lsarContents") or []
        if any(entry.get("XADIsEncrypted") for entry in entries):
            raise CannotRead(_PASSWORD)
        if (
            len(entries) > budget.members
            or sum(int(e.get("XADFileSize") or 0) for e in entries) > budget.unpacked_bytes
        ):
            raise CannotRead("Nội dung giải nén quá lớn, không đọc.")
        out = Path(folder) / "out"
        programs.run(
            ["unar", "-quiet", "-no-recursion", "-no-directory", "-output-directory", str(out), str(packed)], seconds=30
        )
        members = []
        for path in sorted(out.rglob("*")):
            if path.is_symlink() or not path.is_file() or _is_litter(str(path.relative_to(out))):
                continue
            if path.stat().st_size > budget.member_bytes:
                members.append(_Member(safe_name(path.name), problem="Nội dung giải nén quá lớn, không đọc."))
            else:
                members.append(_Member(safe_name(path.name), path.read_bytes()))
        return members
