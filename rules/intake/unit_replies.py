"""What a unit says in plain words, by a grammar over a small lexicon.

A mail is parted into sentences and clauses (`rules.intake.clauses`); what a clause means follows from which words of
the lexicon (`said` in `rules/labels.vi.toml`) stand in it together, from days and addresses (`rules.intake.meanings`),
and of a sentence as a whole from labels of fields and from what is recorded. What is not understood is still heard: as
`says`, with its words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rules.campaign import FieldSpec
from rules.initiative import TITLE
from rules.intake.clauses import LINK, THING, Clause, Sentence, sentences
from rules.intake.heard import MERGED, RECEIVED, Heard, Kind, Listening
from rules.intake.meanings import is_of_content, kind_of, of_the_unit, with_facts
from rules.intake.spoken_of import Held, amended, persons_in
from rules.intake.told_values import Told, bare_values, correction, labelled, told_values
from rules.lexicon import lexicon
from rules.papers.extract.labels import label_book
from rules.papers.extract.passage import period_in
from rules.text import accented, fold, quoted, words


def hear(said: str, light: Listening) -> tuple[Heard, ...]:
    """Everything that own words without signature (`rules.post.own_words.said`) say, each kind once, in order.

    Empty where nothing is said.
    """
    texts = list(sentences(said, light))
    parts = [Sentence(text, light, alone=len(texts) == 1) for text in texts]
    found = [one for part in parts for one in _heard(part)]
    definite = _settled(_once(_pointing_on(one for one in found if one.kind != "other")), light)
    clauses = [clause for part in parts for clause in part.clauses]
    if any(clause.has("thanks") for clause in clauses):
        definite = tuple(
            replace(one, detail=RECEIVED) if one.kind == "will" and not one.day else one for one in definite
        )
    if definite:
        return (*definite, *_unheard(parts, definite, light))
    if found:
        return _once(found)
    if all(clause.is_courtesy for clause in clauses):
        return (Heard("thanks", clauses[0].written if clauses else fold(said)),) if fold(said) else ()
    return (Heard("says", fold(said)),)


def replaces_earlier(said: str, light: Listening) -> bool:
    """ "gửi nhầm bản nháp, lấy file này": what comes with it stands for what came before."""
    clauses = [clause for text in sentences(said, light) for clause in Sentence(text, light).clauses]
    return any(clause.has("replace", "earlier") and not clause.asks for clause in clauses)


# --- What of it counts beside what ----------------------------------------------------------------------------------

_QUOTED: frozenset[Kind] = frozenset(
    {"paper", "time", "exempt", "nothing", "roster", "question", "withdraw", "same", "apart", "says"}
)
"""Kinds of which the office reads with the words of the mail: nothing beside them is lost."""
_NAMED: frozenset[Kind] = frozenset({"will", "form", "link", "already"})
"""Kinds whose mails the digest names with their words: what is only told beside them is read there, a wish is not."""


def _unheard(parts: Sequence[Sentence], heard: Sequence[Heard], light: Listening) -> Iterator[Heard]:
    """The sentences that nobody would read beside what needs no words of the mail."""
    if any(is_quoted(one, light) for one in heard):
        return
    wishes_alone = all(one.kind in _NAMED for one in heard)
    lost = [part.text for part in parts if _is_lost(part, wishes_alone=wishes_alone)]
    if lost:
        yield Heard("says", " ".join(lost))


def favours(said: str, light: Listening) -> tuple[Heard, ...]:
    """What a covering note asks for beside what every such note asks: nobody would read it."""
    asked = [fold(line) for line in said.splitlines() if any(_is_favour(one, light) for one in sentences(line, light))]
    return (Heard("says", " ".join(asked)),) if asked else ()


def _is_favour(text: str, light: Listening) -> bool:
    sentence = Sentence(text, light)
    return not _is_heard(sentence) and any(_asks_a_favour(clause) for clause in sentence.clauses)


def _is_heard(sentence: Sentence) -> bool:
    return bool({one.kind for one in _heard(sentence)} - {"other"})


def _asks_a_favour(clause: Clause) -> bool:
    small = any(clause.has(one) for one in ("usual", "send", "offer", "respond", "excuse")) or clause.names_the_campaign
    return clause.has("favour") and len(clause.words) >= _MORE_THAN_POLITE and not small


def is_quoted(one: Heard, light: Listening) -> bool:
    """Whether the office is asked about it with the words of the mail."""
    if one.kind == "keep":
        return light.asked
    if one.kind == "already":
        return not light.held
    return one.kind in _QUOTED or (one.kind == "change" and not (one.field or (one.old and one.value)))


def _is_lost(sentence: Sentence, *, wishes_alone: bool) -> bool:
    heard = tuple(_heard(sentence))
    kinds = {one.kind for one in heard}
    if kinds == {"will"}:
        others = [clause for clause in sentence.clauses if kind_of(clause, sentence, settled=False) is None]
        return any(_tells(clause) and clause.has("favour") for clause in others)
    if heard and kinds != {"value"}:
        return kinds == {"other"}
    telling = [clause for clause in sentence.clauses if _tells(clause) and not _is_part_of(clause, sentence, heard)]
    if not wishes_alone or sentence.items:  # what is told of something recorded is content
        return bool(telling)
    return any(clause.has("wish") for clause in telling)


def _tells(clause: Clause) -> bool:
    """Whether it says more than is polite, and more than how something came about."""
    said = clause.is_courtesy or clause.has("excuse") or clause.has("offer")
    return len(clause.words) >= _MORE_THAN_POLITE and not said


_MORE_THAN_POLITE = 6  # words


def _settled(heard: tuple[Heard, ...], light: Listening) -> tuple[Heard, ...]:
    """Without what only goes with something that is said more plainly: "đề nghị điều chỉnh giúp" beside what is to be
    changed, "còn lại giữ nguyên", "em gửi sớm nhất có thể" beside a wish for time, "không đủ người" beside what is
    taken back for it."""
    kinds = {one.kind for one in heard}
    plain = any(_is_plain(one) for one in heard)
    dropped: set[Kind] = set()
    vague = all(_is_vague(one) for one in heard if one.kind == "change")
    if kinds & {"value", "withdraw"} or ("change" in kinds and not vague) or (not light.asked and kinds & _QUOTED):
        dropped.add("keep")
    elif "keep" in kinds:
        plain = True
    if "paper" in kinds or (light.held and "value" in kinds):
        dropped.add("already")
    if kinds & {"time", "exempt", "nothing", "question"}:
        dropped.add("will")
    plain = plain or bool(kinds & {"same", "apart"})
    if kinds >= {"withdraw", "nothing"}:
        named = light.asked or any(one.kind == "withdraw" and (one.items or one.titles) for one in heard)
        dropped.add("nothing" if named else "withdraw")
    return tuple(one for one in heard if one.kind not in dropped and not (plain and _is_vague(one)))


def _is_plain(one: Heard) -> bool:
    return one.kind in ("value", "withdraw") or (one.kind == "change" and not _is_vague(one))


def _is_vague(one: Heard) -> bool:
    return one.kind == "change" and not (one.field or one.old or one.titles or one.items or one.detail)


_SEVERAL = ("value", "change", "withdraw")


def _pointing_on(found: Iterable[Heard]) -> Iterator[Heard]:
    """A value that points at nothing is of what the value before it pointed at: "nội dung 3: ...; thời gian ..."."""
    before: Heard | None = None
    for one in found:
        if one.kind == "value" and before and not (one.items or one.titles or one.field in (before.field, TITLE)):
            one = replace(one, items=before.items)
        before = one if one.kind == "value" and (one.field != TITLE or one.items) else before
        yield one


def _once(found: Iterable[Heard]) -> tuple[Heard, ...]:
    """Values as many as there are; of the rest the first of each kind, with the first day that a later one names."""
    kept: dict[object, Heard] = {}
    for one in found:
        told = (one.field, one.value, one.old, one.items, one.titles) if one.kind in _SEVERAL else ()
        name = (one.kind, *told)
        before = kept.get(name)
        later = max(filter(None, (before.day, one.day)), default=None) if before and one.kind == "will" else None
        kept[name] = one if before is None else replace(before, day=later or before.day or one.day)
    return tuple(kept.values())


# --- A sentence -----------------------------------------------------------------------------------------------------


def _heard(sentence: Sentence) -> Iterator[Heard]:
    if any(place in sentence.text.lower() for place in lexicon().documents.links) and LINK.search(sentence.text):
        yield Heard("link", sentence.text)
    of_unit = of_the_unit(sentence)
    change = None if of_unit else _change(sentence)
    whole = change is not None and bool(change.field or change.detail)
    values = () if of_unit else tuple(_values(sentence))
    if whole and change is not None and not _stays(change.old, values, sentence):
        values = ()
    yield from values
    if change is not None and not values:
        yield change
    answered = change is not None and _is_vague(change) and sentence.light.asked
    told = (*values, *((change,) if change is not None else ()))
    for clause in sentence.clauses:
        settled = not answered and _is_part_of(clause, sentence, told)
        kind = kind_of(clause, sentence, settled=settled)
        if kind == "withdraw" and change is not None and change.field:
            continue  # "tôi không tham gia nội dung 3": who is taken out, not what
        if kind:
            yield with_facts(kind, clause, sentence)


def _is_part_of(clause: Clause, sentence: Sentence, told: Sequence[Heard]) -> bool:
    """Whether something that the sentence tells stands in this clause, as its old or its new words. What is told of
    content without such words is told by the whole sentence."""
    if not told or len(sentence.clauses) == 1:
        return bool(told)
    said = set(words(sentence.as_written(clause.written)))
    parts = [words(text) for one in told for text in (one.value, one.old) if text]
    if not parts:
        return any(clause.has(one) for one in ("correct", "merge"))
    called = {word for one in persons_in(clause.written) for word in words(one.name)[-1:]}
    return any(
        len(said.intersection(part)) >= min(_SHARED, len(set(part))) or called.intersection(part) for part in parts
    )


_SHARED = 2  # words


def _stays(old: str, values: Iterable[Heard], sentence: Sentence) -> bool:
    """ "phải là thầy Nam và cô Mỷ" of what names only the first: the old name stands beside the new one."""
    denied = any(clause.has("instead") for clause in sentence.clauses)
    return bool(old) and not denied and any(old in one.value for one in values)


def _claims(sentence: Sentence) -> bool:
    return "?" not in sentence.text and not any(clause.conditional or clause.asks for clause in sentence.clauses)


def _corrects(sentence: Sentence) -> bool:
    """ "Phòng gửi nhầm mẫu" corrects nothing of the unit's."""
    return any(
        clause.has("correct") and clause.claims and not (_is_sent_wrong(clause) or clause.before("not", "correct", 1))
        for clause in sentence.clauses
    )


def _is_sent_wrong(clause: Clause) -> bool:
    return any(clause.before(who, "sent_wrong") for who in ("office", "machine"))


def _values(sentence: Sentence) -> Iterator[Heard]:
    """Those of a sentence that asks claim nothing."""
    if not _claims(sentence):
        return
    corrects = _corrects(sentence)
    for one in _told(sentence, corrects=corrects):
        named = sentence.titles if one.field != TITLE else ()
        yield Heard(
            "value", sentence.text, field=one.field, value=sentence.as_written(one.value), titles=named,
            items=one.items, like=one.like, adds=one.adds, corrects=corrects,
        )  # fmt: skip


def _told(sentence: Sentence, *, corrects: bool) -> Iterable[Told]:
    light = sentence.light
    fields = light.campaign.fields_of(light.stage.code)
    title = [one for one in told_values(sentence.text, fields) if one.field == TITLE]
    about = quoted(sentence.text) or sentence.items or any(THING in clause.words for clause in sentence.clauses)
    if not about and not fold(sentence.text).casefold().startswith("tên"):
        title = []  # "Trường đổi tên thành ..." renames the school
    told = [*title, *(one for one in told_values(sentence.pointed, fields) if one.field != TITLE)]
    if corrects and (renamed := _renamed(sentence)):
        return (renamed,)
    if len(title) == len(sentence.items) == 1 and not title[0].items:  # by words of the title it has
        title = [replace(title[0], items=sentence.items)]
        told = [*title, *told[1:]]
    if title and title[0].adds:
        told += _when(sentence, told, fields)
    if not title and told and not light.held and (registered := _registered(sentence)):
        return (registered, *told)
    told = (
        told
        or list(_outcome(sentence))
        or list(labelled(sentence.pointed, label_book(light.campaign, light.stage.code)))
    )
    return told or _bare(sentence, fields)


def _when(sentence: Sentence, told: Sequence[Told], fields: Sequence[FieldSpec]) -> list[Told]:
    """ "..., thực hiện từ tháng 9 đến tháng 12": behind a new title, without a label."""
    code = next((spec.code for spec in fields if spec.kind == "period"), "")
    when = period_in(sentence.text.rpartition(told[0].value)[2])
    return [Told(code, when)] if code and when and all(one.field != code for one in told) else []


_REPORTED = re.compile(r"\b(?:báo cáo|kết quả)\b[^:;.]{0,30}:\s*(?P<value>\S.+)$", re.IGNORECASE)


def _stands_nowhere(old: str, held: Sequence[Held]) -> bool:
    """ "gửi thêm chứ không phải thay": what is denied is nothing that is recorded."""
    texts = [text for one in held for text in (one.title, *one.values.values())]
    return bool(texts) and not any(set(words(old)) & set(words(text)) for text in texts)


def _outcome(sentence: Sentence) -> Iterator[Told]:
    """ "Về nội dung 2, nhà trường báo cáo như sau: ...": what came of what the sentence points at."""
    campaign, stage = sentence.light.campaign, sentence.light.stage
    if stage.compared_with is None or len(sentence.items) != 1:
        return
    found = _REPORTED.search(sentence.pointed)
    earlier = {spec.code for spec in campaign.fields_of(stage.compared_with)}
    asked = [spec.code for spec in campaign.fields_of(stage.code) if spec.kind == "text" and spec.code not in earlier]
    if found and asked:
        yield Told(asked[0], found["value"].rstrip(" ;."), sentence.items)


def _renamed(sentence: Sentence) -> Told | None:
    """ "không phải “A” mà là “B”": one quotation is a recorded title, the other is not."""
    recorded = {words(one.title): number for number, one in enumerate(sentence.light.held, 1)}
    said = [title for title, _, _ in quoted(sentence.text)]
    old = [recorded[words(title)] for title in said if words(title) in recorded]
    new = [title for title in said if words(title) not in recorded]
    return Told(TITLE, new[0], (old[0],)) if len(old) == len(new) == 1 else None


def _registered(sentence: Sentence) -> Told | None:
    """ "Trường có 1 mô hình “...” do cô Mẩy làm" of a unit that has sent nothing: a title, and something of it."""
    named = any(THING in clause.words for clause in sentence.clauses)
    refused = any(clause.has("not") or clause.has("withdraw") for clause in sentence.clauses if THING in clause.words)
    return Told(TITLE, sentence.titles[0]) if named and not refused and len(sentence.titles) == 1 else None


def _bare(sentence: Sentence, fields: tuple[FieldSpec, ...]) -> Iterable[Told]:
    """Values without a label, of what lacks them: the sentence, else a clause that says nothing but one."""
    gaps = frozenset(code for one in sentence.light.held for code in one.lacks)
    found = tuple(bare_values(_by_one_word(sentence.pointed, sentence.light.held), fields, gaps, alone=sentence.alone))
    if found or len(sentence.clauses) == 1:
        return found
    pieces = [_by_one_word(clause.written, sentence.light.held) for clause in sentence.clauses]
    told = tuple(one for piece in pieces for one in bare_values(piece, fields, gaps, alone=False))
    told = tuple(one if one.items else replace(one, items=sentence.items) for one in told)
    named = " ".join((*(one.value for one in told), *(one.values.get("owners", "") for one in sentence.light.held)))
    others = [one for one in persons_in(sentence.pointed) if one.name not in named]
    return () if others else told  # of several people who are named none is left out


_THAT = re.compile(r"\b(?:cái|phần|vụ|cai|phan|vu)\s+(?P<word>[^\W\d_]{3,})\b", re.IGNORECASE)


def _by_one_word(text: str, held: Sequence[Held]) -> str:
    """ "cái Zalo là em Mây làm": a word that stands in one recorded title only, beside a name."""

    def numbered(found: re.Match[str]) -> str:
        spelled = words if text.isascii() else accented
        told = set(spelled(found["word"]))
        having = [number for number, one in enumerate(held, 1) if told <= set(spelled(one.title))]
        return f"nội dung {having[0]}" if len(having) == 1 else found.group()

    return _THAT.sub(numbered, text)


def _change(sentence: Sentence) -> Heard | None:
    """Something recorded should read otherwise: what and how, where the sentence says it plainly."""
    if not _claims(sentence):
        return None
    pointed, items, titles = sentence.pointed, sentence.items, sentence.titles
    named = items or titles or any(THING in clause.words for clause in sentence.clauses)
    if named and any(clause.has("merge") for clause in sentence.clauses):
        return Heard("change", sentence.text, titles=titles, items=items, detail=MERGED)
    corrected = _corrects(sentence)
    said = correction(pointed, corrected=corrected)
    removes = any(clause.has("withdraw") or clause.before("refuse", "join", 2) for clause in sentence.clauses)
    removes = removes and not quoted(pointed)  # what is taken out for another thing that it names
    who = removes and bool(persons_in(pointed))  # "cô Hoa không làm giải pháp 2 nữa"
    swapped = len(persons_in(pointed)) > 1 and any(clause.has("supersede") for clause in sentence.clauses)
    if corrected or said or who or swapped or any(clause.has("instead") for clause in sentence.clauses):
        held = sentence.light.held
        found = amended(pointed, held, items, removes=removes)
        if found:
            recorded = (held[found.number - 1].title,)
            return Heard("change", sentence.text, value=found.new, old=found.old, field=found.field, titles=recorded)
    if said is None or _stands_nowhere(said.old, sentence.light.held):
        about = any(clause.has("correct") and is_of_content(clause, sentence) for clause in sentence.clauses)
        return Heard("change", sentence.text, titles=titles, items=items) if corrected and about else None
    new, old = sentence.as_written(said.new), sentence.as_written(said.old)
    return Heard("change", sentence.text, value=new, old=old, titles=titles, items=items)
