"""What a file does to its reader happens to nobody else."""

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.reading import codec, confine, programs
from mailbot.reading.budget import Budget
from mailbot.reading.confine import LIGHT
from mailbot.reading.files import parse_file
from mailbot.reading.sandbox import DirectReader, Sandbox
from rules.document import ParsedDocument, Signature, Text
from rules.mail import Mail
from tests.unit.reading import misbehaving
from tests.unit.reading.make import docx, p, tbl, tc, zipped
from tests.waiting import until

QUICK = replace(LIGHT, wall=1, cpu=1)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def in_child(read_mail: Callable[[bytes], Mail], **settings: object) -> ParsedDocument:
    with Sandbox(read_mail=read_mail, limits=QUICK, **settings) as running:  # type: ignore[arg-type]
        return running.parse("goc.eml", misbehaving.MAIL)


def test_the_child_reads_what_the_parent_would(sandbox: Sandbox) -> None:
    content = docx(p("BÁO CÁO", "", "<w:b/>") + tbl(tc("A") + tc("B")))
    for file in (content, zipped({"1.docx": content, "2.txt": "x"}), b"", b"\x00\x01"):
        assert sandbox.parse("tệp.docx", file) == parse_file("tệp.docx", file) == DirectReader().parse("tệp.docx", file)


def test_every_document_can_be_sent_as_data() -> None:
    document = ParsedDocument(
        "a", "pdf", (Text("x\ud800", parse_file("a.txt", b"x").blocks[0].where),), None, (parse_file("b.txt", b"y"),),
        ("ghi chú",), "ocr", (Signature("A", None, True, None),), (("k", "v"),), "ff",
    )  # fmt: skip
    sent = codec.load(codec.dump(document))
    assert replace(sent, blocks=()) == replace(document, blocks=())


@pytest.mark.parametrize(
    ("misbehave", "word"),
    [
        (misbehaving.hang, "quá lâu"),
        (misbehaving.spin, "quá lâu"),  # here the clock; below the processor time
        (misbehaving.crash, "dừng đột ngột"),
        (misbehaving.leave, "dừng đột ngột"),
        (misbehaving.fail, "hỏng"),
    ],
)
def test_a_reader_that_hangs_or_dies_is_one_unreadable_file(misbehave: Callable[[bytes], Mail], word: str) -> None:
    with Sandbox(read_mail=misbehave, limits=QUICK) as running:
        document = running.parse("goc.eml", misbehaving.MAIL)
        assert document.unreadable and word in document.unreadable
        assert document.name == "goc.eml" and document.digest
        assert running.parse("a.txt", b"x").unreadable is None  # the next is read as if nothing had been


def test_the_limit_of_processor_time_says_so_too() -> None:
    with Sandbox(read_mail=misbehaving.spin, limits=replace(LIGHT, wall=60, cpu=1)) as running:
        document = running.parse("goc.eml", misbehaving.MAIL)
    assert document.unreadable and "quá lâu" in document.unreadable


def test_memory_is_limited() -> None:
    document = in_child(misbehaving.fill_memory)
    assert document.unreadable


def test_what_a_child_answers_is_limited() -> None:
    with Sandbox(read_mail=misbehaving.talk_without_end, limits=replace(LIGHT, output=100_000)) as running:
        document = running.parse("goc.eml", misbehaving.MAIL)
    assert document.unreadable and "quá dài" in document.unreadable


def test_no_reader_reaches_the_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        with Sandbox(read_mail=misbehaving.connect) as running:
            document = running.parse("goc.eml", misbehaving.about(str(port)))
            assert running.walls.network
        with pytest.raises(TimeoutError):
            server.accept()
    assert [block.text for block in document.blocks if isinstance(block, Text)] == ["PermissionError"]


@pytest.mark.skipif(confine.landlock_version() < 1, reason="the kernel has no Landlock")
def test_a_reader_writes_in_its_scratch_folder_only(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with Sandbox(read_mail=misbehaving.write_outside, scratch=scratch) as running:
        document = running.parse("goc.eml", misbehaving.about(str(tmp_path)))
    assert [block.text for block in document.blocks if isinstance(block, Text)] == [
        "outside: PermissionError",
        "inside: yes",
    ]
    assert not list(scratch.iterdir()) and not (tmp_path / "outside").exists()


@pytest.mark.skipif(programs.find("antiword") is None, reason="antiword is not installed")
def test_programs_that_a_reader_started_end_with_it() -> None:
    with Sandbox(read_mail=misbehaving.start_a_program, heavy_limits=QUICK) as running:
        running.parse_heavy("goc.eml", misbehaving.MAIL)
        group = f"--ppid={running.nursery_pid}"
        until(lambda: subprocess.run(["ps", group], capture_output=True, check=False).returncode != 0)


def test_a_lost_nursery_is_replaced(sandbox: Sandbox) -> None:
    assert sandbox.parse("a.txt", b"x").unreadable is None
    assert sandbox.nursery_pid is not None
    subprocess.run(["kill", "-9", str(sandbox.nursery_pid)], check=True)
    assert sandbox.parse("a.txt", b"x").unreadable is None


def test_a_scratch_folder_that_somebody_tidied_up_is_made_again(tmp_path: Path) -> None:
    with Sandbox(scratch=tmp_path) as running:
        assert running.parse("a.txt", b"x").unreadable is None
        for folder in tmp_path.iterdir():
            folder.rmdir()
        assert running.parse("a.txt", b"x").unreadable is None
    assert not any(tmp_path.iterdir())


def test_of_a_daemon_that_is_killed_while_it_reads_nothing_is_left(tmp_path: Path) -> None:
    program = """if True:
        import sys
        from pathlib import Path
        from mailbot.reading.sandbox import Sandbox
        from tests.unit.reading import misbehaving
        Sandbox(read_mail=misbehaving.spin, scratch=Path(sys.argv[1])).parse("goc.eml", misbehaving.MAIL)
    """
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], cwd=Path(__file__).parents[3]) as daemon:
        until(lambda: any(tmp_path.iterdir()))
        daemon.kill()
    until(lambda: not any(tmp_path.iterdir()))


def test_a_file_over_the_limit_never_reaches_a_child() -> None:
    with Sandbox(budget=Budget(file_bytes=10)) as running:
        document = running.parse("a.txt", b"x" * 11)
        assert document.unreadable and "quá lớn" in document.unreadable
        assert running.nursery_pid is None


def test_an_empty_file_is_always_called_empty(sandbox: Sandbox) -> None:
    assert {sandbox.parse("a.csv", b"").unreadable for _ in range(40)} == {
        "Tệp rỗng, không có nội dung; đề nghị gửi lại."
    }


def test_many_threads_may_ask_at_once(sandbox: Sandbox) -> None:
    results: list[ParsedDocument] = []

    def ask(number: int) -> None:
        results.append(sandbox.parse(f"{number}.txt", str(number).encode()))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(document.name for document in results) == [f"{number}.txt" for number in range(8)]
    assert all(
        document.blocks[0].text == document.name[0] for document in results if isinstance(document.blocks[0], Text)
    )
