"""The code came back: what was shown is weighed once more and carried out, or shown anew where something changed."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from mailbot.app import App
from mailbot.correcting import Correcting
from mailbot.deciding import Decided, Deciding, Refused
from mailbot.proposing import Done, Weighing, keep, lapse, name, obey, rulings_of, short, show
from mailbot.requested import Found, cite, correct, rule, tell
from rules.calendar import local_day
from rules.happened import Happened
from rules.intake.answering import read_words
from rules.intake.decision import Confirmation
from rules.intake.documents_told import Cite
from rules.intake.office_requests import Ruled
from rules.intake.telling import Tell
from rules.intake.workbook_taken import still_new
from rules.intake.workbook_words import changes_of, in_short
from rules.letter_kind import ANSWERED
from rules.letters.letter import AnsweredFacts, Deed, LetterOrder
from rules.proposal import TRIES, Proposal
from rules.rulings import Effect, How, Ruling, Turn, fold, taken_back
from rules.season import DECISION, LetterFacts, Season
from rules.standing.proposals import ANOTHER, CHANGED, matters, rivals, same, was_read_anew
from rules.trace import Step
from rules.wording import count
from storage.work import UnitOfWork

_NOTHING_LEFT = "không còn việc gì để làm"
_TRIED = "mã bị nhập sai năm lần"
_TAKEN_BACK = "người nhận mã trả lời là không"
_ON_THE_PAGE = "đã giải quyết trên trang web"
_OTHERWISE_NOW = (
    "Từ khi có đề nghị này, nội dung liên quan đã thay đổi nên chưa làm gì. Chọn “Không làm”, rồi quyết định theo nội "
    "dung hiện nay."
)
_SETTLED = "không còn việc gì để làm: việc này đã được giải quyết cách khác"


class _Confirming(Deciding):
    """Takes the decisions that were shown, and no others; `left` are those that have not been taken yet."""

    def __init__(
        self, work: UnitOfWork, app: App, by: str, arrival: int, shown: Sequence[Ruling], how: How = "email"
    ) -> None:
        super().__init__(work, app, by, how, arrival)
        self.left = list(shown)

    def keep(self, decided: Decided) -> Deed:
        about = (decided.kind, decided.said, decided.unit)
        ruling = self._shown(lambda one: (one.kind, one.said, one.unit) == about)
        self._work.rulings.turn(ruling.number, Turn("confirmed", self._by, self._app.now(), self._how))
        if any(one.ruling.number == ruling.number for one in fold(self._latest(), self._work.rulings.all()).lost):
            self._work.rulings.turn(ruling.number, Turn("lapsed", self._by, self._app.now(), self._how))
            raise Refused("Nội dung này không còn sau các quyết định cùng lúc.")
        self._trace(Step(f"decision:{ruling.kind}", f"quyết định {ruling.number}: {ruling.said}"), ruling)
        return Deed(ruling.number, ruling.done, ruling.question)

    def undo(self, number: int) -> str:
        ruling = self._shown(lambda one: number in taken_back(one))
        self._work.rulings.turn(ruling.number, Turn("confirmed", self._by, self._app.now(), self._how))
        return super().undo(number)

    def _shown(self, is_meant: Callable[[Ruling], bool]) -> Ruling:
        """The decision as it was shown. Raises Refused where it was not."""
        for ruling in self.left:
            if is_meant(ruling):
                self.left.remove(ruling)
                return ruling
        raise Refused("Việc này chưa được nêu trong thư có mã.")


def confirm(said: Confirmation, arrival: int, work: UnitOfWork, app: App) -> LetterOrder | None:
    """Do what a confirmation says, uncommitted, and give the letter that tells what was done otherwise than shown."""
    if any(step.rule == Happened.CODE_GIVEN for step in work.events.about(arrival)):
        return None  # handled again, after `requeue`
    work.events.add(app.now(), [Step(Happened.CODE_GIVEN, "")], arrival=arrival)
    open_ones = [one for one in work.proposals.all() if one.letter == said.letter and one.is_open]
    note = said.note
    if said.wrong and work.proposals.wrong(one.number for one in open_ones) >= TRIES:
        note = "Mã bị nhập sai năm lần nên hết hiệu lực. Muốn quyết định, hãy trả lời lại thư đã hỏi."
        for one in open_ones:
            lapse(one, _TRIED, work, app)
    for number in said.drops:
        lapse(work.proposals.get(number), _TAKEN_BACK, work, app)
        note = "Đã bỏ các việc chờ xác nhận nêu trong thư có mã; chưa có gì thay đổi."
    done = Done()
    for number in said.chosen:
        _confirmed(work.proposals.get(number), done, work, app)
    if not note and not done.refused:
        return None  # it did what the letter with the code said, or comes again and says why
    return _answer(said, arrival, done, note, work, app)


def _confirmed(proposal: Proposal, done: Done, work: UnitOfWork, app: App) -> None:
    season = work.season(app.campaign, app.roster, app.now())
    others = rivals(proposal, season)
    shown, now = rulings_of(proposal, work), _weighed_again(proposal, work, app)
    unseen = any(one.letter != proposal.letter for one in others)
    if unseen or was_read_anew(proposal, season) or not same(shown, now):
        lapse(proposal, CHANGED if now else _NOTHING_LEFT, work, app)
        if now:
            keep(replace(proposal, number=0, letter=""), now, work)
            show(proposal.person, work, app, at_once=True)
        else:
            done.refused.append((short(proposal.words), _SETTLED))
        return
    confirming = _Confirming(work, app, name(proposal, app), proposal.arrival, shown)
    _run(proposal, confirming, done.note, shown, work, app)
    for ruling in confirming.left:
        work.rulings.turn(ruling.number, Turn("lapsed", name(proposal, app), app.now(), "email"))
        done.refused.append((ruling.said, "không còn làm được sau các quyết định cùng lúc"))
    work.proposals.settle(proposal.number, "confirmed", app.now())
    for one in others:
        lapse(one, ANOTHER, work, app)


def settle(number: int, by: str, work: UnitOfWork, app: App, *, agreed: bool) -> Deed:
    """A person on the page carries out one decision that waits for its code, or lets it go; uncommitted.

    Raises Refused where it does not wait any more, or would not do now what it says.
    """
    proposal = next((one for one in work.proposals.all() if one.is_open and number in one.rulings), None)
    waiting = rulings_of(proposal, work) if proposal else []
    shown = [one for one in waiting if one.number == number]
    if proposal is None or not shown:
        raise Refused(f"Đề nghị số {number} không còn chờ xác nhận.")
    done = Done()
    if agreed:
        season = work.season(app.campaign, app.roster, app.now())
        now = _weighed_again(proposal, work, app)
        if was_read_anew(proposal, season) or not any(same(shown, [one]) for one in now):
            raise Refused(_OTHERWISE_NOW)
        confirming = _Confirming(work, app, by, proposal.arrival, shown, "page")
        _run(proposal, confirming, done.note, shown, work, app)
        if confirming.left:
            raise Refused(_OTHERWISE_NOW)
        for rival in rivals(proposal, season, matters(shown[0])):
            lapse(rival, ANOTHER, work, app)
    else:
        work.rulings.turn(number, Turn("lapsed", by, app.now(), "page"))
    if len(waiting) == 1:
        agreed_to = any(one.counts for one in work.rulings.all() if one.number in proposal.rulings)
        work.proposals.settle(proposal.number, "confirmed" if agreed_to else "lapsed", app.now(), _ON_THE_PAGE)
    return done.deeds[0] if done.deeds else Deed(number, shown[0].done, shown[0].question)


def _weighed_again(proposal: Proposal, work: UnitOfWork, app: App) -> list[Ruling]:
    """What the mail would do now."""
    shown = rulings_of(proposal, work)
    if _is_workbook(shown):
        season = work.season(app.campaign, app.roster, app.now())
        left = ((one, still_new(one.effects, season)) for one in shown)
        return [
            replace(one, effects=now, done=one.done if now == one.effects else _shorter(one, now, season))
            for one, now in left
            if now
        ]
    weighing = Weighing(work, app, name(proposal, app), proposal.arrival)
    _run(proposal, weighing, lambda result: None, shown, work, app)
    return weighing.found


def _shorter(ruling: Ruling, left: tuple[Effect, ...], season: Season) -> str:
    """What a workbook still does, where something of it was done or has changed meanwhile."""
    if ruling.unit is None:
        return f"Đã nhập {count(len(left))} ô từ bảng tính {ruling.said}."
    return in_short(changes_of(left, season), ruling.said)


def _is_workbook(shown: Sequence[Ruling]) -> bool:
    return any(one.kind == "workbook" for one in shown)


def _run(
    proposal: Proposal,
    deciding: Deciding,
    note: Callable[[Deed | str], None],
    shown: Sequence[Ruling],
    work: UnitOfWork,
    app: App,
) -> None:
    """Everything that the mail orders, in its order; what cannot be done is passed over."""
    if _is_workbook(shown):
        for one in shown:
            with suppress(Refused):
                kept = Decided(one.kind, one.said, one.done, one.effects, one.unit, one.stage, about=one.about)
                note(deciding.take(kept))
        return
    season = deciding.season
    letter = next(iter(work.letters.facts([proposal.answers])), None) if proposal.answers else None
    roster = season.roster.on(local_day(proposal.at, season.campaign.calendar))
    read = read_words(proposal.words, letter, season, roster, proposal.at)
    if letter is not None:
        for order in read.orders:
            with suppress(Refused):
                note(obey(order, letter, deciding))
    found = Found()
    for request in read.requests:
        if isinstance(request, Ruled):
            rule(request, season, found, deciding)
        elif isinstance(request, Cite):
            cite(request, season, found, deciding)
        elif isinstance(request, Tell):
            tell(request, season, found, deciding)
    for worded in read.corrections:
        correct(worded, season, found, Correcting(deciding, app))
    for deed in found.deeds:
        note(deed)


def _answer(said: Confirmation, arrival: int, done: Done, note: str, work: UnitOfWork, app: App) -> LetterOrder | None:
    campaign = app.campaign
    if not campaign.runs_on(local_day(app.now(), campaign.calendar)):
        return None
    letters = work.letters.facts([said.letter])
    return LetterOrder(
        kind=ANSWERED,
        key=f"answered:{campaign.code}:{arrival}",
        to=said.to,
        facts=AnsweredFacts(
            subject=_subject(letters, work),
            at=work.arrivals.mail(arrival).arrived_at,
            deeds=tuple(done.deeds),
            undone=tuple(done.undone),
            refused=tuple(done.refused),
            note=note,
        ),
        arrival=arrival,
        batch=_batch_before(said, work),
        items=(*(f"{DECISION}{deed.number}" for deed in done.deeds), *_asked_before(said, work)),
    )


def _asked_before(said: Confirmation, work: UnitOfWork) -> tuple[str, ...]:
    """What the letters asked that were answered: it may be answered here as well."""
    return tuple(dict.fromkeys(item for letter in _answered(said, work) for item in letter.items))


def _batch_before(said: Confirmation, work: UnitOfWork) -> str | None:
    """The batch that was answered, where it was one: a later word lets it out."""
    batches = {letter.batch for letter in _answered(said, work) if letter.batch}
    return batches.pop() if len(batches) == 1 else None


def _answered(said: Confirmation, work: UnitOfWork) -> tuple[LetterFacts, ...]:
    answered = [one.answers for one in map(work.proposals.get, said.chosen) if one.answers]
    return tuple(work.letters.facts(answered))


def _subject(letters: Sequence[LetterFacts], work: UnitOfWork) -> str:
    """Of the letter with codes, without its mark."""
    return work.letters.letter(letters[0].id).subject.partition(" [")[0] if letters else ""
