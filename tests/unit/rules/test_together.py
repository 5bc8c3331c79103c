"""Letters of one hour to the office become one; what must be answered or seen by itself stays by itself."""

from dataclasses import replace

from rules import letter_kind as kinds
from rules.letter_kind import LetterKind
from rules.letters.letter import Enclosed, LetterOrder, OfficeFacts, SilentFacts
from rules.letters.together import Dressed, together
from rules.mail import Attachment
from tests.unit.rules.making import at, campaign, on, question

OFFICE = ("phongtccb@so.example",)
FACTS = OfficeFacts(
    on("26/8"), None, (), (), (), (question("prose", "bac-ha"),), 0, 0, on("5/11"), (at("19/8"), at("26/8"))
)
SILENT = SilentFacts(campaign().stage("registration"), on("24/8"), ())
DRAFT = Enclosed("draft-docx", Attachment("du-thao.docx", b"x"))


def order(kind: LetterKind, *items: str, to: tuple[str, ...] = OFFICE) -> LetterOrder:
    facts = SILENT if kind == kinds.SILENT else FACTS
    return LetterOrder(kind, f"{kind}:1", to, facts, items=items)


def kinds_of(letters: tuple[Dressed, ...]) -> list[str]:
    return [one.kind.name for one, _ in letters]


def test_questions_bring_along_what_came_and_whom_to_call() -> None:
    digest = order(kinds.DIGEST, "question:1", "told:2024-08-26T16:30+07:00")
    asking = order(kinds.QUESTIONS, "question:2", "earlier:1")
    ((letter, _),) = together([(digest, ()), (asking, ()), (order(kinds.SILENT), ())])
    assert (letter.kind, [one.kind for one in letter.along]) == (kinds.QUESTIONS, [kinds.DIGEST, kinds.SILENT])
    # What may be answered is what the host asks; of the others it is noted that they have been told.
    assert letter.items[:2] == ("question:2", "earlier:1")
    assert letter.items[2:] == ("letter:digest:1", "told:2024-08-26T16:30+07:00", "letter:silent:1")


def test_a_batch_keeps_its_numbers_to_itself() -> None:
    batch = order(kinds.ANNOUNCEMENT, "unit:bac-ha")
    ((letter, files),) = together([(batch, ()), (order(kinds.CLOSING, "question:1"), (DRAFT,))])
    assert letter.items == ("unit:bac-ha", "letter:closing:1")
    (guest,) = letter.along
    assert isinstance(guest.facts, OfficeFacts)
    assert (guest.facts.questions, guest.facts.asked) == ((), 1)
    assert (guest.attach, files) == (("draft-docx",), (DRAFT,))


def test_what_must_be_answered_or_seen_by_itself_stays_by_itself() -> None:
    apart = [(order(kind), ()) for kind in (kinds.ANNOUNCEMENT, kinds.ANNOUNCEMENT, kinds.QUESTIONS, kinds.ALARM)]
    apart += [(order(kinds.HELD), ()), (order(kinds.REMINDER), ())]
    assert together(apart) == tuple(apart)


def test_its_own_deadline_the_office_reads_in_a_subject_of_its_own() -> None:
    two = [(order(kinds.ANNOUNCEMENT, "unit:bac-ha"), ()), (order(kinds.OFFICE_REMINDER), ())]
    assert together(two) == tuple(two)


def test_letters_to_others_are_not_joined() -> None:
    two = [(order(kinds.WEEKLY), ()), (replace(order(kinds.SILENT), to=("khac@so.example",)), ())]
    assert together(two) == tuple(two)
