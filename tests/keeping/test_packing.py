"""A copy as one file: what is packed comes back on every Python, and a hostile file writes nothing outside."""

import io
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mailbot.packing import pack, unpack


@pytest.fixture(params=["with a filter", "without"])
def any_python(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """`filter=` came to Python 3.11 with 3.11.4."""
    if request.param == "with a filter":
        return
    for method in ("extract", "extractall"):
        original: Callable[..., Any] = getattr(tarfile.TarFile, method)

        def old(self: tarfile.TarFile, *args: Any, original: Callable[..., Any] = original, **others: Any) -> Any:
            if "filter" in others:
                raise TypeError("got an unexpected keyword argument 'filter'")
            return original(self, *args, **others)

        monkeypatch.setattr(tarfile.TarFile, method, old)
    for name in ("data_filter", "tar_filter", "fully_trusted_filter"):
        monkeypatch.delattr(tarfile, name, raising=False)


@pytest.mark.usefixtures("any_python")
def test_what_is_packed_comes_back_for_its_owner_alone(tmp_path: Path) -> None:
    source = tmp_path / "copy"
    (source / "archive" / "ab").mkdir(parents=True)
    (source / "archive" / "ab" / "ab.eml").write_bytes(b"thu")
    (source / "archive" / "ab" / "ac.eml").hardlink_to(source / "archive" / "ab" / "ab.eml")
    (source / "campaigns").mkdir()
    (source / "ten-co-dau-đăng-ký.toml").write_text("x = 1", "utf-8")
    packed = tmp_path / "copy.tar.gz"
    pack(source, "mailbot", packed)
    assert stat.S_IMODE(packed.stat().st_mode) == 0o600
    out = tmp_path / "out"
    out.mkdir()
    unpack(packed, out)
    found = {str(path.relative_to(out)): path for path in out.rglob("*")}
    assert sorted(found) == [
        "mailbot",
        "mailbot/archive",
        "mailbot/archive/ab",
        "mailbot/archive/ab/ab.eml",
        "mailbot/archive/ab/ac.eml",
        "mailbot/campaigns",
        "mailbot/ten-co-dau-đăng-ký.toml",
    ]
    assert found["mailbot/archive/ab/ac.eml"].read_bytes() == b"thu"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in found.values()}
    assert modes == {0o600, 0o700}


def member(name: str, kind: bytes = tarfile.REGTYPE, to: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.mode = kind, to, 0o4777
    made.size = 4 if kind == tarfile.REGTYPE else 0
    return made


HOSTILE = {
    "upwards": [member("mailbot/../../stolen")],
    "absolute": [member("{out}/stolen")],
    "a link out": [member("mailbot/here", tarfile.SYMTYPE, "{out}"), member("mailbot/here/stolen")],
    "a hard link out": [member("mailbot/here", tarfile.LNKTYPE, "{out}/theirs"), member("mailbot/here")],
    "a device": [member("mailbot/null", tarfile.CHRTYPE)],
    "a pipe": [member("mailbot/pipe", tarfile.FIFOTYPE)],
    "the same name twice": [member("mailbot/manifest.json"), member("mailbot/manifest.json")],
}


@pytest.mark.usefixtures("any_python")
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_file_is_refused_and_writes_nothing_outside(tmp_path: Path, hostile: str) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "outside" / "work"
    inside.mkdir(parents=True)
    (outside / "theirs").write_bytes(b"whole")
    packed = tmp_path / "hostile.tar.gz"
    with tarfile.open(packed, "w:gz") as tar:
        for one in HOSTILE[hostile]:
            one = tarfile.TarInfo.frombuf(one.tobuf(), "utf-8", "strict")
            one.name, one.linkname = one.name.format(out=outside), one.linkname.format(out=outside)
            tar.addfile(one, io.BytesIO(b"evil") if one.isreg() else None)
    with pytest.raises((tarfile.TarError, FileExistsError)):
        unpack(packed, inside)
    assert sorted(path.name for path in outside.iterdir()) == ["theirs", "work"]
    assert (outside / "theirs").read_bytes() == b"whole"
