"""No text makes the reader of answers fail, invent a number, or order what was not said."""

import re
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from rules.intake.office_orders import Answer, Asked, Except, Order, Undo
from rules.intake.office_replies import parse_reply
from rules.post.own_words import said, text_of_html
from rules.post.quoting import own_text
from rules.standing.questions import NO, SKIP, YES
from tests.seasons import shipped_campaign, shipped_roster

ROSTER = shipped_roster(shipped_campaign())
TODAY = date(2024, 8, 20)
UNIT = "thpt-so-2-bao-thang"
SAID = {
    YES: ("đúng", "dung", "Đúng ạ", "đồng ý", "ok"),
    NO: ("không", "sai", "khong phai", "không đúng"),
    SKIP: ("bỏ qua", "bo qua nhé"),
    UNIT: ("THPT số 2 Bảo Thắng", "là của thpt so 2 bao thang"),
}
PIECES = [
    "1",
    "2-12",
    "đúng",
    "dừng",
    "trừ",
    "hoàn tác",
    "THPT số",
    "Bảo Thắng",
    "30/8",
    "gia hạn đến",
    ",",
    "\n",
    ";",
    ".",
    ">",
]
ASKED = st.builds(
    Asked,
    questions=st.lists(st.integers(1, 40), unique=True, max_size=8).map(lambda found: tuple(sorted(found))),
    rows=st.integers(0, 9),
    decisions=st.lists(st.integers(1, 9), unique=True, max_size=3).map(tuple),
)


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), ASKED)
@example("1/2/3 - 4.5", Asked(questions=(1, 2)))
def test_whatever_is_written_only_what_was_asked_can_be_ordered(text: str, asked: Asked) -> None:
    reply = parse_reply(said(text), asked, ROSTER, TODAY)
    for order in reply.orders:
        match order:
            case Answer(number):
                assert number in asked.questions
            case Except(numbers):
                assert all(1 <= number <= asked.rows for number in numbers)
            case Undo(number):
                assert number in _named(text) or number in asked.decisions
    answered = [order.number for order in reply.orders if isinstance(order, Answer)]
    assert len(answered) == len(set(answered))


def _named(text: str) -> set[int]:
    """The numbers that a text names, by themselves or as a range."""
    ranges = re.findall(r"(\d+)(?:\s*[-–—]\s*(\d+))?", text)
    spans = [(int(first), int(last or first)) for first, last in ranges]
    return {number for first, last in spans for number in range(first, min(last, first + 100) + 1)}


@given(
    st.dictionaries(st.integers(1, 30), st.sampled_from(sorted(SAID)), min_size=1, max_size=6),
    st.sampled_from(["\n", ", ", "; ", ". "]),
    st.sampled_from(["{} {}", "{}. {}", "{}: {}", "câu {}: {}", "{}) {}", "số {} {}"]),
    st.data(),
)
def test_what_is_said_in_any_layout_is_what_is_ordered(
    answers: dict[int, str], between: str, layout: str, data: st.DataObject
) -> None:
    words = {number: data.draw(st.sampled_from(SAID[given])) for number, given in answers.items()}
    text = between.join(layout.format(number, word) for number, word in words.items())
    reply = parse_reply(text, Asked(questions=tuple(sorted(answers))), ROSTER, TODAY)
    expected: set[Order] = {Answer(number, given) for number, given in answers.items()}
    assert (set(reply.orders), reply.unclear) == (expected, ())


@given(st.sampled_from([word for word in SAID[YES] + SAID[NO] if len(word) > 3]), st.data())
def test_a_slip_of_the_finger_never_turns_yes_into_no(word: str, data: st.DataObject) -> None:
    meant = YES if word in SAID[YES] else NO
    place = data.draw(st.integers(0, len(word) - 1))
    slip = data.draw(st.sampled_from(["drop", "double", "swap"]))
    changed = {
        "drop": word[:place] + word[place + 1 :],
        "double": word[: place + 1] + word[place:],
        "swap": word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
    }[slip]
    reply = parse_reply(f"1 {changed}", Asked(questions=(1,)), ROSTER, TODAY)
    assert all(isinstance(order, Answer) and order.given == meant for order in reply.orders)


@given(st.text())
def test_what_is_kept_of_a_mail_is_lines_of_it(text: str) -> None:
    assert said(own_text(text)) == said(text) or ">" in text
    text_of_html(text)
