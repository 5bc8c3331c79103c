"""What is asked of one table again and again is worked out once, and only for a table of a stream."""

from collections.abc import Callable

from rules.document import Table, Where
from rules.papers.extract.asked import Asked, once

TABLE = Where("mau.docx", "", "bảng 1")


def counted() -> tuple[Callable[[Table, str], int], list[str]]:
    asked: list[str] = []

    @once
    def question(table: Table, about: str) -> int:
        asked.append(about)
        return len(table.rows)

    return question, asked


def test_a_table_of_a_stream_is_asked_once_about_each_thing() -> None:
    question, asked = counted()
    table = Asked((), TABLE)
    assert [question(table, "đăng ký"), question(table, "báo cáo"), question(table, "đăng ký")] == [0, 0, 0]
    assert asked == ["đăng ký", "báo cáo"]


def test_two_questions_and_two_tables_have_answers_of_their_own() -> None:
    (one, first), (other, second) = counted(), counted()
    for table in (Asked((), TABLE), Asked((), TABLE)):
        one(table, "đăng ký")
        other(table, "đăng ký")
    assert (len(first), len(second)) == (2, 2)


def test_what_was_asked_of_a_table_makes_it_no_other_table() -> None:
    question, _ = counted()
    table = Asked((), TABLE)
    question(table, "đăng ký")
    assert table == Asked((), TABLE) and repr(table) == repr(Asked((), TABLE))


def test_any_other_table_is_asked_each_time() -> None:
    question, asked = counted()
    question(Table((), TABLE), "đăng ký")
    question(Table((), TABLE), "đăng ký")
    assert asked == ["đăng ký", "đăng ký"]
