"""Whom to urge on which day, and who lets the letters out."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from rules.campaign import Campaign, Release
from rules.letters.letter import AnnouncementFacts, LetterOrder, ReminderFacts
from rules.letters.reminder_plan import urgings
from rules.letters.reminders import (
    due,
    hold,
    invitations,
    kept_back,
    leaves_anyway,
    no_longer_due,
    plan,
    release,
    stop,
)
from rules.roster import Roster
from rules.rulings import Mark, MarkKind, Ruling, Turn
from rules.season import ArrivalFacts, LetterFacts, QuestionKind
from rules.standing.questions import ASKED, CHANGE, EXEMPTION, NOTHING_READ, SAYS, SENDER, SUSPECT, UNIT, UNREADABLE
from tests.unit.rules.making import (
    BAC_HA,
    BAO_THANG,
    ROSTER,
    VAN_PHONG,
    at,
    campaign,
    item,
    letter,
    mark,
    on,
    question,
    season,
    version,
)

FIRST_KEY = "reminder:cchc-2024:registration:bao-thang:1"


def units(orders: tuple[LetterOrder, ...], kind: str = "reminder") -> list[str | None]:
    return [order.unit for order in orders if order.kind.name == kind]


def days(code: str, overdue: bool = False, **more: object) -> list[str]:
    where = season("1/4", **more)  # type: ignore[arg-type]
    stage = where.campaign.stage(code)
    steps = [one for one in urgings(where, stage, "bao-thang") if not one.invitation]
    return [f"{one.day.day}/{one.day.month}" for one in steps if one.overdue == overdue]


def test_the_days_of_invitations_of_2024() -> None:
    where = season("1/4")
    found = [one for stage in where.campaign.stages for one in urgings(where, stage, "bao-thang") if one.invitation]
    assert [(one.stage.code, one.day) for one in found] == [("registration", on("2/4")), ("report", on("27/8"))]


def test_the_reminder_days_of_2024() -> None:
    assert days("registration") == ["6/8", "15/8", "21/8", "23/8"]
    assert days("report") == ["11/10", "22/10", "28/10", "30/10"]


def test_the_overdue_days_of_2024() -> None:
    assert days("registration", overdue=True) == ["26/8", "4/9", "9/9", "16/9"]
    assert days("report", overdue=True) == ["1/11", "4/11"]


def test_an_extension_shifts_a_units_own_steps_and_begins_after_it_was_granted() -> None:
    given = (mark("extension", "bao-thang", "30/8", when="23/8"),)
    assert days("registration", marks=given) == ["28/8", "30/8"]
    assert days("registration", overdue=True, marks=given) == ["4/9", "11/9", "18/9", "25/9"]


def test_steps_before_go_live_never_happen() -> None:
    late = campaign().model_copy(update={"go_live": on("20/8")})
    assert days("registration", campaign=late) == ["21/8", "23/8"]


def test_reminders_go_to_those_who_owe_and_to_nobody_else() -> None:
    sent = version(1, "1/8", item("Ngày không hẹn"), unit="bac-ha")
    unsure = version(2, "1/8", item("Ký số"), unit="van-phong", provisional=True)
    orders = due(season("23/8 08:00", sent, unsure, release="auto"), at("23/8 08:00"))
    assert units(orders) == ["bao-thang"]
    facts = orders[0].facts
    assert isinstance(facts, ReminderFacts)
    assert (facts.step, facts.last_day, facts.working_days_left) == (1, on("24/8"), 1)
    assert (orders[0].key, orders[0].to) == ("reminder:cchc-2024:registration:bao-thang:1", BAO_THANG.addresses)


def test_the_office_does_not_remind_itself_nor_announce_it() -> None:
    own = replace(VAN_PHONG, addresses=(campaign().office.mailbox,))
    where = replace(season("22/8 07:31"), roster=Roster((BAO_THANG, own)))
    (order,) = due(where, at("22/8 07:31"))
    assert order.items == ("unit:bao-thang",)
    outlook = plan(where, [on("23/8")])
    assert [one.unit.code for one in outlook.silent] == ["van-phong"]
    assert "tự nhắc" in outlook.silent[0].reason


def test_forms_come_with_the_first_letter_and_with_the_last() -> None:
    first = letter("invitation", "invitation:cchc-2024:registration:bao-thang", "2/4", "bao-thang")
    now = "23/8 08:00"
    (alone, *_) = due(season(now, release="auto"), at(now))
    (again, *_) = due(season(now, release="auto", letters=(first,)), at(now))
    assert (alone.attach, again.attach) == (("form",), ())
    assert isinstance(again.facts, ReminderFacts)
    assert again.facts.before == (on("2/4"),)
    (last, *_) = due(season("16/9 08:00", release="auto", letters=(first,)), at("16/9 08:00"))
    assert (last.kind.name, last.attach) == ("overdue", ("form",))


def test_an_incomplete_submission_is_urged_with_what_is_missing() -> None:
    lacking = version(1, "1/8", item("Ngày không hẹn", owners=None))
    order = due(season("23/8 08:00", lacking, release="auto"), at("23/8 08:00"))[0]
    assert isinstance(order.facts, ReminderFacts)
    assert order.facts.status.missing == (("Ngày không hẹn", "Người thực hiện"),)


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("paper", {"marks": (mark("paper", "bao-thang"),)}),
        ("exempt", {"marks": (mark("exempt", "bao-thang"),)}),
        ("pause", {"marks": (mark("pause", "bao-thang", "24/8"),)}),
        ("pause of all", {"marks": (mark("pause", None),)}),
        ("extension", {"marks": (mark("extension", "bao-thang", "30/8", when="22/8"),)}),
        ("a wish", {"questions": (question(EXEMPTION, "bao-thang"),)}),
        ("held mail", {"arrivals": (ArrivalFacts(1, at("22/8"), "held", None, "", sender="bt1@truong.example"),)}),
        ("unread mail", {"arrivals": (ArrivalFacts(1, at("22/8"), "arrived", None, ""),)}),
        ("no address", {"roster": replace(ROSTER, units=(replace(BAO_THANG, addresses=()),))}),
        ("already sent", {"letters": (letter("reminder", FIRST_KEY, "22/8", "bao-thang"),)}),
        ("urged today", {"letters": (letter("reminder", "other", "23/8 07:30", "bao-thang"),)}),
        ("never read", {"read_to_end_at": None}),
        ("stale reading", {"read_to_end_at": at("23/8 07:30")}),
    ],
)  # fmt: skip
def test_nobody_is_urged_where_something_speaks_against_it(why: str, change: dict[str, object]) -> None:
    now = at("23/8 08:00")
    assert "bao-thang" in units(due(season("23/8 08:00", release="auto"), now))
    assert "bao-thang" not in units(due(season("23/8 08:00", release="auto", **change), now)), why


@pytest.mark.parametrize(
    ("kind", "files", "says"),
    [
        (UNREADABLE, ("dk.docx",), "chưa đọc được tệp dk.docx"),
        (NOTHING_READ, (), "chưa thấy nội dung đăng ký trong thư"),
        (SUSPECT, (), "đang chờ Phòng Tổ chức cán bộ xem"),
        (ASKED, (), "Phòng Tổ chức cán bộ sẽ trả lời bằng thư"),
        (SAYS, (), "đã được chuyển người phụ trách"),
        (CHANGE, (), "đã được chuyển người phụ trách"),  # of something else than what it owes
    ],
)
def test_an_open_question_cancels_no_reminder_which_says_what_came(
    kind: QuestionKind, files: tuple[str, ...], says: str
) -> None:
    asked = replace(question(kind, "bao-thang"), candidates=files)
    came = ArrivalFacts(1, at("22/8"), "done", "unclear", "")
    where = season("23/8 08:00", release="auto", questions=(asked,), arrivals=(came,))
    (order,) = [one for one in due(where, at("23/8 08:00")) if one.unit == "bao-thang"]
    assert isinstance(order.facts, ReminderFacts)
    (sentence,) = order.facts.waiting
    assert says in sentence and "22/8/2024" in sentence


def test_a_reminder_says_that_a_paper_bears_the_name_of_another_unit() -> None:
    asked = replace(question(SENDER, "bac-ha"), arrival=1)
    came = ArrivalFacts(1, at("22/8"), "done", "submission", "", sender="bt1@truong.example")
    where = season("23/8 08:00", release="auto", questions=(asked,), arrivals=(came,))
    (order,) = [one for one in due(where, at("23/8 08:00")) if one.unit == "bao-thang"]
    assert isinstance(order.facts, ReminderFacts)
    assert "22/8/2024, nhưng văn bản trong thư ghi là của Trường THPT số 1 Bắc Hà" in order.facts.waiting[0]


def test_a_reminder_says_that_nobody_knows_yet_whose_form_came() -> None:
    asked = replace(question(UNIT, None), arrival=1, candidates=("bac-ha", "bao-thang"))
    came = ArrivalFacts(1, at("22/8"), "done", "submission", "", sender="bt1@truong.example")
    where = season("23/8 08:00", release="auto", questions=(asked,), arrivals=(came,))
    (order,) = [one for one in due(where, at("23/8 08:00")) if one.unit == "bao-thang"]
    assert isinstance(order.facts, ReminderFacts)
    assert "chưa rõ văn bản trong thư là của đơn vị nào" in order.facts.waiting[0]


def test_what_a_unit_asks_to_be_changed_holds_the_reminder_of_what_that_lacks() -> None:
    lacking = version(1, "1/8", item("Ngày không hẹn", owners=None))
    for asked, urged in (((), True), ((question(CHANGE, "bao-thang"),), False)):
        where = season("23/8 08:00", lacking, release="auto", questions=asked)
        assert ("bao-thang" in units(due(where, at("23/8 08:00")))) is urged


def test_a_reminder_says_nothing_of_a_question_that_was_answered() -> None:
    answered = replace(question(UNREADABLE, "bao-thang"), answer="skip")
    orders = due(season("23/8 08:00", release="auto", questions=(answered,)), at("23/8 08:00"))
    assert orders and all(isinstance(one.facts, ReminderFacts) and one.facts.waiting == () for one in orders)


def test_a_pause_that_is_over_speaks_against_nothing() -> None:
    marks = (mark("pause", "bao-thang", "20/8", when="16/8"),)
    assert "bao-thang" in units(due(season("23/8 08:00", release="auto", marks=marks), at("23/8 08:00")))


@pytest.mark.parametrize("moment", ["23/8 07:29", "23/8 16:30", "24/8 09:00", "2/9 09:00"])
def test_nothing_leaves_outside_office_hours(moment: str) -> None:
    assert due(season(moment, release="auto"), at(moment)) == ()


def test_nothing_leaves_outside_the_bounds_of_the_campaign() -> None:
    early = campaign("auto").model_copy(update={"go_live": on("26/8")})
    assert due(season("23/8 08:00", campaign=early), at("23/8 08:00")) == ()
    ended = campaign("auto").model_copy(update={"closes": on("22/8")})
    assert due(season("23/8 08:00", campaign=ended), at("23/8 08:00")) == ()


def test_after_an_outage_only_the_latest_step_is_made_up() -> None:
    orders = due(season("22/8 10:00", release="auto"), at("22/8 10:00"))
    assert [order.key.rpartition(":")[2] for order in orders if order.unit == "bao-thang"] == ["3"]


@pytest.mark.parametrize(
    ("last", "days"),
    [
        # Tết lasts from the 8th to the 14th of February, with a weekend in it.
        pytest.param(date(2024, 2, 15), ["30/01", "05/02", "07/02"], id="tet"),
        # Monday the 29th of April is free, Saturday the 4th of May is worked instead of it.
        pytest.param(date(2024, 5, 6), ["23/04", "02/05", "04/05"], id="swapped-saturday"),
    ],
)
def test_letters_leave_on_the_working_days_of_the_office_whatever_the_week(last: date, days: list[str]) -> None:
    shipped = campaign("auto")
    stage = shipped.stages[0].model_copy(update={"opens": date(2024, 1, 2), "invites": None, "due": last})
    moved = shipped.model_copy(update={"stages": (stage, *shipped.stages[1:]), "go_live": date(2024, 1, 22)})
    known, left = season("22/1", campaign=moved), []
    for number in range((last - date(2024, 1, 22)).days):
        now = at("22/1 09:00") + timedelta(days=number)
        for order in due(replace(known, read_to_end_at=now), now):
            if order.unit == "bao-thang" and not order.key.endswith(":14"):
                left.append(f"{now:%d/%m}")
                sent = replace(letter("reminder", order.key, "1/1", order.unit), created_at=now, id=number + 1)
                known = replace(known, letters=(*known.letters, sent))
    assert left == days


def test_between_the_two_readings_of_a_deadline_nobody_is_urged() -> None:
    assert units(due(season("31/10 09:00", release="auto"), at("31/10 09:00"))) == []


def test_after_the_deadline_of_the_report_every_working_day_until_the_offices_own() -> None:
    for moment, step in (("1/11 08:00", "1"), ("4/11 08:00", "2")):
        orders = [order for order in due(season(moment, release="auto"), at(moment)) if order.stage == "report"]
        assert {order.key.rpartition(":")[2] for order in orders} == {step}
        assert {order.kind.name for order in orders} == {"overdue"}
    assert due(season("5/11 08:00", release="auto"), at("5/11 08:00")) == ()


def test_a_volunteer_is_never_urged() -> None:
    assert "mien" not in units(due(season("23/8 08:00", release="auto"), at("23/8 08:00")))


# --- Announcements ----------------------------------------------------------------------------------------------


def play(start: str, hours: int, **more: object) -> list[tuple[datetime, LetterOrder]]:
    """Ask every half hour; whatever is ordered stands in the outbox afterwards."""
    where = season(start, **more)  # type: ignore[arg-type]
    now, left = at(start), []
    for _ in range(2 * hours):
        for order in due(replace(where, read_to_end_at=now, as_of=now), now):
            left.append((now, order))
            facts = LetterFacts(1, order.kind, order.key, order.to, order.unit, order.stage, "sent", now, now)
            where = replace(where, letters=(*where.letters, facts))
        now += timedelta(minutes=30)
    return left


def told(left: list[tuple[datetime, LetterOrder]]) -> list[tuple[str, str, str | None]]:
    return [(moment.strftime("%d/%m %H:%M"), order.kind.name, order.unit) for moment, order in left]


def announced(left: list[tuple[datetime, LetterOrder]]) -> AnnouncementFacts:
    facts = next(order.facts for _, order in left if order.kind.name == "announcement")
    assert isinstance(facts, AnnouncementFacts)
    return facts


TWO = replace(ROSTER, units=(BAO_THANG, BAC_HA))


def test_the_office_is_told_one_working_day_before_and_letters_leave_unless_stopped() -> None:
    left = play("22/8 06:00", 36, roster=TWO, letters=_past("registration"))
    assert told(left) == [
        ("22/08 07:30", "announcement", None),
        ("23/08 07:30", "reminder", "bao-thang"),
        ("23/08 07:30", "reminder", "bac-ha"),
        ("23/08 07:30", "announcement", None),
    ]
    assert announced(left).batch == "registration:2024-08-23"
    assert announced(left).leaves_at == at("23/8 07:30")
    assert [one.unit.code for one in announced(left).reminders] == ["bao-thang", "bac-ha"]


def _past(stage: str, *steps: int) -> tuple[LetterFacts, ...]:
    """The reminders that had left before."""
    return tuple(
        letter("reminder", f"reminder:cchc-2024:{stage}:{unit.code}:{step}", "15/8", unit.code, stage)
        for unit in TWO
        for step in (steps or (14, 7, 3))
    )


def test_a_stopped_batch_does_not_leave_nor_the_day_after() -> None:
    stopped = stop("registration:2024-08-21", "Phòng", at("20/8 10:00"))
    left = play(
        "21/8 06:00", 12, roster=TWO, marks=stopped, letters=(*_past("registration", 14, 7), _told("21/8", "20/8"))
    )
    assert units(tuple(order for _, order in left)) == []
    left = play(
        "22/8 06:00", 12, roster=TWO, marks=stopped, letters=(*_past("registration", 14, 7), _told("21/8", "20/8"))
    )
    assert units(tuple(order for _, order in left)) == []


def _told(leaves: str, when: str) -> LetterFacts:
    return letter("announcement", f"announcement:cchc-2024:registration:{on(leaves).isoformat()}", f"{when} 07:30")


def test_a_unit_taken_out_of_a_batch_gets_nothing_and_the_others_do() -> None:
    out = stop("registration:2024-08-23", "Phòng", at("22/8 10:00"), units=("bac-ha",))
    left = play("23/8 06:00", 12, roster=TWO, marks=out, letters=(*_past("registration"), _told("23/8", "22/8")))
    assert units(tuple(order for _, order in left)) == ["bao-thang"]


def test_an_announcement_that_an_outage_prevented_is_made_up_and_letters_wait_a_working_day() -> None:
    left = play("21/8 10:00", 24, roster=TWO, letters=_past("registration", 14, 7))
    assert told(left)[:3] == [
        ("21/08 10:00", "announcement", None),
        ("22/08 07:30", "reminder", "bao-thang"),
        ("22/08 07:30", "reminder", "bac-ha"),
    ]
    assert "muộn hơn" in announced(left).note


def test_on_the_last_day_letters_leave_two_hours_after_a_late_announcement() -> None:
    left = [
        found for found in play("23/8 09:00", 7, roster=TWO, letters=_past("registration")) if _of_the_23rd(found[1])
    ]
    assert told(left) == [
        ("23/08 09:00", "announcement", None),
        ("23/08 11:00", "reminder", "bao-thang"),
        ("23/08 11:00", "reminder", "bac-ha"),
    ]
    assert announced(left).leaves_at == at("23/8 11:00")


def _of_the_23rd(order: LetterOrder) -> bool:
    return order.kind.name == "reminder" or order.key.endswith("2024-08-23")


def test_when_the_office_closes_before_the_letters_could_leave_it_is_asked_to_telephone() -> None:
    left = [
        found for found in play("23/8 15:00", 12, roster=TWO, letters=_past("registration")) if _of_the_23rd(found[1])
    ]
    assert told(left) == [("23/08 15:00", "announcement", None)]
    assert "gọi điện" in announced(left).note


def test_with_approve_nothing_leaves_without_the_offices_word() -> None:
    letters = (*_past("registration"), _told("23/8", "22/8"))
    silent = play("23/8 07:30", 8, roster=TWO, letters=letters, release="approve")
    assert units(tuple(order for _, order in silent)) == []
    given = release("registration:2024-08-23", "Phòng", at("23/8 09:00"))
    left = play("23/8 09:00", 1, roster=TWO, letters=letters, release="approve", marks=(given,))
    assert units(tuple(order for _, order in left)) == ["bao-thang", "bac-ha"]


def test_with_approve_the_announcement_asks_for_the_word() -> None:
    left = play("22/8 07:30", 1, roster=TWO, letters=_past("registration"), release="approve")
    assert announced(left).needs_approval


def test_where_nobody_owes_nothing_is_announced() -> None:
    sent = [version(number, "1/8", item("Ký số"), unit=unit.code) for number, unit in enumerate(TWO, 1)]
    assert due(season("22/8 08:00", *sent, roster=TWO), at("22/8 08:00")) == ()


def test_no_unit_is_urged_twice_for_one_step_in_a_whole_season() -> None:
    left = play("1/8 06:00", 24 * 100, roster=TWO)
    keys = [order.key for _, order in left]
    assert len(keys) == len(set(keys))
    urged = [
        (order.stage, order.kind.name, moment.strftime("%d/%m")) for moment, order in left if order.unit == "bac-ha"
    ]
    assert urged == [
        ("registration", "invitation", "02/08"),  # mailbot began in August: what was planned in April is made up
        *(("registration", "reminder", day) for day in ("06/08", "15/08", "21/08", "23/08")),
        ("registration", "overdue", "26/08"),
        ("report", "invitation", "27/08"),
        *(("registration", "overdue", day) for day in ("04/09", "09/09", "16/09")),
        *(("report", "reminder", day) for day in ("11/10", "22/10", "28/10", "30/10")),
        *(("report", "overdue", day) for day in ("01/11", "04/11")),
    ]


def test_a_queued_reminder_that_has_become_untrue_is_named() -> None:
    waiting = replace(letter("reminder", "k", "23/8", "bao-thang"), state="queued", sent_at=None)
    other = replace(waiting, key="k2", unit="bac-ha")
    where = season("23/8 08:00", version(1, "23/8", item("Ký số")), letters=(waiting, other))
    assert [found.key for found in no_longer_due(where, at("23/8 08:00"))] == ["k"]


def _waits(unit: str, number: int, batch: str = "registration:2024-08-23") -> LetterFacts:
    written = replace(letter("reminder", f"k{number}", "23/8", unit), id=number, batch=batch)
    return replace(written, state="queued", sent_at=None)


def _proposed(*marks: Mark) -> Ruling:
    return Ruling(9, "pause", marks, (Turn("proposed", "ha@so.example", at("23/8 08:00"), "email"),))


WAITING = (_waits("bao-thang", 1), _waits("bac-ha", 2))


def test_what_is_queued_is_kept_back_by_a_hold_until_its_day_is_over() -> None:
    held = hold("registration:2024-08-23", "Hà", at("23/8 08:00"), on("26/8"), units=("bac-ha",))
    where = season("23/8 08:00", letters=WAITING, marks=held)
    assert [one.unit for one in kept_back(where, at("26/8 23:59"))] == ["bac-ha"]
    assert kept_back(where, at("27/8 00:01")) == ()
    assert no_longer_due(where, at("26/8 12:00")) == ()  # it leaves afterwards


@pytest.mark.parametrize("day", ["23/8 08:00", "26/8 08:00"])
def test_what_is_queued_is_kept_back_by_a_stop_that_waits_for_its_code_and_stopped_by_one_that_counts(day: str) -> None:
    marks = stop("registration:2024-08-23", "Hà", at("23/8 08:00"), units=("bac-ha",))
    proposed = season(day, letters=WAITING, rulings=(_proposed(*marks),))
    assert [one.unit for one in kept_back(proposed, at(day))] == ["bac-ha"]
    assert no_longer_due(proposed, at(day)) == ()
    counts = season(day, letters=WAITING, marks=marks)
    assert kept_back(counts, at(day)) == ()
    assert [one.unit for one in no_longer_due(counts, at(day))] == ["bac-ha"]


def test_what_is_queued_is_kept_back_by_whatever_would_stop_it() -> None:
    exempt = _proposed(replace(mark("exempt", "bao-thang"), at=at("23/8 08:00")))
    where = season("23/8 08:00", letters=WAITING, rulings=(exempt,))
    assert [one.unit for one in kept_back(where, at("23/8 09:00"))] == ["bao-thang"]
    other = _proposed(mark("extension", "van-phong", "30/8"))
    assert kept_back(season("23/8 08:00", letters=WAITING, rulings=(other,)), at("23/8 09:00")) == ()


def test_a_batch_name_without_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        stop("registration", "Phòng", at("22/8"))


# --- The outlook ------------------------------------------------------------------------------------------------


def test_the_outlook_says_who_gets_what_and_why_others_get_nothing() -> None:
    sent = version(1, "1/8", item("Ký số"), unit="bac-ha")
    where = season("20/8", sent, marks=(mark("paper", "van-phong"),))
    outlook = plan(where, [on("20/8") + timedelta(days=n) for n in range(5)])
    assert [(day, order.unit) for day, order in outlook.letters] == [
        (on("20/8"), "bao-thang"), (on("21/8"), "bao-thang"), (on("23/8"), "bao-thang"),
    ]  # fmt: skip
    assert {silent.unit.code: silent.reason for silent in outlook.silent} == {
        "bac-ha": "đã gửi đầy đủ",
        "van-phong": "đã nộp bản giấy hoặc qua hệ thống khác",
        "mien": "không thuộc diện phải gửi",
    }


def test_days_without_a_step_are_said_to_have_none() -> None:
    letters = tuple(letter("reminder", f"reminder:cchc-2024:registration:{u.code}:14", "6/8", u.code) for u in TWO)
    outlook = plan(season("7/8", roster=TWO, letters=letters), [date(2024, 8, 8)])
    assert {silent.reason for silent in outlook.silent} == {"không có đợt nhắc nào trong thời gian này"}


def test_asking_twice_orders_the_same() -> None:
    where = season("23/8 08:00", release="auto")
    assert due(where, where.as_of) == due(where, where.as_of)


def inviting(rule: str) -> Campaign:
    """The campaign with invitations to the report on 27 August."""
    base = campaign()
    stages = tuple(
        stage.model_copy(update={"invites": on("27/8")}) if stage.code == "report" else stage for stage in base.stages
    )
    plan_ = base.reminders.model_copy(update={"release": rule})
    return base.model_copy(update={"stages": stages, "reminders": plan_})


@pytest.mark.parametrize(("rule", "invited"), [("auto", True), ("announce", False), ("approve", False)])
def test_invitations_leave_at_the_start_of_a_stage_under_the_release_rules(rule: str, invited: bool) -> None:
    known = season("27/8 08:00", campaign=inviting(rule))
    orders = [order for order in due(known, known.as_of) if order.kind.name == "invitation"]
    owing = {unit.code for unit in ROSTER if unit.addresses and unit.must_register}
    assert {order.unit for order in orders} == (owing if invited else set())
    assert all(order.attach == ("form",) and order.stage == "report" for order in orders)


def test_an_invitation_is_announced_and_leaves_once() -> None:
    eve = season("26/8 08:00", campaign=inviting("announce"))
    (told,) = [order for order in due(eve, eve.as_of) if order.stage == "report"]
    assert isinstance(told.facts, AnnouncementFacts)
    assert told.facts.invitation
    gone = replace(letter("invitation", "invitation:cchc-2024:report:bao-thang", "27/8", "bao-thang"), stage="report")
    day = season("27/8 08:00", campaign=inviting("auto"), letters=(gone,))
    assert "bao-thang" not in units(due(day, day.as_of), "invitation")


def test_a_person_invites_whoever_owes_something_and_learns_who_is_left_out() -> None:
    sent = version(1, "1/8", item("Ngày không hẹn"), unit="bac-ha")
    known = season("20/8 18:00", sent)
    orders, silent = invitations(known, known.campaign.stage("registration"), ("bao-thang", "bac-ha"), known.as_of)
    assert [order.unit for order in orders] == ["bao-thang"]
    assert orders[0].not_before == at("21/8 07:30")
    assert [(one.unit.code, one.reason) for one in silent] == [("bac-ha", "đã gửi đầy đủ")]


@pytest.mark.parametrize(
    ("rule", "batch", "kept", "anyway"),
    [
        ("announce", "registration:2024-08-15", None, True),
        ("approve", "registration:2024-08-15", None, False),  # it waits for the word
        ("announce", "registration:2024-08-15", "pause", False),  # something of it is stopped
        ("announce", "registration:2024-08-15", "hold", False),
        ("announce", "registration:2024-08-28", None, False),  # the word writes to heads of units as well
        ("announce", "registration:2024-08-13", None, False),  # past
    ],
)
def test_whether_a_word_that_lets_a_batch_out_changes_anything(
    rule: Release, batch: str, kept: MarkKind | None, anyway: bool
) -> None:
    marks = (mark(kept, "bao-thang", "15/8", when="14/8"),) if kept else ()
    assert leaves_anyway(season("14/8 10:00", release=rule, marks=marks), batch) is anyway
