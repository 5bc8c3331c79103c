"""Whom to urge now. Only who owes something, only after the mailbox has been read to the end, only in office hours.

Who lets the letters out is `release` of the campaign file:

- auto: they leave on their day.
- announce: the office reads list and text when it opens on the working day before; they leave when it opens on their
  day, unless a person stopped the batch or took units out of it.
- approve: announced the same way; they leave on their day or later, once a person has released the batch.

An announcement that an outage prevented is made up at once, and the letters leave on the next working day. Where that
would be too late they leave on the same day, two hours after the announcement, if the office is then still open; if
not, they stay, and the announcement asks the office to telephone.

Stopping, taking out and releasing are marks of the office (`stop`, `release`): who and when is known, and they can be
undone. A letter that was stopped stays unsent when its day has passed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from rules.calendar import in_office_hours, local_day, moment, next_office_moment, next_working_day, short_day
from rules.campaign import Campaign, Stage
from rules.letter_kind import ANNOUNCEMENT
from rules.letters.came import came_unclear
from rules.letters.letter import FORM, AnnouncementFacts, LetterOrder
from rules.letters.reminder_plan import Urging, facts, invitation, latest, urgings
from rules.letters.wished import unless_stopped
from rules.quantities import dates
from rules.roster import Unit
from rules.rulings import Mark
from rules.season import LetterFacts, LetterState, Season
from rules.standing.bounces import bad_addresses, returned, written_to
from rules.standing.ownership import is_the_office
from rules.standing.questions import FREEING, OF_CONTENT
from rules.standing.status import WANTING, UnitStatus, marks, statuses
from rules.text import words

FRESH = timedelta(minutes=10)
"""How old the last complete pass over the mailbox may be. A tick reads the mailbox first, which takes seconds; a pass
that is older means that the last one failed."""

TIME_TO_OBJECT = timedelta(hours=2)
"""What the office gets at least between an announcement and its letters when the deadline leaves no working day."""


def due(season: Season, now: datetime, max_age: timedelta = FRESH) -> tuple[LetterOrder, ...]:
    """Reminders that may leave at this moment, and announcements of those to come. Asking twice is harmless."""
    campaign = season.campaign
    today = local_day(now, campaign.calendar)
    if not campaign.runs_on(today) or not in_office_hours(now, campaign.calendar):
        return ()
    season = replace(season, as_of=now)
    cells = statuses(season)
    orders: list[LetterOrder] = []
    for stage in campaign.stages:
        of_stage = [cell for cell in cells if cell.stage == stage.code]
        if _read_to_the_end(season, now, max_age):
            orders += unless_stopped(_leaving(season, stage, of_stage, now), season, _due_of(stage, now))
        if campaign.reminders.release != "auto":
            orders += _announcements(season, stage, of_stage, now)
    return tuple(order for order in orders if not _exists(season, order.key))


def _read_to_the_end(season: Season, now: datetime, max_age: timedelta) -> bool:
    """A complete pass immediately before, and nothing of it left unread: any such mail may be the one that is owed."""
    read = season.read_to_end_at
    return read is not None and now - read <= max_age and all(mail.state != "arrived" for mail in season.arrivals)


def _exists(season: Season, key: str) -> bool:
    return any(letter.key == key for letter in season.letters)


def _free_key(season: Season, key: str) -> str | None:
    """The key under which a letter may be written now; None where it has been. What came back is written once more,
    to the next address of the unit, under a key of its own."""
    back, written = returned(season), {letter.key: letter.id for letter in season.letters}
    free, attempt = key, 1
    while free in written:
        if written[free] not in back:
            return None
        attempt += 1
        free = f"{key}:{attempt}"
    return free


# --- Who is not urged, and why ----------------------------------------------------------------------------------


def silence(season: Season, cell: UnitStatus, day: date) -> str | None:
    """Why a unit gets no reminder on this day, in Vietnamese; None: nothing speaks against one."""
    settled = _settled(season, cell)
    if settled:
        return settled
    if is_the_office(cell.unit, season.campaign):
        return "là phòng phụ trách, không tự nhắc mình"
    stage = season.campaign.stage(cell.stage)
    paused = _pause(season, cell.unit.code, cell.stage, day)
    if day < stage.opens:
        return f"đợt {stage.label} chưa bắt đầu"
    if paused:
        return f"tạm dừng nhắc đến hết ngày {short_day(paused.until)}" if paused.until else "tạm dừng nhắc"
    if _waits_for_the_office(season, cell):
        return "đơn vị đã có ý kiến, chờ phòng trả lời"
    if _has_held_mail(season, cell.unit):
        return "có thư đang bị giữ lại, chờ người phụ trách xem"
    if not cell.unit.addresses:
        return "chưa có địa chỉ thư điện tử"
    return None if written_to(cell.unit, season) else "thư gửi các địa chỉ hiện có đều bị trả lại"


def _settled(season: Season, cell: UnitStatus) -> str | None:
    if cell.state in WANTING:
        return None
    if cell.state == "exempt":
        exempted = next(marks(season, "exempt", cell.unit.code, cell.stage), None)
        if exempted is None:
            return "không thuộc diện phải gửi"
        return f"được miễn ({exempted.reason})" if exempted.reason else "được miễn"
    said = {
        "sent": "đã gửi đầy đủ",
        "provisional": "đã gửi, chờ người phụ trách xác nhận",
        "paper": "đã nộp bản giấy hoặc qua hệ thống khác",
    }
    return said[cell.state]


def _pause(season: Season, unit: str, stage: str, day: date) -> Mark | None:
    """A pause that holds on this day. What was paused on the day of a batch does not leave afterwards either."""
    for mark in marks(season, "pause", unit, stage):
        begins = local_day(mark.at, season.campaign.calendar)
        if begins <= day and (mark.until is None or day <= mark.until):
            return mark
    return None


def _waits_for_the_office(season: Season, cell: UnitStatus) -> bool:
    """Whether it is open what the unit owes of this stage. What else it asked or said holds nothing."""
    kinds = FREEING | OF_CONTENT if cell.submission else FREEING
    return any(
        question.answer is None
        and question.kind in kinds
        and question.unit == cell.unit.code
        and question.stage in (None, cell.stage)
        for question in season.questions
    )


def _has_held_mail(season: Season, unit: Unit) -> bool:
    own = {*unit.addresses, unit.head_address.lower()}
    own.update(address for address, code in season.learned if code == unit.code)
    return any(mail.state == "held" and mail.sender and mail.sender.lower() in own for mail in season.arrivals)


# --- Reminders that leave ---------------------------------------------------------------------------------------


def _due_of(stage: Stage, now: datetime) -> Callable[[Season], list[LetterOrder]]:
    """What of a stage leaves in a season that is like this one."""
    return lambda known: _leaving(known, stage, [one for one in statuses(known) if one.stage == stage.code], now)


def _is_held(season: Season, cell: UnitStatus, day: date) -> bool:
    """Somebody of the office said so, proven or not: until the end of a day, and then it leaves."""
    held = marks(season, "hold", cell.unit.code, cell.stage)
    return any(mark.until is not None and day <= mark.until for mark in held)


def _leaving(season: Season, stage: Stage, cells: list[UnitStatus], now: datetime) -> list[LetterOrder]:
    today = local_day(now, season.campaign.calendar)
    orders = []
    for cell in cells:
        urging = latest(season, stage, cell.unit.code, today)
        if urging is None or silence(season, cell, today) or _is_held(season, cell, today):
            continue
        key = _free_key(season, urging.key(season.campaign.code))
        if key is None:
            continue
        leaves_on = _released(season, urging, now)
        if leaves_on is None or _pause(season, cell.unit.code, stage.code, leaves_on) or _urged_on(season, cell, today):
            continue
        orders.append(_order(season, urging, key, cell, today, leaves_on))
    return orders


def _urged_on(season: Season, cell: UnitStatus, day: date) -> bool:
    """One letter of this kind a day is enough, whichever deadline it speaks of; one that came back is none."""
    back = returned(season)
    return any(
        letter.kind.planned
        and letter.id not in back
        and (letter.unit, letter.stage) == (cell.unit.code, cell.stage)
        and local_day(letter.created_at, season.campaign.calendar) == day
        for letter in season.letters
    )


def _order(season: Season, urging: Urging, key: str, cell: UnitStatus, today: date, leaves_on: date) -> LetterOrder:
    told = replace(facts(urging, cell, season, today), waiting=came_unclear(season, cell))
    return LetterOrder(
        kind=urging.kind,
        key=key,
        to=written_to(cell.unit, season),
        facts=told,
        unit=cell.unit.code,
        stage=cell.stage,
        cc=_head_of(cell.unit, urging, season, leaves_on),
        batch=batch_name(urging.stage.code, leaves_on),
        attach=(FORM,) if told.with_form else (),
    )


# --- Invitations by a person's order ----------------------------------------------------------------------------


def invitations(
    season: Season, stage: Stage, units: Iterable[str], now: datetime
) -> tuple[tuple[LetterOrder, ...], tuple["Silent", ...]]:
    """The letters with the forms that a person wants to leave now, and why other units get none.

    Who orders them has released them. Each exists once, whether the plan or a person sends it; in the hours in which
    the office is closed they wait until it opens. `units`: codes; none at all: every unit.
    """
    wanted, today = set(units), local_day(now, season.campaign.calendar)
    season = replace(season, as_of=now)
    orders, silent = [], []
    for cell in statuses(season):
        if cell.stage != stage.code or (wanted and cell.unit.code not in wanted):
            continue
        urging = invitation(season.campaign, stage, cell.unit.code, today)
        key = _free_key(season, urging.key(season.campaign.code))
        reason = silence(season, cell, max(today, stage.opens)) or (
            "đã gửi thư đề nghị của đợt này" if not key else None
        )
        if reason is None and today >= urging.ends:
            reason = "đã hết thời hạn của đợt"
        if reason is not None or key is None:
            silent.append(Silent(cell.unit, reason or ""))
            continue
        order = _order(season, urging, key, cell, today, today)
        orders.append(replace(order, not_before=next_office_moment(now, season.campaign.calendar)))
    return tuple(orders), tuple(silent)


def _head_of(unit: Unit, urging: Urging, season: Season, leaves_on: date) -> tuple[str, ...]:
    """A head of unit reads of what is overdue only by the office's word, for this batch or in the campaign file."""
    wanted = season.campaign.reminders.cc_heads
    said = wanted == "always" or (wanted == "asked" and _approved(season, urging.stage.code, leaves_on))
    head = unit.head_address.lower()
    wrong = {"", *unit.addresses[:1], *bad_addresses(season)}
    return (head,) if urging.overdue and said and head not in wrong else ()


def _released(season: Season, urging: Urging, now: datetime) -> date | None:
    """The day of the batch in which this letter may leave now; None where it must wait."""
    release = season.campaign.reminders.release
    if release == "auto":
        return urging.day
    announced = _announced(season, urging, local_day(now, season.campaign.calendar))
    if not announced:
        return None
    if release == "approve":
        return next((day for _, day in announced if _approved(season, urging.stage.code, day)), None)
    letter, leaves_on = announced[0]
    return leaves_on if _objection_is_over(season, letter, leaves_on, now) else None


def _announced(season: Season, urging: Urging, today: date) -> list[tuple[LetterFacts, date]]:
    """The announcements that this letter was in, with the days they named: several where nobody answered."""
    found = (
        (letter, batch_day(letter.key))
        for letter in season.letters
        if letter.kind == ANNOUNCEMENT and letter.stage == urging.stage.code
    )
    return [(letter, leaves_on) for letter, leaves_on in found if urging.day <= leaves_on <= today]


def _unanswered(season: Season, urging: Urging, unit: str, today: date) -> int:
    """How often the office was asked whether this letter may leave and did not answer; 0: never, or it still may."""
    asked = [day for _, day in _announced(season, urging, next_working_day(today, season.campaign.calendar))]
    if season.campaign.reminders.release != "approve" or any(day >= today for day in asked):
        return 0
    stage = urging.stage.code
    return (
        0 if any(_approved(season, stage, day) or _stopped(season, unit, stage, day) for day in asked) else len(asked)
    )


def _stopped(season: Season, unit: str, stage: str, leaves_on: date) -> bool:
    """Whether the office took the unit, or everybody, out of the batch of that day, even afterwards."""
    return any(mark.until == leaves_on for mark in marks(season, "pause", unit, stage))


def _approved(season: Season, stage: str, day: date) -> bool:
    return any(mark.kind == "release" and mark.stage == stage and mark.until == day for mark in season.marks)


def _objection_is_over(season: Season, letter: LetterFacts, leaves_on: date, now: datetime) -> bool:
    calendar = season.campaign.calendar
    if local_day(letter.created_at, calendar) < leaves_on:
        return True
    may_leave = letter.created_at + TIME_TO_OBJECT
    return may_leave <= now and may_leave < moment(leaves_on, calendar.hours.closes, calendar)


# --- Announcements ----------------------------------------------------------------------------------------------


def _announcements(season: Season, stage: Stage, cells: list[UnitStatus], now: datetime) -> list[LetterOrder]:
    """Of what leaves on the next working day; and of what can no longer wait so long."""
    today = local_day(now, season.campaign.calendar)
    tomorrow = next_working_day(today, season.campaign.calendar)
    planned: list[tuple[Urging, UnitStatus]] = []
    late: list[tuple[Urging, UnitStatus]] = []
    last: list[tuple[Urging, UnitStatus]] = []
    for cell in cells:
        urgent = None if silence(season, cell, today) else _unannounced(season, stage, cell, today, today)
        if urgent is not None and urgent.ends <= tomorrow:
            last.append((urgent, cell))
        next_one = None if silence(season, cell, tomorrow) else _unannounced(season, stage, cell, tomorrow, today)
        if next_one is not None:
            (planned if next_one.day > today else late).append((next_one, cell))
    orders = []
    if planned or late:
        forgotten = any(not _unanswered(season, urging, cell.unit.code, today) for urging, cell in late)
        orders.append(_announcement(season, [*planned, *late], tomorrow, now, _LATE if forgotten else ""))
    if last:
        orders.append(_announcement(season, last, today, now, _note_of_the_last_day(season, now)))
    return orders


def _unannounced(season: Season, stage: Stage, cell: UnitStatus, day: date, today: date) -> Urging | None:
    """The step of that day that has neither been sent nor announced, or whose announcement nobody answered."""
    urging = latest(season, stage, cell.unit.code, day)
    if urging is None or _exists(season, urging.key(season.campaign.code)):
        return None
    if _unanswered(season, urging, cell.unit.code, today):
        return urging
    return None if _announced(season, urging, max(day, today)) else urging


def _announcement(
    season: Season, listed: list[tuple[Urging, UnitStatus]], leaves_on: date, now: datetime, note: str
) -> LetterOrder:
    campaign = season.campaign
    stage = listed[0][0].stage
    opens = moment(leaves_on, campaign.calendar.hours.opens, campaign.calendar)
    batch = batch_name(stage.code, leaves_on)
    today = local_day(now, campaign.calendar)
    asked = campaign.reminders.cc_heads == "asked"
    return LetterOrder(
        kind=ANNOUNCEMENT,
        key=f"announcement:{campaign.code}:{batch}",
        to=campaign.office.letters_to,
        stage=stage.code,
        facts=AnnouncementFacts(
            stage=stage,
            leaves_on=leaves_on,
            step=listed[0][0].step,
            overdue=listed[0][0].overdue,
            reminders=tuple(
                replace(facts(urging, cell, season, leaves_on), to=written_to(cell.unit, season))
                for urging, cell in listed
            ),
            needs_approval=campaign.reminders.release == "approve",
            batch=batch,
            leaves_at=max(opens, now + TIME_TO_OBJECT) if leaves_on == local_day(now, campaign.calendar) else opens,
            note=note,
            heads=sum(bool(asked and urging.overdue and cell.unit.head_address) for urging, cell in listed),
            invitation=listed[0][0].invitation,
            asked_before=max(_unanswered(season, urging, cell.unit.code, today) for urging, cell in listed),
        ),
        batch=batch,
        items=tuple(f"unit:{cell.unit.code}" for _, cell in listed),
    )


_LATE = "Đợt nhắc này lẽ ra đã được báo trước; do chương trình ngừng chạy nên nay mới báo, thư sẽ gửi muộn hơn dự kiến."
_SAME_DAY = "Sắp hết hạn nên thư sẽ gửi ngay trong hôm nay, sau thông báo này hai giờ."
_TOO_LATE = "Sắp hết hạn, không còn đủ thời gian để gửi thư nhắc; đề nghị gọi điện cho các đơn vị có tên dưới đây."
_APPROVE_TODAY = "Sắp hết hạn: thư chỉ còn kịp gửi trong hôm nay, nếu được đồng ý."


def _note_of_the_last_day(season: Season, now: datetime) -> str:
    calendar = season.campaign.calendar
    if season.campaign.reminders.release == "approve":
        return _APPROVE_TODAY
    closes = moment(local_day(now, calendar), calendar.hours.closes, calendar)
    return _SAME_DAY if now + TIME_TO_OBJECT < closes else _TOO_LATE


# --- Batches ----------------------------------------------------------------------------------------------------


def batch_name(stage: str, leaves_on: date) -> str:
    """What a person types to stop or release the reminders of one stage and day: "registration:2024-08-23"."""
    return f"{stage}:{leaves_on.isoformat()}"


def batch_day(name: str) -> date:
    """The day of a batch, or of the key of an announcement. ValueError where there is none."""
    return date.fromisoformat(name.rpartition(":")[2])


def batch_named(name: str) -> tuple[str, date]:
    """(stage, day), as `batch_name` writes them. ValueError where it is none."""
    return name.rpartition(":")[0], batch_day(name)


def batch_called(name: str, campaign: Campaign) -> str:
    """As people read and type it: "đăng ký 23/8/2024"."""
    label = next((one.label for one in campaign.stages if name.startswith(f"{one.code}:")), None)
    return f"{label} {short_day(batch_day(name))}" if label else name


def batch_meant(text: str, campaign: Campaign) -> str:
    """The name of the batch that somebody typed: as letters call it, without accents, or as letters of earlier versions
    did ("registration:2024-08-23"). ValueError where it is none."""
    plain = " ".join(words(text))
    for stage in campaign.stages:
        for label in (stage.code, stage.label):
            begin = " ".join(words(label))
            found = dates(text.replace(":", " "))
            if plain.startswith(f"{begin} ") and len(found) == 1:
                return batch_name(stage.code, found[0])
    raise ValueError(text)


def stop(batch: str, by: str, at: datetime, units: Iterable[str] = (), reason: str = "") -> tuple[Mark, ...]:
    """The marks by which a person stops a batch, or takes single units out of it. ValueError: no such batch name."""
    stage, day = batch_named(batch)
    return tuple(Mark("pause", stage, unit, by, at, day, reason) for unit in (tuple(units) or (None,)))


def hold(batch: str, by: str, at: datetime, until: date, units: Iterable[str] = ()) -> tuple[Mark, ...]:
    """The marks that keep a batch, or single units of it, back until the end of a day. ValueError: no such name."""
    return tuple(replace(mark, kind="hold", until=until) for mark in stop(batch, by, at, units))


def release(batch: str, by: str, at: datetime, reason: str = "") -> Mark:
    """The mark by which a person lets a batch out. ValueError: no such batch name."""
    stage, day = batch_named(batch)
    return Mark("release", stage, None, by, at, day, reason)


def leaves_anyway(season: Season, batch: str) -> bool:
    """Whether a word that lets a batch out changes nothing: nobody holds or stops any of it, it waits for no consent,
    and no head of a unit would be written to because of it. ValueError: no such batch name."""
    stage, day = batch_named(batch)
    plan = season.campaign.reminders
    spec = next((one for one in season.campaign.stages if one.code == stage), None)
    heads = plan.cc_heads == "asked" and (spec is None or day > spec.due)
    kept = any(
        mark.stage == stage and (mark.kind == "hold" or (mark.kind == "pause" and mark.until == day))
        for mark in season.marks
    )
    return (
        plan.release == "announce" and day >= local_day(season.as_of, season.campaign.calendar) and not (heads or kept)
    )


def waiting_batches(season: Season) -> tuple[str, ...]:
    """Names of the batches that were announced and wait for the office's word."""
    if season.campaign.reminders.release != "approve":
        return ()
    found = []
    for letter in season.letters:
        if letter.kind == ANNOUNCEMENT and letter.stage:
            day = batch_day(letter.key)
            all_stopped = any(
                mark.kind == "pause" and mark.unit is None and (mark.stage, mark.until) == (letter.stage, day)
                for mark in season.marks
            )
            if not _approved(season, letter.stage, day) and not all_stopped:
                found.append(batch_name(letter.stage, day))
    return tuple(found)


def no_longer_due(season: Season, now: datetime) -> tuple[LetterFacts, ...]:
    """Reminders in the outbox, not sent yet, that have become untrue: to be stopped before anything is posted."""
    today = local_day(now, season.campaign.calendar)
    return tuple(
        letter
        for letter, cell in _unsent(season, now, ("waiting", "queued"))
        if cell is None or silence(season, cell, today) or _of_a_stopped_batch(season, letter)
    )


def kept_back(season: Season, now: datetime) -> tuple[LetterFacts, ...]:
    """Reminders in the outbox that must not leave now: somebody of the office holds them, or they would be stopped,
    were everything confirmed that is only proposed."""
    today = local_day(now, season.campaign.calendar)
    states: tuple[LetterState, ...] = ("queued", "sending")
    held = [one for one, cell in _unsent(season, now, states) if cell is not None and _is_held(season, cell, today)]
    wished = season.as_wished
    stopped = [
        one
        for one, cell in (() if wished is season else _unsent(wished, now, states))
        if cell is None or silence(wished, cell, today) or _of_a_stopped_batch(wished, one)
    ]
    return tuple(dict.fromkeys((*held, *stopped)))


def _unsent(
    season: Season, now: datetime, states: Collection[LetterState]
) -> Iterator[tuple[LetterFacts, UnitStatus | None]]:
    """The reminders of the outbox that are in one of these states, with where their units stand now."""
    unsent = [one for one in season.letters if one.kind.planned and one.state in states]
    if not unsent:
        return
    cells = {(cell.unit.code, cell.stage): cell for cell in statuses(replace(season, as_of=now))}
    for letter in unsent:
        yield letter, cells.get((letter.unit or "", letter.stage or ""))


def _of_a_stopped_batch(season: Season, letter: LetterFacts) -> bool:
    """However late it would leave."""
    if letter.batch is None or letter.unit is None or letter.stage is None:
        return False
    return _stopped(season, letter.unit, letter.stage, batch_day(letter.batch))


# --- What would leave -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Silent:
    unit: Unit
    reason: str  # Vietnamese


@dataclass(frozen=True, slots=True)
class Outlook:
    """What `remind --dry-run` shows: the letters by day, and why the other units get none."""

    letters: tuple[tuple[date, LetterOrder], ...]
    silent: tuple[Silent, ...]


def plan(season: Season, days: Iterable[date]) -> Outlook:
    """As if nothing arrived from now on, each announcement were made in time and nobody objected."""
    campaign = season.campaign
    cells = statuses(season)
    letters: list[tuple[date, LetterOrder]] = []
    gone: set[str] = set()
    working = [day for day in sorted(set(days)) if _works(season, day)]
    for day in working:
        for cell in cells:
            urging = latest(season, campaign.stage(cell.stage), cell.unit.code, day)
            key = _free_key(season, urging.key(campaign.code)) if urging else None
            if urging is None or key is None or key in gone or silence(season, cell, day):
                continue
            if _pause(season, cell.unit.code, cell.stage, urging.day):
                continue
            gone.add(key)
            letters.append((day, _order(season, urging, key, cell, day, day)))
    reached = {order.unit for _, order in letters}
    silent = tuple(
        Silent(unit, _why_silent(season, [cell for cell in cells if cell.unit.code == unit.code], working))
        for unit in dict.fromkeys(cell.unit for cell in cells)
        if unit.code not in reached
    )
    return Outlook(tuple(letters), silent)


def _works(season: Season, day: date) -> bool:
    campaign = season.campaign
    opens = moment(day, campaign.calendar.hours.opens, campaign.calendar)
    return campaign.runs_on(day) and in_office_hours(opens, campaign.calendar)


def _why_silent(season: Season, cells: list[UnitStatus], days: list[date]) -> str:
    """The reasons of the stages in which a step falls into these days."""
    concerned = [
        cell
        for cell in cells
        if any(urging.day in days for urging in urgings(season, season.campaign.stage(cell.stage), cell.unit.code))
    ]
    if not days or not concerned:
        return "không có đợt nhắc nào trong thời gian này"
    reasons = {
        cell.stage: silence(season, cell, days[-1]) or "thư nhắc của đợt này đã gửi hoặc đã dừng" for cell in concerned
    }
    if len(reasons) == 1:
        return next(iter(reasons.values()))
    return "; ".join(f"{season.campaign.stage(code).label}: {reason}" for code, reason in reasons.items())
