"""Whose words a mail holds, in all the ways in which mail programs set an earlier one apart."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from rules.mail import Address, Mail
from rules.post.own_words import written_in
from rules.post.quoting import Said, is_forward, markup, own_text, voices

FOLDER = Path(__file__).parents[2] / "data" / "quotings"
LETTERS = {"o": "own", "q": "quoted", "f": "forwarded"}
QUOTINGS: list[dict[str, Any]] = [
    quoting
    for name in ("ours", "strangers", "unseen")
    for quoting in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["quoting"]
]
PLAIN = [quoting for quoting in QUOTINGS if "mail" in quoting]


@pytest.mark.parametrize("quoting", PLAIN, ids=lambda quoting: quoting["name"])
def test_each_line_is_told_whose_it_is(quoting: dict[str, Any]) -> None:
    marked = quoting["mail"].strip("\n").split("\n")
    lines = [line[2:] for line in marked]
    heard = voices([Said(line) for line in lines], forward=is_forward(quoting.get("subject", "")))
    wrong = [
        (line, voice)
        for line, mark, voice in zip(lines, marked, heard, strict=True)
        if line.strip() and voice != LETTERS[mark[0]]
    ]
    assert wrong == []


@pytest.mark.parametrize("quoting", [one for one in QUOTINGS if "html" in one], ids=lambda quoting: quoting["name"])
def test_of_html_the_words_of_the_writer_are_left(quoting: dict[str, Any]) -> None:
    mail = Mail("0" * 64, "<1@x.example>", quoting["subject"], Address("vt@truong.example"), html=quoting["html"])
    assert own_text(written_in(mail)).split() == quoting["own"].split()


def test_the_table_holds_sixty_quotings_and_half_of_them_are_by_somebody_who_had_not_seen_the_module() -> None:
    unseen = tomllib.loads((FOLDER / "unseen.toml").read_text("utf-8"))["quoting"]
    assert len(QUOTINGS) >= 60
    assert len(unseen) >= 30


@pytest.mark.parametrize(
    ("subject", "forward"),
    [
        ("CT: Danh sách", True),
        ("Fwd: Danh sách", True),
        ("FW: TL: Danh sách", True),
        ("Chuyển tiếp: Danh sách", True),
        ("[nhóm CCHC] Fwd: Danh sách", True),
        ("TL: Danh sách", False),
        ("TL: CT: Danh sách", False),
        ("Re: [nhóm CCHC] Fwd: Danh sách", False),
        ("Trả lời: Danh sách", False),
        ("CT mô hình một cửa", False),
        ("Chuyển tiếp hồ sơ qua mạng", False),
    ],
)
def test_the_outermost_prefix_says_whether_a_mail_is_passed_on(subject: str, forward: bool) -> None:
    assert is_forward(subject) == forward


@pytest.mark.parametrize(
    ("tag", "attributes", "kind"),
    [
        ("div", {"class": "gmail_quote gmail_quote_container"}, "inside"),
        ("blockquote", {"type": "cite"}, "inside"),
        ("blockquote", {"style": "border-left:2px solid #1010FF;margin-left:5px"}, "inside"),
        ("div", {"class": "moz-cite-prefix"}, "inside"),
        ("div", {"class": "moz-forward-container"}, "inside"),
        ("div", {"id": "divRplyFwdMsg"}, "onwards"),
        ("div", {"id": "appendonsend"}, "onwards"),
        ("hr", {"id": "zwchr", "data-marker": "__DIVIDER__"}, "onwards"),
        ("blockquote", {"style": "margin:0 0 0 40px;border:none;padding:0px"}, None),  # Gmail's indent
        ("div", {"class": "quote-of-the-day"}, None),
    ],
)
def test_elements_of_html_say_where_an_earlier_mail_stands(tag: str, attributes: dict[str, str], kind: str) -> None:
    assert markup(tag, attributes) == kind
