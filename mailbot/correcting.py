"""Carrying out what people correct in what was read: each a ruling, told with the command that undoes it."""

from collections.abc import Callable, Sequence

from mailbot.app import App
from mailbot.deciding import Decided, Deciding, Refused, by_command
from mailbot.rereading import read_again
from rules.intake.corrections import Corrections, Target, part_named, target_of
from rules.intake.typed import Unfit
from rules.letters.letter import Deed
from rules.mail import Mail
from rules.rulings import NO_MAIL, Effect, Submission
from rules.season import ArrivalFacts, Season
from rules.standing.ownership import sender_of
from rules.standing.ruling_words import effect_in_words
from rules.wording import capitalised

Meant = tuple[str | None, str | None]  # unit and stage, where a mail gave to several
NEITHER: Meant = (None, None)


class Correcting:
    """The corrections of one person in one transaction. Raises Refused; then nothing is changed."""

    def __init__(self, deciding: Deciding, app: App, meant: Meant = NEITHER) -> None:
        self._deciding, self._app = deciding, app
        self._unit, self._stage = meant

    def rule(self, kind: str, said: str, effects: Callable[[Corrections], Effect | tuple[Effect, ...]]) -> Deed:
        """One correction: `effects` makes it from what is known now."""
        try:
            found = effects(Corrections(self._deciding.season, self._unit, self._stage))
        except Unfit as wrong:
            raise Refused(str(wrong)) from wrong
        made = found if isinstance(found, tuple) else (found,)
        campaign, roster = self._app.campaign, self._app.roster
        mail, unit, stage = _about(made[0])
        words = "; ".join(effect_in_words(one, campaign, roster) for one in made)
        done = f"Thư {mail}: {words}." if mail else f"{capitalised(words)}."
        return self._deciding.keep(Decided(kind, said, done, made, unit, stage, about=mail))

    def submission(self, number: int, kept: Mail, unit: str | None, stage: str | None) -> Deed:
        """A mail that was taken for another one is a submission: of its sender and of the stage that runs, unless it
        is said otherwise."""
        season = self._deciding.season
        mail = self._deciding.mail(number)
        speaks = [one.code for one in sender_of(kept, season, season.roster).units]
        whose = unit or (speaks[0] if len(speaks) == 1 else None)
        if whose is None:
            raise Refused(f"Chưa rõ thư {number} là của đơn vị nào: ghi thêm --unit và mã đơn vị.")
        when = stage or _running(mail, season)
        files = tuple(one.name for one in kept.attachments if not one.is_ornament)
        said = f"{number} {whose} {when}"
        return self.rule("submission", said, lambda known: known.submission(mail, whose, when, files))


def _about(effect: Effect) -> tuple[int | None, str | None, str | None]:
    """Mail, unit and stage that a correction is about."""
    if isinstance(effect, Submission):
        return effect.arrival or None, effect.unit, effect.stage
    part = part_named(effect)
    named = getattr(effect, "unit", None)
    return (part.arrival, named or part.unit, part.stage) if part else (None, None, None)


def _running(mail: ArrivalFacts, season: Season) -> str:
    """The stage that had begun last when the mail arrived."""
    begun = [stage for stage in season.campaign.stages if stage.opens <= mail.arrived_at.date()]
    return (begun or season.campaign.stages[:1])[-1].code


# --- By command -----------------------------------------------------------------------------------------------------


def by_words(kind: str, targets: Sequence[str], given: Sequence[str], by: str, app: App, meant: Meant = NEITHER) -> str:
    """`kind`: a method of Corrections that takes targets and words. Raises Refused."""
    try:
        read = [target_of(text) for text in targets]
    except Unfit as wrong:
        raise Refused(str(wrong)) from wrong
    said = " ".join((*targets, *given))
    return by_command(
        lambda deciding: Correcting(deciding, app, meant).rule(
            kind, said, lambda known: made(kind, read, given, known)
        ),
        by,
        app,
    )


def made(kind: str, targets: Sequence[Target], given: Sequence[str], known: Corrections) -> Effect | tuple[Effect, ...]:
    target = targets[0]
    if target.mail == NO_MAIL:
        if kind != "add":
            raise Unfit("Chỉ thêm được nội dung không có thư; muốn sửa thì hủy quyết định cũ rồi thêm lại.")
        return known.add_without_a_mail(given[0], pairs_of(given[1:]))
    match kind:
        case "correct":
            return known.correct(target, given[0], given[1])
        case "add":
            return known.add(target, given[0], pairs_of(given[1:]))
        case "split":
            return known.split(target, given)
        case "merge":
            return known.merge(targets, *given)
        case "withdraw":
            return known.withdraw(target, given)
        case "rename" | "assign" | "move":
            return {"rename": known.rename, "assign": known.assign, "move": known.move}[kind](target, given[0])
    return {"drop": known.drop, "reject": known.reject, "confirm": known.confirm}[kind](target)


def pairs_of(given: Sequence[str]) -> list[tuple[str, str]]:
    """ "owners=Lê Thị Hoa": code and value."""
    pairs = [text.partition("=") for text in given]
    wrong = next((text for text, sign, _ in pairs if not sign), None)
    if wrong is not None:
        raise Unfit(f"“{wrong}” không có dạng trường=giá trị, ví dụ owners=“Lê Thị Hoa”.")
    return [(code.strip(), value) for code, _, value in pairs]


def submission(number: int, unit: str | None, stage: str | None, by: str, app: App) -> str:
    """Raises Refused, and NotKept where the mail is gone."""
    with app.look() as work:
        if work.arrivals.find(str(number)) is None:
            raise Refused(f"Không có thư mang số {number}.")
    kept = read_again(number, app).prepared.mail
    return by_command(lambda deciding: Correcting(deciding, app).submission(number, kept, unit, stage), by, app)
