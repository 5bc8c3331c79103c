"""Which proposals are shown to their writer when, how long they stand, and when somebody need not be asked again.

Few letters and quick ones: at most one in ten minutes for a person, with everything that came meanwhile, and three that
are open; what is beyond stands in the digest. Two proposals about one matter are always shown together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from rules.calendar import local, local_day, moment, next_working_day, short_day
from rules.campaign import Campaign, Office
from rules.proposal import Proposal
from rules.rulings import Correct, Effect, Entered, Learn, Mark, Ruling, TakeBack, Unmark, Withdraw, taken_back
from rules.season import Season
from rules.standing.ruling_words import in_short
from rules.wording import clipped

APART = timedelta(minutes=10)  # between two letters with codes to one person
OPEN_AT_MOST = 3  # letters with codes to one person that still wait
VALID = 3  # working days
SHARED = "hộp thư chung"
"""Who decided, where the answer came from the mailbox that everybody in the office reads."""

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def name_of(address: str, office: Office) -> str:
    """By whom a decision is kept that came from this address."""
    return SHARED if office.is_shared(address) else office.called(address) or address


# --- What is shown ----------------------------------------------------------------------------------------------


def to_show(person: str, season: Season, now: datetime, *, at_once: bool = False) -> tuple[Proposal, ...]:
    """What a letter to this person should show now: what he has not seen yet, and what he saw of the same matters.

    `at_once`: he is waiting for it, since what he had confirmed is no longer what he was shown.
    """
    own = [one for one in season.proposals if one.person == person]
    unseen = [one for one in own if one.is_open and not one.is_shown]
    last = max((one.shown_at for one in own if one.shown_at), default=None)
    waits = last is not None and timedelta(0) <= now - last < APART
    if not unseen or (waits and not at_once):
        return ()
    touched = frozenset[str]().union(*(matters_of(one, season) for one in unseen))
    again = [one for one in own if one.is_open and one.is_shown and touched & matters_of(one, season)]
    still = {one.letter for one in own if one.is_open and one.is_shown} - {one.letter for one in again}
    if len(still) >= OPEN_AT_MOST:
        return ()
    return tuple(sorted((*again, *unseen), key=lambda one: (one.at, one.number)))


def rivals(proposal: Proposal, season: Season, about: frozenset[str] = frozenset()) -> tuple[Proposal, ...]:
    """Other open proposals of the same person about one of its matters, or of those that are named."""
    own = about or matters_of(proposal, season)
    return tuple(
        one
        for one in season.proposals
        if one.is_open and one.number != proposal.number and one.person == proposal.person
        and own & matters_of(one, season)
    )  # fmt: skip


def matters_of(proposal: Proposal, season: Season) -> frozenset[str]:
    found = (matters(one) for one in season.rulings if one.number in proposal.rulings)
    return frozenset[str]().union(*found)


def matters(ruling: Ruling) -> frozenset[str]:
    """What a ruling decides: two that share one cannot both be meant."""
    if ruling.question is not None:
        return frozenset({f"question:{ruling.question}"})
    return frozenset(filter(None, map(_matter, ruling.effects)))


def _matter(effect: Effect) -> str:
    match effect:
        case Mark("pause" | "release", stage, _, until=until):
            return f"batch:{stage}:{until}"  # letting it out, stopping it, thinning it
        case TakeBack(number):
            return f"decision:{number}"
        case Mark() | Unmark():
            return f"{effect.kind}:{effect.stage}:{effect.unit}"
        case Entered():
            return f"cell:{effect.row}:{effect.column}"
        case Correct(item, field, _):
            return f"value:{item.part.arrival}:{item.place.title}:{field}"
    return ""


def expiry(shown: datetime, campaign: Campaign) -> datetime:
    """Three working days, and not beyond the campaign."""
    day = local_day(shown, campaign.calendar)
    for _ in range(VALID):
        day = next_working_day(day, campaign.calendar)
    return moment(min(day, campaign.closes), time.max, campaign.calendar)


def overdue(season: Season, now: datetime) -> tuple[Proposal, ...]:
    """Those that nobody confirmed in time; what was never shown stands as long as if it had been shown at once."""
    return tuple(
        one
        for one in season.proposals
        if one.is_open and (one.expires_at or expiry(one.at, season.campaign)) < now
    )  # fmt: skip


_SHOWN_WORDS = 80  # characters


def told_of(season: Season, period: tuple[datetime, datetime], *, waiting: bool = True) -> tuple[str, ...]:
    """What the office reads of proposals, in Vietnamese: each that came in the period or ended in it without effect,
    and, unless it is asked only what happened, each that waits."""
    since, until = period
    lines = []
    for one in season.proposals:
        lapsed = one.state == "lapsed" and one.settled_at is not None and since < one.settled_at <= until
        if lapsed and one.why not in QUIET:
            lines.append(f"{_named(one, season)}: không thực hiện, {one.why}.")
        elif one.is_open and one.at <= until and (waiting or one.at > since):
            waits = (
                "chờ xác nhận, đã gửi mã" if one.is_shown else "chờ xác nhận, chưa gửi mã vì còn thư có mã chưa trả lời"
            )
            lines.append(f"{_named(one, season)}: {waits}.")
    return tuple(lines)


CHANGED = "nội dung đã thay đổi"
ANOTHER = "đã xác nhận một quyết định khác về cùng việc"
QUIET = frozenset({CHANGED, ANOTHER})
"""Why a proposal lapses whose place another one took: nobody need be told."""


def _named(one: Proposal, season: Season) -> str:
    at = local(one.at, season.campaign.calendar)
    words = clipped(" ".join(one.words.split()), _SHOWN_WORDS)
    return f"Thư của {one.person} lúc {at:%H:%M} ngày {short_day(at.date())}, “{words}”"


# --- Who need not be asked again --------------------------------------------------------------------------------


def is_at_the_desk(person: str, season: Season, now: datetime) -> bool:
    """Whether this person has given a code back today: then a letter that went to his address alone is proof.

    What somebody else settled for him on the page shows nothing of his mailbox.
    """
    calendar = season.campaign.calendar
    own = {number for one in season.proposals if one.person == person for number in one.rulings}
    turns = (turn for ruling in season.rulings if ruling.number in own for turn in ruling.turns)
    by_code = (turn for turn in turns if (turn.state, turn.how) == ("confirmed", "email"))
    return any(local_day(turn.at, calendar) == local_day(now, calendar) for turn in by_code)


def always_asks(effects: Iterable[Effect]) -> bool:
    """What needs a code of its own even then: it goes out to all, binds an address, takes something away."""
    return any(
        isinstance(one, Learn | Withdraw | Entered | Unmark | TakeBack)
        or (isinstance(one, Mark) and one.kind == "release")
        for one in effects
    )


# --- Whether it is what was shown -------------------------------------------------------------------------------


def same(shown: Sequence[Ruling], now: Sequence[Ruling]) -> bool:
    """Whether what would be done now is what was shown: the same effects, whoever has them noted and when."""
    return [_essence(one) for one in shown] == [_essence(one) for one in now]


def was_read_anew(proposal: Proposal, season: Season) -> bool:
    """Whether a mail that it decides about has been read otherwise since its writer was shown what would be done."""
    about = {one.about for one in season.rulings if one.number in proposal.rulings}
    since = proposal.shown_at or proposal.at
    return any(
        one.arrival in about and (one.known_at > since or (one.superseded_at or since) > since) for one in season.read
    )


def _essence(ruling: Ruling) -> tuple[object, ...]:
    effects = tuple(map(_timeless, ruling.effects))
    return ruling.kind, ruling.question, effects, in_short(ruling) if taken_back(ruling) else ""


def _timeless(effect: Effect) -> Effect:
    return replace(effect, at=_NEVER, by="") if isinstance(effect, Mark | Entered) else effect
