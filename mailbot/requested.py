"""What a person of the office asks of mailbot in a mail is looked up and done in the transaction of that mail."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mailbot.app import App
from mailbot.correcting import Correcting, made, pairs_of
from mailbot.deciding import Deciding, Refused
from mailbot.enclosing import with_files
from mailbot.proposing import Weighing, is_certain, propose
from rules.basis import named
from rules.calendar import local_day, short_day
from rules.intake.answers import longer
from rules.intake.correction_words import Meant, Worded
from rules.intake.corrections import Target
from rules.intake.decision import Wanted
from rules.intake.documents_told import Cite
from rules.intake.office_requests import (
    Drafts,
    FormsFor,
    Help,
    NotOurs,
    Overview,
    Pending,
    Request,
    Ruled,
    StateOf,
    Why,
)
from rules.intake.telling import Tell
from rules.letter_kind import LOOKUP, REPLY
from rules.letters import lookups
from rules.letters.letter import DRAFTS, FORM, Deed, Enclosed, LetterOrder, LookedUp, LookupFacts, ReplyFacts
from rules.proposal import Proposal
from rules.rulings import Held
from rules.season import DECISION, Season
from rules.standing.bounces import written_to
from rules.standing.proposals import name_of
from rules.standing.questions import UNSEEN
from rules.submission import Version
from rules.text import spoken
from storage.work import UnitOfWork

_SAY_IT_AGAIN = (
    "máy chủ thư chưa xác nhận được người gửi nên chưa làm; đề nghị trả lời thư này và ghi lại việc ấy, "
    "mailbot sẽ làm ngay"
)
"""Anybody can write in another's name; the answer to a letter that only she has got cannot be written by anybody."""
_PROVE_IT = (
    "máy chủ thư chưa xác nhận được người gửi nên chưa làm; đề nghị gửi lại từ hộp thư đã đăng nhập trên máy chủ của "
    "cơ quan, hoặc làm việc ấy trên trang web của mailbot hay bằng lệnh mailbot decide"
)
"""Where only who is proven decides by mail."""

Dressed = tuple[LetterOrder, tuple[Enclosed, ...]]


@dataclass
class Found:
    """What came of the requests."""

    parts: list[LookedUp] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    letters: list[Dressed] = field(default_factory=list)
    drafts: str = ""  # code of the stage


def answer_requests(wanted: Wanted, arrival: int, work: UnitOfWork, app: App) -> Iterator[Dressed]:
    """The letters, with their files, that answer; uncommitted."""
    season = work.season(app.campaign, app.roster, app.now())
    campaign, today = season.campaign, local_day(season.as_of, season.campaign.calendar)
    if not wanted.to or not campaign.runs_on(today):
        return
    if any(one.arrival == arrival for one in work.proposals.all()):
        wanted = _without_decisions(wanted)  # they were proposed beside the orders of the same mail
    again = _PROVE_IT if app.config.decisions == "proven" else _SAY_IT_AGAIN
    found, by = Found(), name_of(wanted.by, campaign.office)
    weighing = Weighing(work, app, by, arrival)
    deciding = weighing if wanted.weight == "proposed" else Deciding(work, app, by, "email", arrival)
    deciding.beside = wanted.beside
    for request in wanted.requests:
        if isinstance(request, Ruled | FormsFor | Cite | Tell) and not _may_be_done(request, wanted):
            found.refused.append((_about(request, season), again))
        else:
            _look(request, season, found, deciding, arrival, work, app)
    for worded in wanted.corrections:
        if wanted.weight == "refused":
            found.refused.append((f"“{worded.said}”", again))
        else:
            correct(worded, season, found, Correcting(deciding, app))
    if weighing.found:
        found.deeds.clear()  # told by the letter with the code
        at = work.arrivals.mail(arrival).arrived_at
        propose(Proposal(0, wanted.by, arrival, at, wanted.words, (), wanted.answers), weighing.found, work, app)
    found.refused += [(f"“{one.statement}”", one.why) for one in wanted.unclear]
    if deciding.beside and (found.parts or found.refused):  # no decision to tell it with
        found.parts.append(lookups.not_done(deciding.beside))
    at_once = found.deeds and not is_certain(wanted.weight, app)
    if not (found.parts or found.refused or found.letters or found.drafts or at_once):
        return  # what was done is told with what else was done
    yield from found.letters
    order = LetterOrder(
        kind=LOOKUP,
        key=f"lookup:{campaign.code}:{arrival}",
        to=wanted.to,
        facts=LookupFacts(tuple(found.parts), tuple(found.deeds), tuple(found.refused)),
        stage=found.drafts or None,
        arrival=arrival,
        attach=DRAFTS if found.drafts else (),
        items=("lookup", *(f"{DECISION}{deed.number}" for deed in found.deeds)),  # an answer to it may decide
    )
    yield with_files(order, season, work, app)


def _about(request: Ruled | FormsFor | Cite | Tell, season: Season) -> str:
    if isinstance(request, Cite):
        return f"{named(request.code, season.campaign)}: số {request.number} ngày {short_day(request.issued)}"
    if isinstance(request, Tell):
        return f"Lời nhắn {season.roster.unit(request.unit).label}"
    return f"Việc của {', '.join(season.roster.unit(code).label for code in request.units)}"


def _without_decisions(wanted: Wanted) -> Wanted:
    looks = tuple(one for one in wanted.requests if not isinstance(one, Ruled | Cite | Tell))
    return replace(wanted, requests=looks, corrections=())


def _may_be_done(request: Ruled | FormsFor | Cite | Tell, wanted: Wanted) -> bool:
    """What changes something may be proposed. The form may not: it needs a proof or the token of a letter."""
    if isinstance(request, Ruled | Cite | Tell):
        return wanted.weight != "refused"
    return wanted.weight == "counts" or bool(wanted.answers)


def _look(
    request: Request, season: Season, found: Found, deciding: Deciding, arrival: int, work: UnitOfWork, app: App
) -> None:
    match request:
        case Help():
            found.parts.append(lookups.guide(season))
        case Overview(owing, phones, shares):
            found.parts += lookups.overview(season, owing=owing, phones=phones, shares=shares)
        case NotOurs():
            found.parts.append(lookups.not_ours(season))
        case StateOf(units):
            found.parts += lookups.states_of(units, season)
        case Pending():
            found.parts.append(lookups.pending(season))
        case Why(number):
            found.parts.append(lookups.why(number, season))
        case Drafts(stage):
            found.drafts = stage or lookups.begun(season)[-1].code
        case FormsFor(units, stage):
            found.letters += _forms(units, stage, season, arrival, work, app)
            names = ", ".join(season.roster.unit(code).label for code in units)
            found.parts.append(LookedUp("Biểu mẫu", (f"Đã gửi lại biểu mẫu cho {names}.",)))
        case Ruled():
            rule(request, season, found, deciding)
        case Cite():
            cite(request, season, found, deciding)
        case Tell():
            tell(request, season, found, deciding)


def rule(request: Ruled, season: Season, found: Found, deciding: Deciding) -> None:
    today = local_day(season.as_of, season.campaign.calendar)
    for unit in request.units:
        stage = request.stage or lookups.stage_of(unit, season, request.until or today).code
        try:
            until = request.until if request.more is None else longer(request.more, unit, stage, season)
            found.deeds.append(deciding.mark(request.kind, stage, unit, until, ""))
        except Refused as why:
            found.refused.append((season.roster.unit(unit).label, str(why)))


def cite(request: Cite, season: Season, found: Found, deciding: Deciding) -> None:
    try:
        found.deeds.append(deciding.cite(request.code, request.number, request.issued, request.subject))
    except Refused as why:
        found.refused.append((named(request.code, season.campaign), str(why)))


def tell(request: Tell, season: Season, found: Found, deciding: Deciding) -> None:
    try:
        found.deeds.append(deciding.tell(request.unit, request.words))
    except Refused as why:
        found.refused.append((season.roster.unit(request.unit).label, str(why)))


_OF_ITEMS = ("correct", "drop", "split", "merge")


def correct(worded: Worded, season: Season, found: Found, correcting: Correcting) -> None:
    try:
        found.deeds.append(_ruled(worded, season, correcting))
    except Refused as why:
        found.refused.append((f"“{worded.said}”", str(why)))


def _ruled(worded: Worded, season: Season, correcting: Correcting) -> Deed:
    if worded.kind == "typed":
        asked = next((one for one in season.questions if one.number == worded.meant[0].number), None)
        if asked is not None and asked.kind in UNSEEN:
            title, pairs = worded.given[0], pairs_of(worded.given[1:])
            return correcting.rule("typed", worded.said, lambda known: known.typed_in(asked, title, pairs))
        if worded.otherwise is None:
            raise Refused("chưa rõ sửa hay thêm; viết: sửa câu 2: (mục) (nội dung mới), hoặc thêm 17: (tên)")
        worded = worded.otherwise
    targets = [
        _of_unit(one, next(iter(worded.given), ""), season) if one.unit else _target(one, worded.kind, season)
        for one in worded.meant
    ]
    return correcting.rule(worded.kind, worded.said, lambda known: made(worded.kind, targets, worded.given, known))


def _target(meant: Meant, kind: str, season: Season) -> Target:
    """A question stands for the mail that it is about; where that gave one item alone, this one is meant."""
    mail = meant.number
    if meant.question:
        about = next((one.arrival for one in season.questions if one.number == meant.number), None)
        mail = about or meant.number
    items = sum(len(held.places) for held in season.standing.held if held.version.arrival == mail)
    return Target(mail, meant.item or (1 if kind in _OF_ITEMS and items == 1 else 0))


def _of_unit(meant: Meant, field_code: str, season: Season) -> Target:
    """Among what a unit has sent in the last stage in which it names that field. Raises Refused."""
    held = [one for one in season.standing.held if one.version.unit == meant.unit]
    stages = [
        stage.code for stage in reversed(season.campaign.stages) if any(one.version.stage == stage.code for one in held)
    ]
    having = [stage for stage in stages if any(_has_field(one.version, stage, field_code) for one in held)]
    stage = next(iter(having or stages), None)
    items = [(one, place) for one in held if one.version.stage == stage for place in range(len(one.places))]
    name = season.roster.unit(meant.unit).label
    if not items:
        raise Refused(f"{name} chưa gửi nội dung nào.")
    if meant.title:
        items = _called(items, meant.title, name)
    if not meant.item and len(items) > 1:
        titles = "; ".join(f"{n}. {one.version.initiatives[p].title}" for n, (one, p) in enumerate(items, 1))
        raise Refused(f"{name} có {len(items)} nội dung: {titles}. Sửa nội dung mấy?")
    if meant.item > len(items):
        raise Refused(f"{name} chỉ có {len(items)} nội dung.")
    chosen, place = items[max(meant.item, 1) - 1]
    mail = chosen.version.arrival
    of_mail = [(one, p) for one in season.standing.held if one.version.arrival == mail for p in range(len(one.places))]
    return Target(mail, of_mail.index((chosen, place)) + 1)


def _called(items: Sequence[tuple[Held, int]], title: str, name: str) -> list[tuple[Held, int]]:
    """Those whose title holds the words of the title in a row, else in any order. Raises Refused."""
    titles = [spoken(one.version.initiatives[place].title) for one, place in items]
    in_a_row = [item for item, known in zip(items, titles, strict=True) if spoken(title) in known]
    words = set(spoken(title).split())
    found = in_a_row or [item for item, known in zip(items, titles, strict=True) if words <= set(known.split())]
    if not found:
        raise Refused(f"{name} không có nội dung nào tên như “{title}”.")
    return found


def _has_field(version: Version, stage: str, code: str) -> bool:
    return version.stage == stage and any(one.get(code) not in (None, "", ()) for one in version.initiatives)


def _forms(
    units: tuple[str, ...], named: str, season: Season, arrival: int, work: UnitOfWork, app: App
) -> Iterator[Dressed]:
    """To the unit, which has not seen the mail of the office."""
    today = local_day(season.as_of, season.campaign.calendar)
    for code in units:
        stage = season.campaign.stage(named) if named else lookups.stage_of(code, season, today)
        note = f"{season.campaign.office.name} gửi lại biểu mẫu {stage.label} để đơn vị điền và gửi về."
        order = LetterOrder(
            kind=REPLY,
            key=f"reply:{season.campaign.code}:form:{arrival}:{code}",
            to=written_to(season.roster.unit(code), season),
            facts=ReplyFacts(season.as_of, "", "", (note,), waits=False),
            unit=code,
            stage=stage.code,
            arrival=arrival,
            threaded=False,
            attach=(FORM,),
        )
        yield with_files(order, season, work, app)
