"""What a clause means: a table of what must stand in it together.

The first line that applies says it. A clause that asks claims nothing.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from rules.intake.clauses import ADDRESS, TELEPHONE, THING, Clause, Sentence
from rules.intake.heard import A_WEEK, Heard, Kind
from rules.intake.reply_days import is_a_week
from rules.intake.spoken_of import persons_in
from rules.intake.told_values import is_names_alone, numbers_of_items
from rules.text import bare

_NUMBER = re.compile(
    r"\b(?:số|so|công văn|văn bản|tờ trình|cv)(?:\s+(?:đi|hiệu|ký hiệu|cv))?\s*:?\s*"
    r"(?P<number>\d+\s*/\s*[\w.-]*\w)",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(
    r"\b(?:công văn|văn bản|tờ trình|cv|cong van)\s*(?:số|so)?\s*:?\s*(?P<number>\d+)", re.IGNORECASE
)
_OF_OWNERS = re.compile(r"\b(?:nguoi thuc hien|tac gia|dong tac gia)\b")


def of_the_unit(sentence: Sentence) -> bool:
    """ "đầu mối mới: cô Nga, điện thoại ..." """
    asked_for = any("owners" in one.lacks for one in sentence.light.held)
    if asked_for and is_names_alone(sentence.text):  # "Giàng A Tủa, giáo viên, sđt ..."
        return False
    reached = ADDRESS.search(sentence.text) or TELEPHONE.search(sentence.text)
    if not reached and _OF_OWNERS.search(bare(sentence.text)):
        return False
    return any(_is_roster(clause, sentence) for clause in sentence.clauses)


def about_other_business(sentence: Sentence) -> bool:
    """Whether it names other business, and nothing of the campaign."""
    return any(_is_other(clause, sentence) for clause in sentence.clauses) and not any(
        clause.names_the_campaign for clause in sentence.clauses
    )


def is_of_content(clause: Clause, sentence: Sentence) -> bool:
    """Whether what is to be mended is something that was sent: neither a form nor the roof of the school."""
    if clause.has("form") and not (sentence.items or clause.has("write")):
        return False
    return bool(sentence.titles or sentence.items) or clause.has("content") or clause.has("wish") or clause.has("write")


def kind_of(clause: Clause, sentence: Sentence, *, settled: bool) -> Kind | None:
    for kind, applies in _TABLE:
        if applies(clause, sentence):
            if kind in ("question", "will", "paper", "already") and about_other_business(sentence):
                return "other"
            return None if settled and kind in ("question", "keep", "withdraw", "will", "already") else kind
    return None


def with_facts(kind: Kind, clause: Clause, sentence: Sentence) -> Heard:
    heard = Heard(kind, sentence.text, titles=sentence.titles, items=numbers_of_items(clause.written))
    if kind == "withdraw" and not heard.items:
        every = tuple(range(1, len(sentence.light.held) + 1)) if clause.has("both") else ()
        heard = replace(heard, items=sentence.items or every)
    if kind == "will":
        told = clause.written if clause.day else sentence.pointed
        day, light = clause.day or sentence.day, sentence.light
        if day and light.today <= light.last_day < day and not is_a_week(bare(told)):
            return replace(heard, kind="time", day=day, detail=sentence.reason)  # what is promised too late is a wish
        return replace(heard, day=clause.day or sentence.day, detail=A_WEEK if is_a_week(bare(told)) else "")
    if kind == "time":
        return replace(heard, day=clause.day or sentence.day, detail=sentence.reason)
    if kind == "paper":
        day = clause.day or sentence.day
        number = _NUMBER.search(sentence.text) or _BARE_NUMBER.search(sentence.text)
        past = day if day and day <= sentence.light.today else None
        return replace(heard, day=past, detail=number["number"] if number else "")
    if kind == "roster":
        found = ADDRESS.search(sentence.text) or TELEPHONE.search(sentence.text)
        return replace(heard, detail=found.group().rstrip(".") if found else "")
    return heard


def _says_roster(clause: Clause, sentence: Sentence) -> bool:
    return of_the_unit(sentence) and _is_roster(clause, sentence)


def _is_roster(clause: Clause, sentence: Sentence) -> bool:
    if not clause.claims:
        return False
    address, telephone = ADDRESS.search(sentence.text), TELEPHONE.search(sentence.text)
    whose = not clause.light.campaign.office.has(address.group().lower()) if address else False
    new = any(one.has("new") for one in sentence.clauses)
    return (
        (whose and (clause.has("reach") or clause.has("new")) and not clause.has("done") and not clause.has("will"))
        or (clause.has("mailbox") and (clause.has("new") or bool(address)) and not clause.has("send"))
        or (clause.has("mailbox", "new") and bool(address))
        or (clause.has("head", "new") and bool(persons_in(sentence.text)) and not clause.has("send"))
        or (clause.has("head", "is") and new and bool(persons_in(sentence.text)))
        or (clause.has("contact") and (_is_new(clause, "contact") or bool(telephone)))
        or (clause.has("reach") and bool(telephone))
    )


def _is_new(clause: Clause, what: str) -> bool:
    """ "đầu mối mới là ..."; "phụ trách CCHC đi học, tuần sau mới về" is no other one."""
    return clause.before(what, "new", 3) or clause.before("new", what, 3)


def _is_other(clause: Clause, sentence: Sentence) -> bool:
    return clause.has("other") and not clause.names_the_campaign


def _is_form(clause: Clause, sentence: Sentence) -> bool:
    """Something about the form went wrong, or it is asked for; "chưa có nội dung" is about what a unit sends."""
    if clause.conditional:
        return False
    broken = clause.has("broken") and (clause.has("file") or clause.has("open"))
    shut = clause.before("not", "open") or clause.before("open", "not", 4) or broken
    missing = clause.before("not", "got", 2) and clause.has("form")
    wrong = clause.before("wrong", "form") or (clause.has("wrong", "form") and not clause.has("correct"))
    wrong = wrong and not clause.before("unit", "send", 2)  # "em gửi nhầm file" is about what it sent itself
    if clause.has("need") and (clause.asks_yes_or_no or clause.has("ask")):
        return shut or missing or wrong  # "có cần gửi thêm file không" asks for none
    begged = clause.has("beg") or clause.before("office", "give", 3)
    begged = begged or (clause.has("give", "wish") and not clause.has("offer"))
    asked = begged and clause.has("form") and not clause.has("done") and not clause.has("will")
    return (shut and (clause.has("file") or len(clause.words) <= _SHORT)) or missing or wrong or asked


def _is_time(clause: Clause, sentence: Sentence) -> bool:
    if clause.conditional:
        return False
    if clause.asks and clause.before("counted", "more_time", 3):
        return False  # "26/8 nộp thì có bị tính là quá hạn không"
    late = clause.before("not", "in_time", 5)
    asked = clause.has("wish") or clause.asks_yes_or_no
    longer = (clause.has("more_time") and not clause.has("paper")) or _MORE_DAYS.search(
        bare(clause.written)
    ) is not None
    wished = longer and (asked or (_is_after(clause.day, clause.light.last_day) and not clause.asks))
    wished = wished or (clause.has("wish", "until") and clause.day is not None and not clause.has("inquire"))
    late_wish = (
        clause.before("wish", "send", 5) and _after_the_last(clause) and not (clause.has("offer") or clause.sent)
    )
    ready = clause.has("only_then") and any(clause.has(one) for one in ("tempered", "work", "join"))
    open_yet = (clause.has("send") or ready) and clause.claims and not clause.sent
    open_yet = open_yet and clause.light.today <= clause.light.last_day  # afterwards a day is a promise
    day = clause.day - _WORKING_WEEK if clause.day and is_a_week(bare(clause.written)) else clause.day
    after = _is_after(day, clause.light.last_day)
    promised = open_yet and (after or _in_a_later_month(clause))
    allowed = clause.has("send") and clause.asks_yes_or_no and after and not clause.sent
    if clause.light.has_files and (clause.day is None or clause.day < clause.light.today):
        return False  # "mất mạng đến hôm qua nên giờ mới gửi được": it comes with it
    return late or wished or promised or allowed or late_wish


_WORKING_WEEK = timedelta(days=4)


_MORE_DAYS = re.compile(
    r"\bthem (?:khoang |tam )?(?:\d{1,2}|mot|hai|ba|bon|nam|vai|may|it) ?(?:ngay|hom|tuan|bua|buoi)\b|"
    r"\b(?:\d{1,2}|mot|hai|ba|bon|nam|vai|may) ?(?:ngay|hom|tuan|bua|buoi) nua\b"
)


def _after_the_last(clause: Clause) -> bool:
    return _is_after(clause.day, clause.light.last_day)


def _is_after(day: date | None, last_day: date) -> bool:
    return day is not None and day > last_day


def _in_a_later_month(clause: Clause) -> bool:
    """ "sang tháng 9", without a day."""
    found = re.search(r"\b(?:sang|dau|giua|qua|den) thang (\d{1,2})\b(?!\s?[/.-]\s?\d)", bare(clause.written))
    last = clause.light.last_day
    return found is not None and clause.day is None and int(found[1]) > last.month


def _is_exempt(clause: Clause, sentence: Sentence) -> bool:
    """Freed, or of its own will not in it. Where something recorded is spoken of, that is withdrawn instead."""
    freed = clause.has("exempt") and not (any(one.has("mailbox") for one in sentence.clauses) or sentence.items)
    freed = freed and (clause.claims or (clause.has("wish") and not clause.conditional))
    if freed or sentence.items or clause.light.asked or not clause.claims or clause.before("join", "tempered", 2):
        return freed
    ours = THING in clause.words or clause.names_the_campaign
    return clause.before("refuse", "join", 2) and (clause.has("part") or ours or clause.before("need_not", "join", 2))


def _is_nothing(clause: Clause, sentence: Sentence) -> bool:
    if not clause.claims or not clause.before("not", "have", 2) or clause.has("form"):
        return False
    return THING in clause.words or clause.names_the_campaign or clause.has_nothing_beside("not", "have", "nothing")


def _is_paper(clause: Clause, sentence: Sentence) -> bool:
    if clause.denies or clause.conditional or clause.has("will"):
        return False
    brought = clause.has("laid") and (clause.has("done") or _is_past(clause))
    handed = clause.before("carry", "place", 4) or clause.before("laid", "place", 6)
    carried = handed and (clause.has("done") or _is_past(clause))
    past = sentence.day is not None and sentence.day < sentence.light.today
    sent = (one for one in sentence.clauses if one.sent or (one.has("send") and (past or _is_past(one))))
    done = any(not one.denies for one in sent)
    if not (clause.has("paper") or carried):
        return False
    return (done or brought or carried) and (clause.claims or (clause.sent and not clause.asks_yes_or_no))


def _is_past(clause: Clause) -> bool:
    return clause.day is not None and clause.day < clause.light.today and not clause.has("will")


def _is_already(clause: Clause, sentence: Sentence) -> bool:
    """Sent already; or the question whether it came."""
    if clause.conditional or clause.light.has_files:
        return False
    whether = (clause.asks_whether_done or (clause.asks_yes_or_no and clause.has("done"))) and (
        clause.before("office", "received", 5) or clause.has("arrived")
    )
    if whether and not clause.has("form"):
        return True
    asserted = clause.claims or not (clause.has("ask") or clause.asks_yes_or_no)  # "Trường nộp rồi mà?"
    sent = (clause.sent or (clause.has("send") and _is_past(clause))) and asserted and not clause.denies
    sent = sent and not any(clause.has(one) for one in ("will", "new", "wish", "soon"))
    theirs = clause.before("office", "send") or clause.before("machine", "send")  # "phòng gửi nhầm rồi"
    sent = sent and (not theirs or clause.before("unit", "send"))
    handed = clause.before("handed", "finished", 4) and THING not in clause.words and not clause.denies
    sent = sent or (handed and asserted and not any(clause.has(one) for one in ("will", "wish", "soon")))
    return not clause.has("exempt") and (sent or clause.has("why", "urged") or clause.has("still", "urged"))


def _is_withdrawn(clause: Clause, sentence: Sentence) -> bool:
    about = bool(sentence.titles or sentence.items) or THING in clause.words or clause.names_the_campaign
    about = about or len(clause.words) <= (_SHORT_ANSWER if clause.light.asked else _SHORT)
    if clause.light.asked and clause.claims and clause.has("supersede", "earlier"):
        return not clause.before("not", "supersede")
    refused = bool(sentence.items or sentence.titles) and clause.before("refuse", "join", 2)
    meant = (clause.has("withdraw") or refused) and not any(
        clause.has(one) for one in ("correct", "slip", "mailbox", "letter")
    )
    meant = meant and not any(one.has("mailbox") for one in sentence.clauses)
    return clause.claims and meant and about


def _is_kept(clause: Clause, sentence: Sentence) -> bool:
    stands = any(clause.has(one) for one in ("omitted", "both", "stands"))
    stands = stands or (clause.has("further") and not clause.has("supersede")) or clause.before("not", "supersede")
    asked = clause.light.asked and stands and not clause.has("withdraw")
    about_reach = any(clause.has(one) for one in ("head", "mailbox", "contact"))
    unable = clause.before("keep", "tempered", 1)  # "em không sửa được"
    recorded = bool(clause.light.held) or clause.light.asked or len(clause.words) <= _SHORT
    return clause.claims and ((clause.has("keep") and not unable and recorded) or asked) and not about_reach


def _is_same(clause: Clause, sentence: Sentence) -> bool:
    return clause.light.alike and clause.claims and clause.has("same") and not clause.has("apart")


def _is_apart(clause: Clause, sentence: Sentence) -> bool:
    return clause.light.alike and clause.claims and (clause.has("apart") or clause.before("not", "same", 3))


def _will_send(clause: Clause, sentence: Sentence) -> bool:
    if not clause.claims or clause.sent or clause.before("office", "give", 2) or clause.before("not", "send"):
        return False
    if clause.has("send") and clause.day is not None and clause.day >= clause.light.today:
        return True
    if clause.has("soon") and (clause.has("send") or clause.has("work")) and not _is_asked_of_us(clause):
        return True
    return clause.has("will") and (clause.has("send") or clause.has("work") or clause.names_the_campaign)


def _is_asked_of_us(clause: Clause) -> bool:
    """ "phòng cho đăng ký luôn", "đồng chí trả lời sớm"."""
    return clause.before("office", "wish", 2) or clause.has("respond")


def _is_question(clause: Clause, sentence: Sentence) -> bool:
    guided = clause.has("guide", "wish") and not clause.has("will") and not clause.has("done")
    return (clause.asks or guided or clause.offers) and len(clause.words) > 1


_SHORT = 7  # words: so short a clause speaks of what it answers
_SHORT_ANSWER = 14  # words, where just that was asked

_TABLE: tuple[tuple[Kind, Callable[[Clause, Sentence], bool]], ...] = (
    ("roster", _says_roster),
    ("other", _is_other),
    ("form", _is_form),
    ("time", _is_time),
    ("exempt", _is_exempt),
    ("apart", _is_apart),
    ("same", _is_same),
    ("keep", _is_kept),
    ("nothing", _is_nothing),
    ("paper", _is_paper),
    ("already", _is_already),
    ("withdraw", _is_withdrawn),
    ("will", _will_send),
    ("question", _is_question),
)
"""The first line that applies says what a clause means."""
