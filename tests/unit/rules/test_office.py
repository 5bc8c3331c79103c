"""What the office is told, and when."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from rules.letters.letter import DRAFTS, HeldFacts, LetterOrder, OfficeFacts, Recorded, WithheldFacts
from rules.letters.office import due
from rules.letters.telling import told_on
from rules.season import ArrivalFacts, LetterFacts, Season, Verdict, WithheldMail
from rules.standing.questions import Subject, about_junk
from tests.unit.rules.making import at, campaign, item, letter, mark, on, question, season, version


def arrival(
    when: str, verdict: Verdict | None = "submission", number: int = 1, handled: str | None = None, early: bool = False
) -> ArrivalFacts:
    return ArrivalFacts(
        number,
        at(when),
        "done",
        verdict,
        "Có.",
        handled_at=at(handled or when),
        before_go_live=early,
        sender="a@b.example",
    )


def told(moment: str, **more: object) -> list[LetterOrder]:
    return list(due(season(moment, **more), at(moment)))  # type: ignore[arg-type]


def of_kind(kind: str, moment: str, **more: object) -> list[LetterOrder]:
    return [order for order in told(moment, **more) if order.kind.name == kind]


def week(day: str = "5/8") -> LetterFacts:
    """That the summary of this Monday has left, and told nothing."""
    return letter("weekly", f"weekly:cchc-2024:{on(day).isoformat()}", day)


def office(order: LetterOrder) -> OfficeFacts:
    assert isinstance(order.facts, OfficeFacts)
    return order.facts


# --- Digest -----------------------------------------------------------------------------------------------------


def test_a_day_on_which_a_person_should_look_has_a_digest_at_half_past_four() -> None:
    mails = (
        arrival("7/8 10:00", "unclear"),
        arrival("6/8 10:00", number=4),
        arrival("7/8 11:00", "other", 2),
        arrival("7/8 12:00", "automatic", 3),
    )
    assert of_kind("digest", "7/8 16:29", arrivals=mails) == []
    (order,) = of_kind("digest", "7/8 16:30", arrivals=mails, letters=(week(),))
    facts = office(order)
    assert (order.key, order.to) == ("digest:cchc-2024:2024-08-07", ("phongtccb@laocai.edu.vn",))
    assert ([mail.id for mail in facts.arrivals], facts.filed, facts.automatic) == ([1, 4], 1, 1)


def test_what_needs_nobody_waits_for_the_next_letter_that_tells() -> None:
    read = version(1, "7/8 10:00", item("A"))
    mails = (arrival("7/8 10:00"),)
    assert of_kind("digest", "7/8 17:00", arrivals=mails) == []
    (order,) = [one for one in due(season("12/8", read, arrivals=mails), at("12/8 08:00")) if one.kind.name == "weekly"]
    assert office(order).recorded == (Recorded("đăng ký", ("Trường THPT số 1 Bảo Thắng (07/8)",)),)
    past = (replace(letter("weekly", order.key, "12/8"), items=order.items),)
    assert told_on(past, mails, campaign()) == {1: on("12/8")}
    (digest,) = of_kind("digest", "12/8 16:30", arrivals=(*mails, arrival("12/8 9:00", "unclear", 2)), letters=past)
    assert [mail.id for mail in office(digest).arrivals] == [2]


def test_a_mail_about_which_a_question_is_asked_needs_no_digest_of_its_own() -> None:
    mails, asked = (arrival("7/8 10:00", "unclear"),), replace(question("unreadable", "bac-ha"), answer="yes")
    assert of_kind("digest", "7/8 17:00", arrivals=mails, questions=(asked,)) == []


def test_what_came_is_told_beside_the_questions_of_the_same_hour() -> None:
    mails, asked = (arrival("7/8 10:00"),), replace(question("prose", "bac-ha"), asked_at=at("7/8 10:00"))
    kinds = [order.kind.name for order in told("7/8 16:30", arrivals=mails, questions=(asked,), letters=(week(),))]
    assert kinds == ["digest", "questions"]


def test_the_ledger_knows_the_day_of_the_letter_that_named_a_mail() -> None:
    mails = (
        arrival("7/8 10:00", "unclear"),
        arrival("7/8 11:00", "other", 2),
        arrival("7/8 16:29", number=3, handled="7/8 16:35"),
        arrival("8/8 17:00", number=4),
    )
    sent = (  # as 0.1.0 left them: their keys say up to when
        letter("digest", "digest:cchc-2024:2024-08-07", "7/8"),
        letter("digest", "digest:cchc-2024:2024-08-08", "8/8"),
    )
    assert told_on(sent, mails, campaign()) == {1: on("7/8"), 3: on("8/8")}


@pytest.mark.parametrize("verdict", ["other", "automatic", "own"])
def test_newsletters_and_machines_are_no_event(verdict: Verdict) -> None:
    assert of_kind("digest", "7/8 17:00", arrivals=(arrival("7/8 10:00", verdict),)) == []


def test_what_happens_on_a_free_day_is_told_on_the_next_working_day() -> None:
    mails = (arrival("10/8 10:00", "unclear"),)
    assert of_kind("digest", "10/8 17:00", arrivals=mails) == []
    (order,) = of_kind("digest", "12/8 16:30", arrivals=mails, letters=(week("12/8"),))
    assert order.key == "digest:cchc-2024:2024-08-12"


def test_what_was_handled_after_the_digest_stands_in_the_next_one() -> None:
    mails = (arrival("7/8 16:29", "unclear", handled="7/8 16:35"),)
    past = (week(), letter("digest", "digest:cchc-2024:2024-08-07", "7/8 16:30"))
    (order,) = of_kind("digest", "8/8 16:30", arrivals=mails, letters=past)
    assert [mail.id for mail in office(order).arrivals] == [1]


def test_a_digest_that_an_outage_prevented_is_made_up_once_with_all_days_since_the_last() -> None:
    mails = (arrival("6/8 10:00"), arrival("7/8 10:00", "unclear", 2))
    past = (letter("digest", "digest:cchc-2024:2024-08-05", "5/8 16:30"),)
    orders = of_kind("digest", "8/8 09:00", arrivals=mails, letters=(*past, week()))
    assert [order.key for order in orders] == ["digest:cchc-2024:2024-08-07"]
    assert [mail.id for mail in office(orders[0]).arrivals] == [1, 2]


# --- Weekly, closing, the office's own deadline -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "keys"),
    [
        ("5/8 07:29", []),
        ("5/8 07:30", ["weekly:cchc-2024:2024-08-05"]),
        ("7/8 12:00", ["weekly:cchc-2024:2024-08-05"]),
        ("2/9 09:00", []),
        ("4/9 07:30", []),
        ("7/10 07:30", ["weekly:cchc-2024:2024-10-07"]),
        ("4/11 08:00", ["weekly:cchc-2024:2024-11-04"]),
        ("11/11 08:00", []),
        ("1/4 08:00", []),
        ("8/4 08:00", []),
    ],
)
def test_in_the_month_before_a_deadline_the_summary_comes_on_monday_or_the_first_working_day(
    moment: str, keys: list[str]
) -> None:
    reminded = letter("office-reminder", "office-reminder:cchc-2024:2024-11-04", "4/11")
    past = (*_CLOSED[:1], *((_CLOSED[1], reminded) if moment.startswith("4/11") else ()))
    assert [order.key for order in of_kind("weekly", moment, letters=past)] == keys


def test_before_that_month_it_says_what_changed_and_at_most_every_fourth_week() -> None:
    mails = (arrival("9/4 10:00"),)
    assert of_kind("weekly", "22/4 08:00", arrivals=mails) == of_kind("weekly", "2/5 08:00") == []
    (order,) = of_kind("weekly", "2/5 08:00", arrivals=mails)
    assert (order.key, office(order).whole) == ("weekly:cchc-2024:2024-05-02", False)
    past = (replace(letter("weekly", order.key, "2/5"), items=order.items),)
    more = (*mails, arrival("3/5 10:00", number=2))
    assert of_kind("weekly", "27/5 08:00", arrivals=more, letters=past) == []
    (again,) = of_kind("weekly", "3/6 08:00", arrivals=more, letters=past)
    assert [mail.id for mail in office(again).arrivals] == [2]


def test_before_that_month_what_is_only_to_be_looked_at_waits_for_monday() -> None:
    mails = (arrival("16/4 10:00", "unclear"),)
    past = (week("15/4"),)
    assert of_kind("digest", "16/4 16:30", arrivals=mails, letters=past) == []
    (order,) = of_kind("weekly", "22/4 08:00", arrivals=mails, letters=past)
    assert [mail.id for mail in office(order).arrivals] == [1]


def test_of_letters_that_tell_the_same_only_the_first_leaves_and_stands_for_the_others() -> None:
    (order,) = [one for one in told("26/8 07:30") if one.kind.name in ("closing", "weekly")]
    assert order.key == "closing:cchc-2024:registration:2024-08-26"
    assert "letter:weekly:cchc-2024:2024-08-26" in order.items
    past = (replace(letter("closing", order.key, "26/8 07:30"), items=order.items),)
    assert [one.kind.name for one in told("26/8 08:30", letters=past)] == []


@pytest.mark.parametrize(
    ("moment", "keys"),
    [
        ("25/8 09:00", []),
        ("26/8 07:29", []),
        ("26/8 07:30", ["closing:cchc-2024:registration:2024-08-26"]),
        ("31/10 09:00", ["closing:cchc-2024:registration:2024-08-26"]),
        ("1/11 07:30", ["closing:cchc-2024:report:2024-11-01"]),
    ],
)
def test_a_closing_summary_follows_each_deadline(moment: str, keys: list[str]) -> None:
    orders = of_kind("closing", moment)
    assert [order.key for order in orders] == keys
    assert all(office(order).stage is not None for order in orders)


def test_an_extension_for_all_moves_the_closing_summary() -> None:
    marks = (mark("extension", None, "30/8", when="20/8"),)
    assert of_kind("closing", "26/8 08:00", marks=marks) == []
    assert [order.key for order in of_kind("closing", "4/9 08:00", marks=marks)] == [
        "closing:cchc-2024:registration:2024-09-04"
    ]
    one = (mark("extension", "bao-thang", "30/8", when="20/8"),)
    assert len(of_kind("closing", "26/8 08:00", marks=one)) == 1


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        ("30/10 09:00", []), ("31/10 07:30", ["2024-10-31"]), ("1/11 08:00", ["2024-11-01"]),
        ("3/11 08:00", ["2024-11-01"]), ("4/11 07:30", ["2024-11-04"]), ("5/11 08:00", []),
    ],
)  # fmt: skip
def test_the_office_is_reminded_of_its_own_deadline_with_the_drafts(moment: str, days: list[str]) -> None:
    orders = of_kind("office-reminder", moment, letters=_CLOSED)
    assert [order.key.rpartition(":")[2] for order in orders] == days
    assert all((order.attach, order.stage) == (DRAFTS, "report") for order in orders)


_CLOSED = tuple(
    letter("closing", f"closing:cchc-2024:{stage}", "1/11")
    for stage in ("registration:2024-08-26", "report:2024-11-01")
)


def test_a_summary_that_is_made_up_late_tells_what_came_since() -> None:
    mails = (arrival("6/8 10:00", "unclear"),)
    (order,) = [one for one in told("7/8 16:30", arrivals=mails) if isinstance(one.facts, OfficeFacts)]
    assert (order.kind.name, [mail.id for mail in office(order).arrivals]) == ("weekly", [1])
    assert "letter:digest:cchc-2024:2024-08-07" in order.items


def test_the_closing_summary_says_when_the_office_itself_is_due() -> None:
    (order,) = [one for one in told("1/11 07:30") if one.kind.name in ("closing", "office-reminder")]
    assert (order.kind.name, order.attach, order.stage) == ("closing", DRAFTS, "report")
    assert "letter:office-reminder:cchc-2024:2024-11-01" in order.items


# --- Once -------------------------------------------------------------------------------------------------------


def test_mail_from_before_go_live_is_summed_up_once_after_a_complete_pass() -> None:
    mails = (arrival("20/3", early=True), arrival("21/3", "other", 2, early=True))
    (order,) = of_kind("before-go-live", "1/4 08:00", arrivals=mails)
    assert ([mail.id for mail in office(order).arrivals], office(order).filed) == ([1], 1)
    assert of_kind("before-go-live", "1/4 08:00", arrivals=mails, read_to_end_at=at("31/3")) == []
    assert of_kind("before-go-live", "1/4 08:00", arrivals=mails[1:]) == []


def test_mail_from_before_the_first_start_is_summed_up_in_the_same_letter() -> None:
    mails = (arrival("20/3", early=True), arrival("19/8", "other", 2, early=True), arrival("19/8 10:00", early=True))
    started = {"arrivals": mails, "started_at": at("20/8 08:30"), "read_to_end_at": at("20/8 08:40")}
    (order,) = of_kind("before-go-live", "20/8 09:00", **started)
    assert order.key == "before-go-live:cchc-2024:2024-08-20"
    assert (len(office(order).arrivals), office(order).filed) == (2, 1)
    assert office(order).period == (at("20/3"), at("20/8 08:30"))
    assert of_kind("before-go-live", "21/8", **started, letters=(letter("before-go-live", order.key, "20/8"),)) == []


def test_an_office_that_was_started_before_the_campaign_reads_on_its_first_day_what_had_come() -> None:
    mails = (arrival("20/3", early=True), arrival("25/3", number=2, early=True))
    (order,) = of_kind("before-go-live", "1/4 08:00", arrivals=mails, started_at=at("22/3"))
    assert (order.key, len(office(order).arrivals)) == ("before-go-live:cchc-2024:2024-04-01", 2)


def test_what_lay_there_before_the_first_start_is_in_no_digest() -> None:
    mails = (arrival("7/8 10:00", "unclear", early=True),)
    assert of_kind("digest", "7/8 16:30", arrivals=mails, started_at=at("7/8 11:00")) == []


def test_a_held_mail_is_reported_once() -> None:
    stuck = replace(arrival("7/8 10:00", None), state="held", tries=3)
    (order,) = of_kind("held", "7/8 11:00", arrivals=(stuck,))
    assert order.facts == HeldFacts(stuck, 3)
    assert of_kind("held", "7/8 11:00", arrivals=(stuck,), letters=(letter("held", order.key, "7/8"),)) == []


def test_mails_that_the_server_does_not_hand_out_are_told_once_and_together() -> None:
    def withheld(number: int, tries: int) -> WithheldMail:
        return WithheldMail(number, "INBOX", number + 10, at("7/8 10:00"), "Ngắt.", tries=tries)

    first = (withheld(1, 2), withheld(2, 1), withheld(3, 5))
    (order,) = of_kind("withheld", "7/8 11:00", withheld=first)
    assert order.facts == WithheldFacts((first[0], first[2]))  # the second may yet come
    past = (letter("withheld", order.key, "7/8 11:00"),)
    assert of_kind("withheld", "7/8 12:00", withheld=first, letters=past) == []
    (order,) = of_kind("withheld", "7/8 13:00", withheld=(*first[:1], withheld(2, 2)), letters=past)
    assert order.facts == WithheldFacts((withheld(2, 2),))


def test_likely_submissions_in_the_spam_folder_are_reported_once() -> None:
    mail = replace(arrival("6/8 10:00"), subject="Gửi đăng ký", attachments=("dk.docx",))
    found = replace(about_junk(Subject("cchc-2024", -7), mail, "d" * 64), asked_at=at("7/8 08:00"))
    (order,) = of_kind("junk", "7/8 11:00", questions=(found,))
    (told_of,) = office(order).arrivals
    assert (told_of.sender, told_of.subject, told_of.attachments) == ("a@b.example", "Gửi đăng ký", ("dk.docx",))
    assert told_of.arrived_at == at("6/8 10:00")
    past = (letter("junk", order.key, "7/8 11:00"),)
    assert of_kind("junk", "8/8 11:00", questions=(found,), letters=past) == []


def test_outside_the_bounds_of_the_campaign_the_office_hears_nothing() -> None:
    ended = campaign().model_copy(update={"closes": on("6/8")})
    assert told("7/8 17:00", campaign=ended, arrivals=(arrival("7/8 10:00"),)) == []


def test_no_letter_of_a_whole_season_comes_twice() -> None:
    mails = tuple(arrival(f"{day}/8 10:00", number=day) for day in range(1, 29))
    where: Season = season("1/4", arrivals=mails)
    now, keys, letters = at("1/4"), [], list[LetterFacts]()
    while now < at("31/12"):
        seen = replace(where, letters=tuple(letters), arrivals=tuple(mail for mail in mails if mail.arrived_at <= now))
        for order in due(seen, now):
            keys.append(order.key)
            sent = letter(order.kind.name, order.key, now.strftime("%d/%m %H:%M"), stage=order.stage)
            letters.append(replace(sent, items=order.items))
        now += timedelta(hours=6)
    assert len(keys) == len(set(keys))
    counts = Counter(key.partition(":")[0] for key in keys)
    assert counts == {"closing": 2, "office-reminder": 2, "weekly": 9, "silent": 2}
