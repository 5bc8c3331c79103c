"""What a person of the office orders in the answer to a letter of ours, as values; and what that letter asked."""

from dataclasses import dataclass, field, replace
from datetime import date

from rules.intake.answers import Given
from rules.intake.documents_told import Cite
from rules.intake.telling import Tell


@dataclass(frozen=True, slots=True)
class Answer:
    """To the question of that number. `broad`: said of all at once, of which nobody need have read each; `right`: by
    words that call what was read right, and grant nothing.
    """

    number: int
    given: Given
    broad: bool = field(default=False, compare=False)
    right: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Stop:
    """The announced batch does not leave."""


@dataclass(frozen=True, slots=True)
class Send:
    """The announced batch leaves. `at_once`: and not when it was announced to."""

    at_once: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Except:
    """Units are taken out of the announced batch, by their numbers in the letter."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing of the announced batch leaves until the office is understood; of these numbers alone where they are
    named."""

    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Delay:
    """The announced batch leaves later, or what goes to these numbers of it: nothing until the end of this day."""

    until: date
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Undo:
    """An earlier decision is taken back: by its number, or by that of the question that it answers."""

    number: int
    question: bool = False


Order = Answer | Stop | Send | Except | Hold | Delay | Undo | Cite | Tell


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an open question. `candidates` as they are kept with it."""

    number: int
    kind: str = ""
    unit: str = ""
    candidates: tuple[str, ...] = ()
    suggested: bool = True  # whether the letter suggests an answer
    listed: bool = True  # in the letter that is answered; else it is meant by its unit alone


@dataclass(frozen=True, slots=True)
class Asked:
    """What the letter asked that is answered."""

    questions: tuple[int, ...] = ()  # numbers that it listed
    earlier: tuple[
        int, ...
    ] = ()  # numbers of open ones that earlier letters listed: nothing said of all is said of them
    also: tuple[int, ...] = ()  # numbers of open ones that this letter does not list: meant by their unit alone
    rows: int = 0  # of an announcement: how many units it listed, numbered from 1; 0: it announced nothing
    decisions: tuple[int, ...] = ()  # numbers of decisions that it told of
    units: tuple[str, ...] = ()  # codes of the units of an announcement, in the order of their numbers
    abouts: tuple[About, ...] = ()  # what is known of the questions

    @property
    def all_abouts(self) -> tuple[About, ...]:
        """One for each question, whatever is known of it."""
        known = {one.number: one for one in self.abouts}
        listed = (known.get(number, About(number)) for number in (*self.questions, *self.earlier))
        return (*listed, *(replace(known[number], listed=False) for number in self.also if number in known))

    @property
    def units_asked_about(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.unit for one in self.all_abouts if one.unit))


@dataclass(frozen=True, slots=True)
class Unclear:
    """A statement that was not understood, with what to write instead, in Vietnamese."""

    statement: str
    why: str


@dataclass(frozen=True, slots=True)
class Reply:
    """`later`: the writer says that an answer will come. `beside`: what else stands there and orders nothing that we
    know: she is told so."""

    orders: tuple[Order, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    later: bool = False
    forms: tuple[str, ...] = ()  # units that get the form again
    freed: tuple[str, ...] = ()  # units that need not send
    beside: tuple[str, ...] = ()
