"""Open questions that something else has answered."""

from dataclasses import replace

import pytest

from rules.season import OVERTAKEN, Question, QuestionKind, Season
from rules.standing import questions as ask
from rules.standing.overtaken import by_what, closed, open_questions, overtaken
from rules.standing.status import statuses
from rules.submission import Version
from tests.unit.rules.making import BAO_THANG, at, item, mark, season, version

ONE = item("Ngày không hẹn")


def _asked(kind: QuestionKind, stage: str = "registration") -> Question:
    return Question(1, f"q:{kind}", kind, 7, BAO_THANG.code, stage, "Câu hỏi?", asked_at=at("10/8"))


def _by(question: Question, known: Season) -> str:
    return overtaken(question, known, {(cell.unit.code, cell.stage): cell for cell in statuses(known)})


def _known(question: Question, *versions: Version, marks: object = ()) -> Season:
    return season("20/8", *versions, marks=marks, questions=(question,))


@pytest.mark.parametrize("kind", [ask.UNREADABLE, ask.NOTHING_READ, ask.EXTENSION, ask.SENT, ask.EXEMPTION])
def test_what_an_event_has_answered_is_asked_no_more(kind: QuestionKind) -> None:
    known = _known(_asked(kind), version(9, "12/8", ONE))
    assert _by(_asked(kind), known) == "đơn vị đã gửi đăng ký ngày 12/8/2024"
    assert open_questions(known) == ()


@pytest.mark.parametrize(
    ("question", "versions"),
    [
        (_asked(ask.EXTENSION), ()),
        (_asked(ask.EXTENSION), (version(9, "9/8", ONE),)),  # it had been there when the unit asked
        (_asked(ask.UNREADABLE), (version(9, "12/8", ONE, provisional=True),)),
        (_asked(ask.PROSE), (version(9, "12/8", ONE),)),
        (_asked(ask.ASKED), (version(9, "12/8", ONE),)),
    ],
)
def test_what_still_needs_a_person_stays(question: Question, versions: tuple[Version, ...]) -> None:
    known = _known(question, *versions)
    assert _by(question, known) == ""
    assert open_questions(known) == (question,)


def test_a_word_of_the_office_overtakes_only_what_was_asked_before_it() -> None:
    question = _asked(ask.UNREADABLE)
    after, before = mark("exempt", BAO_THANG.code, when="11/8"), mark("exempt", BAO_THANG.code, when="1/8")
    assert "không phải gửi" in _by(question, _known(question, marks=(after,)))
    assert _by(question, _known(question, marks=(before,))) == ""


def test_a_report_without_a_registration_is_not_asked_about_once_that_came() -> None:
    question = _asked(ask.UNREGISTERED, "report")
    assert _by(question, _known(question, version(9, "12/8", ONE)))
    assert not _by(question, _known(replace(question)))


def test_a_scan_is_asked_about_no_more_once_the_same_list_came_as_a_file() -> None:
    question = _asked(ask.PROSE)
    scan = version(7, "9/8", item("Ngày khong hẹn"), provisional=True)
    assert _by(question, _known(question, scan, version(9, "12/8", ONE))).endswith("đọc được ngày 12/8/2024")
    assert _by(question, _known(question, scan, version(9, "12/8", item("Họp không giấy")))) == ""
    assert _by(question, _known(question, scan, version(9, "12/8", ONE, provisional=True))) == ""


def test_what_is_asked_anew_is_asked_once() -> None:
    first = _asked(ask.PROSE)
    again = replace(first, number=2, key="q:again", asked_at=at("11/8"))
    other = replace(again, number=3, key="q:other", arrival=8)
    known = season("20/8", questions=(first, again, other))
    assert open_questions(known) == (again, other)


def test_it_closes_by_itself_and_says_by_what() -> None:
    question = _asked(ask.UNREADABLE)
    known = _known(question, version(9, "12/8", ONE))
    assert [one.answer for one in closed(known).questions] == [OVERTAKEN]
    assert by_what(question, closed(known)) == "đơn vị đã gửi đăng ký ngày 12/8/2024"


def test_more_time_that_was_given_closes_the_wish_for_it() -> None:
    question = _asked(ask.EXTENSION)
    given = mark("extension", BAO_THANG.code, when="11/8", until="30/8")
    assert "30/8/2024" in _by(question, _known(question, marks=(given,)))
