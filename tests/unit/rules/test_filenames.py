"""Names of files that strangers chose."""

import pytest

from rules.post.filenames import extension, safe_name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("Báo cáo.docx", "Báo cáo.docx"),
        ("Ba\u0301o ca\u0301o.docx", "Báo cáo.docx"),
        ("../../etc/cron.d/x.docx", "x.docx"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\An\\Desktop\\báo cáo.docx", "báo cáo.docx"),
        ("Số 12/BC-THPT.docx", "Số 12-BC-THPT.docx"),
        ("bao-cao\u202excod.exe", "bao-caoxcod.exe"),
        ("a\x00b\n c.docx", "ab c.docx"),
        ("bao cao .docx. ", "bao cao .docx"),
        ("CON.docx", "_CON.docx"),
        ("lpt1", "_lpt1"),
        ("console.docx", "console.docx"),
        ("...", "phan-1.bin"),
        ("", "phan-1.bin"),
        ('a<b>:"|?*.docx', "a-b------.docx"),
        (".htaccess", "htaccess"),
    ],
)
def test_names_are_made_safe(given: str, safe: str) -> None:
    assert safe_name(given, "phan-1.bin") == safe


def test_a_name_too_long_keeps_its_extension() -> None:
    name = safe_name("á" * 9_000 + ".docx", "x")
    assert name.endswith("á.docx")
    assert len(name.encode()) <= 200


@pytest.mark.parametrize(
    ("name", "expected"), [("a.DOCX", ".docx"), ("a.tar.gz", ".gz"), ("bao cao", ""), (".docx", ""), ("a. b c d", "")]
)
def test_extensions(name: str, expected: str) -> None:
    assert extension(name) == expected
