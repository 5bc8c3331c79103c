"""What follows from what a unit says in plain words (`rules.intake.unit_replies`).

A missing value is taken as if a form had named it. What changes or takes away something recorded, and what a unit
wishes, is put before a person with the unit's words; the unit reads what becomes of each.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from rules.calendar import deadline, local, short_day, strict_last_day
from rules.campaign import Stage
from rules.document import BODY, Where
from rules.initiative import TITLE, Initiative, Json, Reading, UnitGuess, Value
from rules.intake.clauses import sentences
from rules.intake.heard import A_WEEK, MERGED, RECEIVED, Heard, Kind, Listening
from rules.intake.spoken_of import Held, persons_in
from rules.intake.typed import Unfit, typed_value
from rules.intake.unit_replies import favours, hear, is_quoted, replaces_earlier
from rules.letter_kind import WRITTEN
from rules.letters.letter import FORM, Enclosure
from rules.mail import Mail
from rules.papers.extract.people import people
from rules.post.own_words import said, written_in
from rules.post.quoting import is_answer
from rules.roster import Unit
from rules.season import LetterFacts, Question, QuestionKind, Season
from rules.standing import questions as ask
from rules.standing.questions import Subject, Wanted
from rules.standing.ruling_words import shown_value
from rules.standing.status import extension, status_of
from rules.submission import Submission, Tracked
from rules.text import fold, key, says, words
from rules.titles import SAME, pairs
from rules.wording import clipped, count, listed

QUOTED_AT_MOST = 300  # characters of a unit's words that a line of the digest and the question about a stranger show
_SAYS_MORE = 15  # words: so long a mail says more than the value that nobody could place
_WHOLE_AT_MOST = 700  # characters of a mail that each question about it quotes: what matters may stand at its end
_ONCE_AT_MOST = 1500  # and of one that the first question quotes


@dataclass(frozen=True)
class Spoken:
    """One mail of a unit, and what is known where it is heard. `letter`: the one of ours that it answers."""

    mail: Mail
    arrival: int
    unit: Unit
    stage: Stage
    season: Season
    today: date
    letter: LetterFacts | None = None
    answers: bool = False  # it goes on with a letter of ours

    @property
    def subject(self) -> Subject:
        return Subject(self.season.campaign.code, self.arrival, self.unit, self.stage)

    @property
    def office(self) -> str:
        return self.season.campaign.office.name

    @property
    def submission(self) -> Submission | None:
        return status_of(self.season, self.unit, self.stage).submission

    @property
    def last_day(self) -> date:
        return strict_last_day(self.stage, extension(self.season, self.unit.code, self.stage.code))

    @cached_property
    def listed(self) -> tuple[Stage, tuple[Tracked, ...]]:
        """What a unit points at, and the stage of it: what it has sent, else what it sent for the stage before."""
        stages = [self.stage, *(one for one in self.season.campaign.stages if one.code == self.stage.compared_with)]
        for stage in stages:
            submission = status_of(self.season, self.unit, stage).submission
            if submission is not None and submission.initiatives:
                return stage, submission.initiatives
        return self.stage, ()

    @cached_property
    def unreported(self) -> tuple[Tracked, ...]:
        """What was registered and stands in no report yet: a unit may tell in words what came of it."""
        stage, tracked = self.listed
        earlier = next((one for one in self.season.campaign.stages if one.code == stage.compared_with), None)
        submission = status_of(self.season, self.unit, earlier).submission if earlier and tracked else None
        registered = submission.initiatives if submission else ()
        known = tuple(one.initiative.title for one in tracked)
        reported = {at for at, _, _ in pairs(tuple(one.initiative.title for one in registered), known, SAME)}
        return tuple(one for at, one in enumerate(registered) if at not in reported)

    @property
    def listed_subject(self) -> Subject:
        return replace(self.subject, stage=self.listed[0])

    @property
    def held(self) -> tuple[Held, ...]:
        """What is recorded, as people read it."""
        stage, tracked = self.listed
        specs = {spec.code: spec for spec in self.season.campaign.fields_of(stage.code)}
        return tuple(
            Held(
                one.initiative.title,
                {
                    code: shown_value(value.value, specs[code])
                    for code, value in one.initiative.values.items()
                    if code in specs and code != TITLE and value.value is not None
                },
                tuple(code for code in specs if one.initiative.get(code) in _NOTHING) if stage == self.stage else (),
            )
            for one in tracked
        ) + tuple(Held(one.initiative.title, {}) for one in self.unreported)

    def open_question(self, *kinds: QuestionKind) -> Question | None:
        """The last one about this unit that nobody has answered."""
        return next(
            (
                one
                for one in reversed(self.season.questions)
                if one.kind in kinds and one.unit == self.unit.code and one.answer is None
            ),
            None,
        )

    @cached_property
    def light(self) -> Listening:
        """In which it is heard."""
        return Listening(
            self.season.campaign,
            self.stage,
            self.today,
            self.last_day,
            has_files=any(not one.is_ornament for one in self.mail.attachments),
            held=self.held,
            asked=self.open_question(ask.UNLISTED) is not None,
            alike=self.open_question(ask.SIMILAR) is not None,
            written=self.letter is not None and self.letter.kind == WRITTEN,
        )

    @property
    def replaces(self) -> bool:
        """Whether it says that what comes with it stands for what came before."""
        return replaces_earlier(said(written_in(self.mail)), self.light)

    def favours(self) -> tuple[Heard, ...]:
        """What is asked for beside something that is submitted."""
        return favours(said(written_in(self.mail)), self.light)

    @cached_property
    def heard(self) -> tuple[Heard, ...]:
        """What its words say. A subject counts where the writer chose it."""
        own = said(written_in(self.mail))
        title = "" if self.answers or is_answer(self.mail.subject) else self.mail.subject.rstrip(" .") + ".\n"
        light = self.light
        found = hear(own, light)
        if title and not any(one.kind not in ("says", "thanks", "other") for one in found):
            found = tuple(one for one in hear(title + own, light) if one.kind != "says") or found
        whole = " ".join(sentences(own, light)) or fold(own)  # a sentence torn out of its mail cannot be judged
        if len(whole) <= _WHOLE_AT_MOST:
            return tuple(replace(one, quote=whole) for one in found)
        first = next((at for at, one in enumerate(found) if is_quoted(one, light)), 0)
        return tuple(replace(one, quote=whole) if at == first else one for at, one in enumerate(found))


@dataclass(frozen=True, slots=True)
class Follows:
    """What becomes of what was heard. `reading`: values to be recorded like those of a form."""

    heard: tuple[Heard, ...]
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()  # to the unit
    attach: tuple[Enclosure, ...] = ()
    reading: Reading | None = None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return tuple(one.kind for one in self.heard)

    @property
    def waits(self) -> bool:
        return any(question.kind in ask.ANSWERED_IN_WORDS for question in self.questions)


def follows(spoken: Spoken, heard: Iterable[Heard]) -> Follows:
    """Questions, sentences to the unit and values, in the order in which things were said."""
    heard = tuple(heard)
    values = [one for one in heard if one.kind == "value"]
    new = _new_ones(values, spoken)
    fresh = _registered(new, spoken)
    values = [one for one in values if fresh is None or one not in new]
    foreign = [one for one in values if _is_of_another(one, spoken)]
    taken, proposed, unplaced = _placed([one for one in values if one not in foreign], spoken)
    questions = [*proposed]
    notes: list[str] = []
    if unplaced and spoken.listed[1]:
        notes.append(_whose_value(unplaced[0], spoken))
        if len(words(unplaced[0].quote)) > _SAYS_MORE:
            questions.append(ask.about_said(spoken.subject, _quote(unplaced[0])))
    untold = foreign or ([] if spoken.listed[1] else unplaced)
    if untold and not any(is_quoted(one, spoken.light) for one in heard):
        heard = (*heard, replace(untold[0], kind="says"))
    attach: tuple[Enclosure, ...] = ()
    for one in heard:
        made = _FOLLOWS.get(one.kind)
        if made is None:
            continue
        asked, note = made(one, spoken)
        questions += asked
        notes += [note] if note and note not in notes else []
        attach = (FORM,) if one.kind == "form" else attach
    once = tuple({question.key: question for question in questions}.values())
    changes = [wanted for question in once if (wanted := ask.wanted_by(question)) and wanted.code]
    notes = [*_told_changes(changes, spoken), *(one for one in notes if one)]
    return Follows(heard, _not_twice(once), tuple(notes), attach, _both(fresh, _reading(taken, spoken)))


def _told_changes(changes: Sequence[Wanted], spoken: Spoken) -> Iterator[str]:
    """What the unit wants to read otherwise, as the office is asked about it."""
    if not changes:
        return
    shown = []
    for one in changes[:_SHOWN_AT_MOST]:
        label = spoken.season.campaign.field(one.code).label.lower()
        shown.append(f"{label} của “{one.title}” thành “{one.new}”")
    more = f" và {count(len(changes) - len(shown))} chỗ khác" if len(changes) > len(shown) else ""
    yield f"Đề nghị sửa {'; '.join(shown)}{more} đã được chuyển người phụ trách; {spoken.office} sẽ báo lại kết quả."


_SHOWN_AT_MOST = 6  # changes that a letter spells out


def _whose_value(one: Heard, spoken: Spoken) -> str:
    """To the unit, which alone knows it."""
    label = spoken.season.campaign.field(one.field).label.lower()
    titles = [tracked.initiative.title for tracked in spoken.listed[1]]
    lacking = [item for item in _pointed(one, spoken) if _recorded(item, one.field, spoken) in _NOTHING]
    if len(titles) == 1 or len(_pointed(one, spoken)) == 1 or (len(lacking) == 1 and _typed(one, spoken) is None):
        return f"Chưa ghi được {label} “{one.value}”: đề nghị trả lời thư này, ghi đầy đủ (người thì đủ họ và tên)."
    listed = "; ".join(f"{number}. “{title}”" for number, title in enumerate(titles, 1))
    return (
        f"Chưa rõ {label} “{one.value}” là của nội dung nào: {listed}. Đề nghị trả lời thư này, ghi rõ số, ví dụ: "
        f"{label} nội dung 2 là …"
    )


def _quote(one: Heard) -> str:
    return clipped(one.quote, _ONCE_AT_MOST).rstrip(".")


def _not_twice(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """What only says the words that stand in another question is none of its own."""
    others = [one.text for one in questions if one.kind != ask.SAYS]
    return tuple(one for one in questions if one.kind != ask.SAYS or not any(_words_of(one) in text for text in others))


def _words_of(question: Question) -> str:
    return question.text.partition("“")[2].rpartition("”")[0]


# --- One kind each: (questions, what the unit is told) --------------------------------------------------------------

_Made = tuple[list[Question], str]
_CHANGE_PASSED_ON = "Đề nghị sửa nội dung đã được chuyển người phụ trách; {office} sẽ báo lại kết quả."
_WAIT = "thời hạn chưa thay đổi khi chưa có trả lời"


def _time(one: Heard, spoken: Spoken) -> _Made:
    other = spoken.open_question(ask.EXTENSION)
    if other and other.stage == spoken.stage.code and _is_no_new_day(one, other, spoken):
        return _question(one, spoken)  # it asks what became of the wish
    question = ask.about_extension(spoken.subject, _quote(one), one.day, one.detail)
    return [question], f"Đề nghị lùi thời hạn đã được chuyển người phụ trách xem xét; {_WAIT}."


def _is_no_new_day(one: Heard, other: Question, spoken: Spoken) -> bool:
    return one.day is None or one.day <= spoken.today or one.day == ask.day_wished(other)


def _paper(one: Heard, spoken: Spoken) -> _Made:
    number, day = f" số {one.detail}" if one.detail else "", f" ngày {short_day(one.day)}" if one.day else ""
    note = (
        f"Việc đơn vị đã nộp bằng bản giấy hoặc cách khác{number}{day} đã được chuyển người phụ trách đối chiếu để "
        "ghi nhận; đơn vị sẽ được báo kết quả."
    )
    if one.day is None and not spoken.light.written:
        note += " Đề nghị trả lời thư này, cho biết ngày nộp."
    return [ask.about_paper(spoken.subject, _quote(one), one.day)], note


def _exempt(one: Heard, spoken: Spoken) -> _Made:
    question = ask.about_exemption(spoken.subject, _quote(one), nothing=one.kind == "nothing")
    return [question], f"Ý kiến của đơn vị đã được chuyển người phụ trách xem xét; {_WAIT}."


def _form(one: Heard, spoken: Spoken) -> _Made:
    note = (
        f"Biểu mẫu {spoken.stage.label} gửi kèm thư này (Word và Excel). Nếu vẫn không mở được, đơn vị có thể ghi nội "
        f"dung ngay trong thư trả lời: tên và người thực hiện của từng {spoken.season.campaign.topic.noun}."
    )
    return [], note


def _already(one: Heard, spoken: Spoken) -> _Made:
    held = _what_is_there(spoken)
    other = spoken.open_question(ask.SENDER, ask.UNIT, ask.PROSE, ask.FORGED)
    if held and other and other.stage == spoken.stage.code:  # it says itself that it sent what nobody could vouch for
        return [ask.about_vouched(spoken.subject, _quote(one), other)], held
    if held:
        return [], held
    note = (
        f"Trong hộp thư chưa có {spoken.stage.document} của đơn vị; đã chuyển người phụ trách kiểm tra. Nếu còn thư đã "
        "gửi, đề nghị chuyển tiếp thư ấy về hộp thư này."
    )
    return [ask.about_sent(spoken.subject, _quote(one))], note


def _what_is_there(spoken: Spoken) -> str:
    """When what came, and what it still lacks; "" where nothing is there."""
    cell = status_of(spoken.season, spoken.unit, spoken.stage)
    if cell.submission is None or not cell.submission.initiatives:
        return ""
    last = cell.submission.versions[-1]
    at = local(last.arrived_at, spoken.season.campaign.calendar)
    sender = next((mail.sender for mail in spoken.season.arrivals if mail.id == last.arrival and mail.sender), "")
    whence = f", từ địa chỉ {sender}" if sender else ""
    titles = "; ".join(f"“{one.initiative.title}”" for one in cell.submission.initiatives[:5])
    many = count(len(cell.submission.initiatives))
    lacks = "; ".join(f"{label.lower()} của “{title}”" for title, label in cell.missing[:5])
    state = f"còn thiếu {lacks}" if lacks else "chờ xác nhận" if cell.state == "provisional" else "đã đủ thông tin"
    return (
        f"Đã nhận {spoken.stage.document} của đơn vị, lần gần nhất lúc {at:%H:%M} ngày {short_day(at.date())}{whence}, "
        f"gồm {many} nội dung: {titles}; {state}."
    )


def _kept_or_withdrawn(one: Heard, spoken: Spoken) -> _Made:
    """The answer to what the office was asked about this unit; else what is named is taken back."""
    other = spoken.open_question(ask.UNLISTED)
    pointed = _pointed(one, spoken) if one.titles or one.items else []
    asked_of = not pointed or other is None or any(item.initiative.title in other.candidates for item in pointed)
    if other and asked_of:
        return _relayed(one, spoken, other, ask.YES if one.kind == "keep" else ask.NO)
    if one.kind == "keep" and pointed and len(pointed) < len(spoken.listed[1]):
        return _said(one, spoken)  # "giữ cái 1 với 3 thôi": what of the others?
    if one.kind == "keep" and (held := _what_is_there(spoken)):
        return [], f"Giữ nguyên nội dung đã ghi nhận. {held}"
    if one.kind == "withdraw" and pointed:
        titles = [item.initiative.title for item in pointed]
        questions = [ask.about_change(spoken.listed_subject, _quote(one), Wanted(title)) for title in titles]
        named = "; ".join(f"“{title}”" for title in titles)
        return questions, f"Đề nghị rút {named} đã được chuyển người phụ trách; {spoken.office} sẽ báo lại kết quả."
    return _said(one, spoken)


def _relayed(one: Heard, spoken: Spoken, other: Question, answer: str) -> _Made:
    note = f"Ý kiến của đơn vị đã được chuyển người phụ trách để ghi nhận; {spoken.office} sẽ báo lại kết quả."
    return [ask.about_relayed(spoken.subject, _quote(one), other, answer)], note


def _same_or_not(one: Heard, spoken: Spoken) -> _Made:
    """The answer to the question whether two titles are one initiative."""
    other = spoken.open_question(ask.SIMILAR)
    if other is None:
        return _said(one, spoken)
    return _relayed(one, spoken, other, ask.YES if one.kind == "same" else ask.NO)


def _change(one: Heard, spoken: Spoken) -> _Made:
    note = _CHANGE_PASSED_ON.format(office=spoken.office)
    if one.detail == MERGED and spoken.listed[1]:
        titles = tuple(item.initiative.title for item in _pointed(one, spoken))
        named = listed(f"“{title}”" for title in titles)
        note = f"Đề nghị gộp hoặc tách {named} đã được chuyển người phụ trách; {spoken.office} sẽ báo lại kết quả."
        return [ask.about_merging(spoken.subject, _quote(one), titles)], note
    wanted = _as_recorded(one, spoken) or (_corrected(one, spoken) if one.old and one.value else None)
    if wanted is None and not spoken.listed[1]:
        return _said(one, spoken)  # nothing of it is recorded that could be mended
    return [ask.about_change(spoken.listed_subject if wanted else spoken.subject, _quote(one), wanted)], (
        "" if wanted and wanted.code else note
    )


def _roster(one: Heard, spoken: Spoken) -> _Made:
    address = one.detail if "@" in one.detail else ""
    note = (
        "Thay đổi của đơn vị đã được chuyển người phụ trách để cập nhật danh sách; thư vẫn gửi địa chỉ cũ tới khi xong."
    )
    return [ask.about_roster(spoken.subject, _quote(one), address)], note


def _question(one: Heard, spoken: Spoken) -> _Made:
    note = f"Câu hỏi của đơn vị đã được chuyển người phụ trách; {spoken.office} sẽ trả lời bằng thư."
    return [ask.about_asked(spoken.subject, _quote(one))], note


def _link(one: Heard, spoken: Spoken) -> _Made:
    return [], "Hệ thống không mở liên kết; đề nghị trả lời thư này và đính kèm chính tệp cần gửi."


def _will(one: Heard, spoken: Spoken) -> _Made:
    day = f" (ngày {short_day(one.day)})" if one.day and one.detail != A_WEEK else ""
    over, by = spoken.today > spoken.last_day, deadline(spoken.stage, spoken.last_day)
    if not over and one.detail == RECEIVED:
        return [], ""  # "sẽ gửi đúng thời hạn": nothing that anybody need answer
    until = f"({by}) đã hết" if over else f"vẫn là {by}"
    return [], f"Đã ghi nhận việc đơn vị sẽ gửi{day}; thời hạn {spoken.stage.label} {until}."


def _said(one: Heard, spoken: Spoken) -> _Made:
    note = f"Ý kiến của đơn vị đã được chuyển người phụ trách; {spoken.office} sẽ phúc đáp nếu cần."
    return [ask.about_said(spoken.subject, _quote(one))], note


_FOLLOWS: Mapping[Kind, Callable[[Heard, Spoken], _Made]] = {
    "paper": _paper,
    "change": _change,
    "keep": _kept_or_withdrawn,
    "withdraw": _kept_or_withdrawn,
    "same": _same_or_not,
    "apart": _same_or_not,
    "time": _time,
    "exempt": _exempt,
    "nothing": _exempt,
    "form": _form,
    "already": _already,
    "roster": _roster,
    "question": _question,
    "link": _link,
    "will": _will,
    "says": _said,
}


# --- Values ---------------------------------------------------------------------------------------------------------


def _meant(titles: tuple[str, ...], spoken: Spoken) -> list[Tracked]:
    """The recorded initiatives that these titles name."""
    tracked = (*spoken.listed[1], *spoken.unreported)
    known = tuple(one.initiative.title for one in tracked)
    return [tracked[i] for i, _, _ in pairs(known, titles, SAME)]


def _pointed(one: Heard, spoken: Spoken) -> list[Tracked]:
    """The recorded initiatives that are named by title or by number; where none is, all."""
    tracked = [*spoken.listed[1], *spoken.unreported]
    if one.titles and (meant := _meant(one.titles, spoken)):
        return meant
    if one.items:
        return [tracked[number - 1] for number in one.items if number <= len(tracked)]
    return list(spoken.listed[1])


def _is_of_another(one: Heard, spoken: Spoken) -> bool:
    """Whether a value stands beside a title in quotation marks that nobody has recorded."""
    unknown = [title for title in one.titles if not set(words(title)) <= set(words(one.value))]
    return bool(unknown) and not _meant(one.titles, spoken)


@dataclass(frozen=True, slots=True)
class _Placed:
    """What becomes of one value: it fills a gap, it would change something, or neither is clear."""

    taken: tuple[str, str, Json] | None = None  # title, field, value
    asked: Question | None = None


def _placed(values: Iterable[Heard], spoken: Spoken) -> tuple[list[tuple[str, str, Json]], list[Question], list[Heard]]:
    """(values that fill a gap: title, field, value; questions about those that change something; the others).

    Without a title or number it is the one that lacks the field, or the only one there is.
    """
    taken: list[tuple[str, str, Json]] = []
    asked: list[Question] = []
    unplaced: list[Heard] = []
    for one in values:
        named = _pointed(one, spoken)
        lacking = [item for item in named if _recorded(item, one.field, spoken) in _NOTHING]
        having = [item for item in named if item not in lacking]
        target = lacking if len(lacking) == 1 and not one.adds else named
        target = having if one.corrects and having else target
        target = target if len(target) == 1 else []
        found = _for(target[0], one, spoken) if len(target) == 1 else None
        if found is None:
            unplaced.append(one)
        elif found.taken:
            taken.append(found.taken)
        elif found.asked:
            asked.append(found.asked)
    return taken, asked, unplaced


_NOTHING: tuple[Json, ...] = (None, "", ())


def _recorded(target: Tracked, field: str, spoken: Spoken) -> Json:
    """The value that stands; None also where the stage of it does not ask that field."""
    if target in spoken.unreported:
        return None
    asked = {spec.code for spec in spoken.season.campaign.fields_of(spoken.listed[0].code)}
    return target.initiative.get(field) if field in asked else None


def _for(target: Tracked, one: Heard, spoken: Spoken) -> _Placed | None:
    title, old = target.initiative.title, _recorded(target, one.field, spoken)
    value = _typed(one, spoken)
    if value is None:
        return None
    if old in _NOTHING:
        return _Placed(taken=(title, one.field, value))
    spec = spoken.season.campaign.field(one.field)
    if one.adds and isinstance(old, tuple) and isinstance(value, tuple):
        value = (*old, *(name for name in value if name not in old))
    if old == value:
        return _Placed()
    new = shown_value(value, spec).replace(", ", "; ") if spec.kind == "people" else one.value
    wanted = Wanted(title, one.field, spec.label, shown_value(old, spec), new)
    return _Placed(asked=ask.about_change(spoken.listed_subject, _quote(one), wanted))


def _typed(one: Heard, spoken: Spoken) -> Json:
    """The value; None where it is none, or where one name of a person is all that is told."""
    spec = spoken.season.campaign.field(one.field)
    if one.like:
        tracked = spoken.listed[1]
        return tracked[one.like - 1].initiative.get(one.field) if one.like <= len(tracked) else None
    if spec.kind == "people":
        joined = r"\s+(?:va|voi|cung)\s+" if one.value.isascii() else r"\s+(?:với|cùng)\s+"
        named = people(re.sub(joined, "; ", one.value)) or _known_by_given_name(one.value, spoken)
        if any(not any(person.name in name for name in named) for person in persons_in(one.value) if person.whole):
            return None  # of several people none is left out
        return tuple(name.title() if name.isupper() else name for name in named) or None
    try:
        return typed_value(spec, one.value)
    except Unfit:
        return None


def _known_by_given_name(called: str, spoken: Spoken) -> tuple[str, ...]:
    """ "cô Hoa", where exactly one of the unit's people is called so."""
    said = [one.name for one in persons_in(called)]
    recorded = {
        name
        for stage in spoken.season.campaign.stages
        if (submission := status_of(spoken.season, spoken.unit, stage).submission) is not None
        for tracked in submission.initiatives
        for value in tracked.initiative.values.values()
        if isinstance(value.value, tuple)
        for name in value.value
        if isinstance(name, str)
    }
    found = [[name for name in recorded if key(name).split()[-1:] == key(one).split()] for one in said]
    return tuple(one[0] for one in found) if found and all(len(one) == 1 for one in found) else ()


def _new_ones(values: Sequence[Heard], spoken: Spoken) -> list[Heard]:
    """Titles that a unit registers in its words, and what its sentences say of them."""
    titles = {one.value for one in values if one.field == TITLE and one.adds}
    if not (spoken.submission and spoken.submission.initiatives):
        return list(values)
    return [one for one in values if one.value in titles or titles.intersection(one.titles)]


def _registered(values: Iterable[Heard], spoken: Spoken) -> Reading | None:
    """What stands behind a title is of that one. All that is recorded is named again: nothing is left out."""
    where, found = Where(BODY), list[dict[str, Value]]()
    for one in values:
        value = one.value if one.field == TITLE else _typed(one, spoken)
        if one.field == TITLE:
            found.append({})
        if found and value is not None:
            found[-1].setdefault(one.field, Value(value, where, "reply"))
    if not found:
        return None
    recorded = spoken.submission.initiatives if spoken.submission else ()
    again = [Initiative({TITLE: Value(one.initiative.title, where, "reply")}) for one in recorded]
    initiatives = (*again, *(Initiative(values) for values in found))
    return Reading(spoken.stage.code, UnitGuess(spoken.unit.code, "reply"), True, initiatives, (BODY,))


def _both(fresh: Reading | None, told: Reading | None) -> Reading | None:
    """What is new beside what was missing."""
    if fresh is None or told is None or fresh.stage != told.stage:
        return fresh or told
    named = {one.title for one in told.initiatives}
    new = (one for one in fresh.initiatives if one.title not in named)
    return replace(told, initiatives=(*told.initiatives, *new))


def _reading(taken: list[tuple[str, str, Json]], spoken: Spoken) -> Reading | None:
    """As if a form had named every recorded title again, and these values: nothing is left out by it. What only the
    stage itself asks ("kết quả nội dung 1: ...") is the beginning of what the unit owes for it."""
    if not taken:
        return None
    stage, tracked = spoken.listed
    asked = {spec.code for spec in spoken.season.campaign.fields_of(stage.code)}
    begun = stage != spoken.stage and not {code for _, code, _ in taken} <= asked
    where = Where(BODY)
    found = []
    for item in (*tracked, *spoken.unreported):
        title, new = item.initiative.title, item in spoken.unreported
        told = {code: Value(value, where, "reply") for code, value in _together(title, taken).items()}
        registered = _as_registered(item, spoken) if new or begun else {}
        if told or not (begun or new):
            found.append(Initiative({TITLE: Value(title, where, "reply"), **registered, **told}))
    code = spoken.stage.code if begun else stage.code
    return Reading(code, UnitGuess(spoken.unit.code, "reply"), True, tuple(found), (BODY,))


def _as_registered(item: Tracked, spoken: Spoken) -> dict[str, Value]:
    """What a report must say and the registration said: it stands in the form as well."""
    required = spoken.season.campaign.required(spoken.stage.code)
    return {code: value for code, value in item.initiative.values.items() if code in required and code != TITLE}


def _together(title: str, taken: Iterable[tuple[str, str, Json]]) -> dict[str, Json]:
    """Names that were told one after the other stand beside each other."""
    found: dict[str, Json] = {}
    for named, code, value in taken:
        before = found.get(code)
        if named != title:
            continue
        if isinstance(before, tuple) and isinstance(value, tuple):
            value = (*before, *(one for one in value if one not in before))
        found[code] = value
    return found


def _as_recorded(one: Heard, spoken: Spoken) -> Wanted | None:
    """Where it was heard beside what is recorded."""
    if not one.field or not one.titles:
        return None
    return Wanted(one.titles[0], one.field, spoken.season.campaign.field(one.field).label, one.old, one.value)


def _corrected(one: Heard, spoken: Spoken) -> Wanted | None:
    """Where the old words stand in exactly one recorded value."""
    places = list(_places_of(one.old, _pointed(one, spoken), spoken))
    if len(places) != 1:
        return None
    title, code, text = places[0]
    spec = spoken.season.campaign.field(code)
    if spec.kind == "choice":  # "thuộc lĩnh vực tài chính công chứ không phải ..."
        meant = [one_of for one_of in spec.choices if any(says(one.value, word) for word in one_of.words)]
        return Wanted(title, code, spec.label, text, meant[0].label) if len(meant) == 1 else None
    if len(words(one.value)) > _LONGER * len(words(one.old)):
        return None
    return Wanted(title, code, spec.label, text, text.replace(one.old, one.value))


_LONGER = 2  # times as many words: then it says more than the new value


def _places_of(old: str, named: Iterable[Tracked], spoken: Spoken) -> Iterator[tuple[str, str, str]]:
    for item in named:
        for code, value in item.initiative.values.items():
            text = shown_value(value.value, spoken.season.campaign.field(code)) if value.value is not None else ""
            if code != TITLE and old and old in text and set(words(old)) <= set(words(text)):
                yield item.initiative.title, code, text


# --- Whether it goes on with a letter of ours -----------------------------------------------------------------------


def goes_on(mail: Mail, season: Season) -> LetterFacts | None:
    """The letter of ours that a mail answers, by its Message-ID: the nearest one of its thread."""
    known = {letter.message_id: letter for letter in season.letters if letter.message_id}
    return next((known[name] for name in (*mail.in_reply_to, *reversed(mail.references)) if name in known), None)


def answers_by_subject(mail: Mail, season: Season) -> bool:
    """ "Re: ... CCHC năm 2024": the thread was lost on the way, or the office itself had written."""
    topic = season.campaign.topic
    if not is_answer(mail.subject) or any(says(mail.subject, phrase) for phrase in topic.not_words):
        return False
    return any(says(mail.subject, phrase) for phrase in (season.campaign.short, *topic.words))
