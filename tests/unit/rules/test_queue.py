"""What waits for a person, and where everybody stands, as values."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import get_args

import pytest

from rules.calendar import moment
from rules.drafting.board import Wanted, board
from rules.initiative import Initiative
from rules.rulings import Confirm, Mark, Ruling, Turn, part_of
from rules.season import ArrivalFacts, Question, QuestionKind, Season
from rules.standing import questions as ask
from rules.standing.queue import choices, parts_of, waiting
from rules.submission import Version
from tests.seasons import ruled, season_of


def season() -> Season:
    return season_of(12, as_of=date(2024, 8, 20))


def question(number: int, kind: QuestionKind, suggestion: str = "yes", at: int = 0) -> Question:
    asked = datetime.fromisoformat("2024-08-19T09:00:00+07:00") + timedelta(hours=at)
    return Question(number, f"q{number}", kind, 1, None, None, "Có ghi nhận không?", suggestion, asked_at=asked)


def unsure(known: Season) -> tuple[Season, Version]:
    """The same with its first reading tentative."""
    first = replace(known.read[0], provisional=True, doubts=("Chưa chắc người thực hiện.",))
    return replace(known, read=(first, *known.read[1:])), first


def test_the_queue_is_as_old_as_what_waits_and_proposals_come_first() -> None:
    turn = Turn("proposed", "a@b.vn", datetime.fromisoformat("2024-08-20T08:00:00+07:00"), "email")
    mark = Mark("exempt", "registration", None, "a", turn.at)
    held = ArrivalFacts(7, turn.at, "held", None, "Hết thời gian.")
    known = replace(
        season(),
        questions=(question(2, ask.SENDER, at=5), question(1, ask.UNIT, "", at=1)),
        rulings=(Ruling(9, "exempt", (mark,), (turn,)),),
        arrivals=(held,),
    )
    assert [(one.kind, one.number) for one in waiting(known)] == [
        ("proposal", 9), ("question", 1), ("question", 2), ("held", 7),
    ]  # fmt: skip


def test_what_is_answered_or_confirmed_waits_no_more() -> None:
    known, first = unsure(season())
    assert ("reading", first.arrival) in [(one.kind, one.number) for one in waiting(known)]
    turn = Turn("confirmed", "Hà", known.as_of, "page")
    done = replace(known, rulings=(Ruling(1, "confirm", (Confirm(part_of(first), first.unit),), (turn,)),))
    assert waiting(done) == ()


@pytest.mark.parametrize("kind", [ask.FORGED, ask.SUSPECT, ask.SIGNATURE, ask.WITHDRAWN, ask.CLASSIFIED])
def test_what_may_do_harm_is_never_decided_together(kind: QuestionKind) -> None:
    (one,) = waiting(replace(season(), questions=(question(1, kind, "no"),), read=()))
    assert one.alike == ""


def test_every_kind_of_question_has_a_button() -> None:
    for kind in get_args(QuestionKind):
        found = choices(question(1, kind))
        assert found and len({one.act for one in found}) == len(found), kind


def test_only_what_should_be_compared_is_marked() -> None:
    known, first = unsure(season())
    (part,) = parts_of(known, first.arrival)
    doubtful = {value.code for value in part.items[0].values if not value.sure}
    assert "title" in doubtful
    certain = parts_of(season(), first.arrival)[0].items[0]
    missing = {value.code for value in certain.values if not value.sure}
    assert missing == {
        code for code in known.campaign.required(first.stage) if not season().read[0].initiatives[0].get(code)
    }


def test_items_are_numbered_as_corrections_count_them() -> None:
    known = season()
    arrival = known.read[0].arrival
    numbers = [item.number for part in parts_of(known, arrival) for item in part.items]
    assert numbers == list(range(1, len(numbers) + 1))


# --- The board ------------------------------------------------------------------------------------------------------


def test_the_board_has_every_unit_once_and_at_most_six_lines() -> None:
    known = season()
    shown = board(known)
    assert [row.unit.code for row in shown.rows] == [unit.code for unit in known.roster.on(date(2024, 8, 20))]
    assert 3 <= len(shown.lines) <= 6


@pytest.mark.parametrize("only", ["owes", "incomplete", "provisional"])
def test_a_filter_leaves_those_that_it_names(only: str) -> None:
    shown = board(season(), Wanted(only=only, stage="registration"))  # type: ignore[arg-type]
    assert all(row.cells[0].state == only for row in shown.rows)
    assert len(shown.rows) < shown.of


def test_days_are_counted_in_working_days_up_to_the_extension() -> None:
    known = season()
    owing = board(known, Wanted(only="owes", stage="registration")).rows[0]
    assert owing.cells[0].days_left == 4  # Tuesday 20th to Friday 23rd; strictly the 25th is too late
    mark = Mark("extension", "registration", owing.unit.code, "a", known.as_of, date(2024, 8, 30))
    longer = board(replace(known, rulings=ruled(mark)), Wanted(only="owes", stage="registration")).rows[0]
    assert (longer.cells[0].days_left, longer.cells[0].extended) == (9, date(2024, 8, 30))


def test_the_last_sign_of_life_is_the_last_mail_of_any_kind() -> None:
    known = season()
    unit = known.roster.units[0]
    at = moment(date(2024, 8, 20), time(7), known.campaign.calendar)
    late = ArrivalFacts(999, at, "done", "unclear", "", sender=unit.addresses[0].upper())
    shown = board(replace(known, arrivals=(*known.arrivals, late)))
    assert shown.rows[0].last_sign == at


def test_a_value_that_was_found_in_a_way_that_often_errs_is_marked_with_how_likely_it_is_right() -> None:
    known, first = unsure(season())
    owners = replace(first.initiatives[0].values["title"], value=("Lò Văn Pao",), confidence=0.6)
    item = Initiative({**first.initiatives[0].values, "owners": owners})
    changed = replace(first, initiatives=(item, *first.initiatives[1:]), doubts=())
    (part,) = parts_of(replace(known, read=(changed, *known.read[1:])), first.arrival)
    (value,) = (one for one in part.items[0].values if one.code == "owners")
    assert (value.sure, value.confidence, value.doubt) == (False, 60, "độ tin cậy chỉ 60%")


def test_nobody_owes_in_a_stage_that_has_not_begun() -> None:
    """Neither among those who owe, nor counted, nor called so."""
    early = board(season_of(12, as_of=date(2024, 8, 5)))
    place = [one.stage.code for one in early.stages].index("report")
    assert not early.stages[place].begun and early.stages[place].counts == ()
    assert {row.cells[place].state for row in early.rows} == {"later"}
    owing = board(season_of(12, as_of=date(2024, 8, 5)), Wanted("owes"))
    assert 0 < len(owing.rows) < early.of
    assert all(row.cells[1 - place].state == "owes" for row in owing.rows)


def test_what_is_told_of_a_cell_is_one_list() -> None:
    told = [cell.told for row in board(season_of(49)).rows for cell in row.cells]
    assert any("báo cáo" in one for one in told)
    assert not any(one.startswith(",") or ", ," in one or "  " in one for one in told)
