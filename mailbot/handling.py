"""What becomes of one mail: decided, and every effect recorded in one commit, or none. Nothing is parsed here."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from mailbot import opening
from mailbot.app import App
from mailbot.confirming import confirm
from mailbot.joining import answer
from mailbot.logs import log
from mailbot.outbox import enqueue
from mailbot.replies import follow
from mailbot.requested import answer_requests
from mailbot.workbooks import take_mailed
from rules.campaign import Campaign
from rules.initiative import DocumentVerdict
from rules.intake.case import Incoming
from rules.intake.decide import decide
from rules.intake.decision import Decision
from rules.intake.prepared import Filled, Prepared
from rules.intake.read_again import asked_anew, could_not_read, lost_by, still_asked
from rules.intake.workbook_taken import seal_in
from rules.mail import Mail
from rules.post.arrival import earlier
from rules.post.manners import returned_message_ids
from rules.season import Question, Season
from rules.standing.ownership import concerned
from storage.values import FileNote, Quoted, Settled
from storage.work import UnitOfWork

LettersOf = Literal["first", "none", "again"]
QUOTABLE = ("submission", "unclear", "answer")  # verdicts of mail that is the campaign's business


def handle(number: int, prepared: Prepared, app: App, *, letters: LettersOf = "first", anew: str = "") -> None:
    """Decide, record: every effect of one mail in one commit, or none.

    A mail that is read again sends no letters, or, where a person wants it, its letters "again". `anew`: it is read in
    the light of what people have corrected since; what it asks by now takes the place of what it asked before.
    """
    now = app.now()
    with app.begin() as work:
        prepared = opening.known_as_ours(prepared, work)
        mail, opened, understanding = prepared.mail, prepared.opened, prepared.understanding
        known, namesakes = work.arrivals.with_namesakes(number, mail.message_id)
        arrived_at = earlier(known.arrived_at, opened.received)
        season = work.season_about(
            app.campaign,
            app.roster,
            now,
            lambda about: concerned(mail, understanding, about),
            returned_message_ids(mail),
            speaks=not understanding.readings,
        )
        lessons = work.lessons(season.rulings)  # of today, also for a mail that is read again
        if known.handled_at:  # read again, a mail is judged by what was known when it was decided first
            season = replace(season.at(known.handled_at), as_of=now)
        incoming = Incoming(
            number,
            arrived_at,
            mail,
            understanding,
            opened.manners,
            authentication=opened.proof,
            workbook=prepared.contents.workbook is not None,
            sealed=_is_sealed(prepared.contents.workbook, app),
            failures=opened.failures,
            namesakes=namesakes,
            decisions=app.config.decisions,
            lessons=lessons,
        )
        decision = _with_letters(decide(incoming, season), letters, known.tries)
        work.arrivals.opened(number, arrived_at, mail.message_id)
        record(decision, number, prepared, season, work, app, anew)
        work.commit()  # DONE
    if decision.secret:
        app.archive.quarantine(known.digest)
    log.info("handled", arrival=number, verdict=decision.verdict, letters=len(decision.letters))


def _is_sealed(workbook: Filled | None, app: App) -> bool:
    return workbook is not None and seal_in(workbook.sheets, app.key) is not None


def _with_letters(decision: Decision, letters: LettersOf, tries: int) -> Decision:
    """A key exists once, so a letter that is to leave again gets another one."""
    if letters == "first":
        return decision
    again = tuple(replace(order, key=f"{order.key}:{tries}") for order in decision.letters)
    return replace(decision, letters=again if letters == "again" else ())


def record(
    decision: Decision,
    number: int,
    prepared: Prepared,
    season: Season,
    work: UnitOfWork,
    app: App,
    anew: str = "",
) -> None:
    """Every effect of a decision, uncommitted.

    Of mail that is not ours only the verdict is kept; of a unit's mail also what its files were taken for.
    `season`: what it was decided in.
    """
    mail, now = prepared.mail, app.now()
    again = work.arrivals.mail(number).handled_at is not None
    work.arrivals.settle(number, _outcome(decision, mail, app.campaign), now)
    if decision.verdict in QUOTABLE or decision.keeps_files:
        work.arrivals.keep_files(number, _files(prepared), first=not again)
    asked = _read(decision, prepared.understanding.documents, number, again, work, app, anew)
    work.questions.ask_all(asked, number, now)
    for order in decision.letters:
        answer(order, season, work, app)
    fresh = not any(one.arrival == number for one in work.rulings.about(number))  # handled again it decides nothing
    told = follow(decision.reply, number, work, app) if decision.reply and fresh else None
    if decision.takes_workbook != "refused" and prepared.contents.workbook:
        taken = take_mailed(prepared.contents.workbook, mail, number, decision.takes_workbook, work, app)
        if taken:
            enqueue(taken[0], work, app, taken[1])
    if decision.confirms:
        told = confirm(decision.confirms, number, work, app)
    if told:
        enqueue(told, work, app)
    for order, enclosed in answer_requests(decision.wanted, number, work, app) if decision.wanted and fresh else ():
        enqueue(order, work, app, enclosed)
    work.letters.keep_undelivered(number, decision.undelivered, first=not again)
    work.events.add(now, decision.trace, arrival=number, unit=decision.unit)


def _outcome(decision: Decision, mail: Mail, campaign: Campaign) -> Settled:
    """Of a state secret the bytes go into quarantine, and letters quote no word of it."""
    sender = mail.sender
    subject = "" if decision.secret else mail.subject
    quoted = Quoted(subject, sender.address, sender.name) if sender else Quoted(subject, "", "")
    return Settled(
        decision.verdict,
        decision.reason,
        before_go_live=decision.early,
        official=sender is not None and campaign.is_official(sender.domain),
        signed=sum(version.signed for version in decision.versions),
        quoted=quoted if decision.verdict in QUOTABLE else None,
        secret=decision.secret,
    )


def _read(
    decision: Decision,
    documents: Sequence[DocumentVerdict],
    number: int,
    again: bool,
    work: UnitOfWork,
    app: App,
    anew: str,
) -> tuple[Question, ...]:
    """Keep what was read, and give what is to be asked of it. An earlier reading stays, and what people decided."""
    if again and could_not_read(work.submissions.of_arrival(number), documents):
        return ()
    before = work.season(app.campaign, app.roster, app.now()) if again else None
    if not work.submissions.keep(number, decision.versions, app.now(), first=not again) or before is None:
        return decision.questions
    after = work.season(app.campaign, app.roster, app.now())
    asked = asked_anew(decision.questions, before, anew) if anew else still_asked(decision.questions, number, after)
    return (*asked, *lost_by(before, after))


def _files(prepared: Prepared) -> list[FileNote]:
    """Every attachment, then the files inside them, with what each was taken for. Of a state secret nothing is kept."""
    left, attached = list(prepared.understanding.documents), []
    for file in prepared.mail.attachments if left else ():
        found = next((one for one in left if one.name == file.name and one.digest in ("", file.digest)), None)
        if found is not None:
            left.remove(found)
        kind, reason = (found.kind, found.reason) if found else ("opened", "Đã mở; các tệp bên trong nêu riêng.")
        attached.append(FileNote(file.name, file.digest, file.size, kind, reason))
    return [*attached, *(FileNote(one.name, one.digest, 0, one.kind, one.reason, attached=False) for one in left)]
