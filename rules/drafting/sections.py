"""The body of the consolidated document, part by part, in the words of a Vietnamese public office.

What nobody proved is not said: it is left as a gap in square brackets that a person fills in, with a hint at what is
known. Sentences of units stand as their units wrote them. What concerns only the office (who is late, how often it was
reminded, what waits for an answer) is no part of it; the note for the office has that.
"""

from collections.abc import Iterable, Iterator

from rules.basis import cited, guidance, plan_as_reference
from rules.calendar import short_day
from rules.campaign import FieldSpec
from rules.drafting.by_area import areas_in_words, empty_areas
from rules.drafting.commendation import by_the_office, counted
from rules.drafting.counting import (
    comparison_in_words,
    kinds_table,
    nouns_in_words,
    places_table,
    progress_in_words,
    shares_chart,
    who_sent,
)
from rules.drafting.material import Material, Round, noun, tally
from rules.drafting.plan_targets import indices_of, missed, targets_part
from rules.drafting.remarks import Voice, shared, voices
from rules.drafting.report import Block, Paragraph, Section
from rules.figure import Figure
from rules.wording import clipped, count, ended, gap, listed, lowered, roman

VOICES_AT_MOST = 8  # groups told in one part; an appendix of the note has all
_HINTS_AT_MOST = 3
_HINT_AT_MOST = 120  # characters of a sentence within a hint

_Part = tuple[str, tuple[Block, ...], tuple[tuple[str, tuple[Block, ...]], ...]]


def sections(material: Material, figures: tuple[Figure, ...], commended: str = "") -> tuple[Section, ...]:
    """All parts with their Roman numbers. `commended`: what the appendix is called that lists who is proposed."""
    final = material.earlier is not None or material.to_superior
    parts = [_guidance(material), _results(material), _targets(material, figures)]
    if final:
        parts += [_judgement(material, figures), _commendation(material, commended)]
    parts += [_ahead(material, figures), _proposals(material)]
    return tuple(
        Section("muc", roman(number), title, blocks, _subsections(subsections))
        for number, (title, blocks, subsections) in enumerate(parts, start=1)
    )


def _subsections(parts: Iterable[tuple[str, tuple[Block, ...]]]) -> tuple[Section, ...]:
    told = [part for part in parts if part[1]]
    return tuple(Section("khoan", str(number), *part) for number, part in enumerate(told, start=1))


def sender(material: Material) -> str:
    """Who writes: the agency to its superior, the office to the leaders of the agency."""
    office = material.campaign.office
    return office.agency if material.to_superior else office.name


# --- I. What was done to lead it ----------------------------------------------------------------------------------


def _guidance(material: Material) -> _Part:
    campaign, agency = material.campaign, material.campaign.office.agency
    rounds = listed(
        f"{part.stage.label} từ ngày {short_day(part.stage.opens)} đến ngày {short_day(part.stage.due)}"
        for part in material.rounds
    )
    plan = plan_as_reference(campaign)
    issued = [*([plan] if plan.number and plan.issued else []), *guidance(campaign, material.season.entered)]
    blocks: list[Block] = [
        Paragraph(f"{agency} tổ chức triển khai {campaign.name} đến các đơn vị thuộc, trực thuộc; thời gian {rounds}.")
    ]
    if issued:
        blocks.append(Paragraph(f"Các văn bản {agency} đã ban hành để chỉ đạo, triển khai:"))
        blocks += [Paragraph(f"{cited(one)}{_stop(one is issued[-1])}", "item") for one in issued]
    else:
        blocks.append(Paragraph(gap("số, ngày, trích yếu các văn bản đã ban hành để chỉ đạo, triển khai")))
    blocks += [
        Paragraph(gap("hội nghị, cuộc họp quán triệt, triển khai: số cuộc, thời gian, thành phần")),
        Paragraph(gap("tuyên truyền: hình thức, số lượt; kiểm tra: số đơn vị được kiểm tra, kết quả")),
        Paragraph(gap("vai trò, trách nhiệm của người đứng đầu các đơn vị")),
    ]
    return "Công tác chỉ đạo, triển khai", tuple(blocks), ()


def _stop(last: bool) -> str:
    return "." if last else ";"


# --- II. What came of it --------------------------------------------------------------------------------------------


def _results(material: Material) -> _Part:
    part = material.this
    general: list[Block] = []
    if material.earlier is not None:
        general.append(Paragraph(_registered(material, material.earlier)))
    general.append(Paragraph(who_sent(material, part)))
    general += comparison_in_words(material)
    general += progress_in_words(material, part)
    # Tables break between two pages and a picture does not: behind them it left half a page white.
    general += [one for one in (shares_chart(material, part), kinds_table(material, part), places_table(part)) if one]
    return f"Kết quả {part.name}", (), (("Kết quả chung", tuple(general)), *areas_in_words(material))


def _registered(material: Material, part: Round) -> str:
    total = tally(part.statuses)
    return (
        f"Trong đợt {part.stage.label}, {count(total.sent)}/{count(total.owing)} đơn vị đã {part.stage.label} "
        f"{count(total.initiatives)} {noun(material.campaign)}{nouns_in_words(material, part.entries())}."
    )


# --- III. Targets ---------------------------------------------------------------------------------------------------


def _targets(material: Material, figures: tuple[Figure, ...]) -> _Part:
    blocks = targets_part(indices_of(material.season), figures)
    return "Kết quả thực hiện các chỉ tiêu", blocks or (Paragraph(gap("số liệu thực hiện các chỉ tiêu")),), ()


# --- IV. Judgement --------------------------------------------------------------------------------------------------


def _judgement(material: Material, figures: tuple[Figure, ...]) -> _Part:
    reached = sum(figure.reached is True for figure in figures if figure.code.startswith("target:"))
    total = tally(material.this.statuses)
    hint = f"{count(total.sent)}/{count(total.owing)} đơn vị có báo cáo"
    hint += f", {count(reached)} chỉ tiêu đạt" if reached else ""
    return (
        "Đánh giá chung",
        (),
        (
            ("Ưu điểm", (Paragraph(gap(f"ưu điểm; gợi ý: {hint}")),)),
            ("Tồn tại, hạn chế và nguyên nhân", _gathered(material, "limits", "tồn tại, hạn chế và nguyên nhân")),
            ("Bài học kinh nghiệm", _gathered(material, "lessons", "bài học kinh nghiệm")),
        ),
    )


def spec_of(material: Material, told_as: str) -> tuple[FieldSpec, ...]:
    """What is told in a part. Files that do not say: the last remark are proposals, those before it limits."""
    spoken = material.spoken
    if any(spec.told_as for spec in spoken):
        return tuple(spec for spec in spoken if spec.told_as == told_as)
    by_place = {"limits": spoken[:-1], "proposals": spoken[-1:]}
    return by_place.get(told_as, ())


def _gathered(material: Material, told_as: str, what: str) -> tuple[Block, ...]:
    found = [voice for spec in spec_of(material, told_as) for voice in voices(spec, material.this)]
    groups = shared(found)[:VOICES_AT_MOST]
    if not groups:
        seen = f"; {count(len(found))} ý kiến riêng của các đơn vị ở ghi chú kèm dự thảo" if found else ""
        return (Paragraph(gap(f"{what}{seen}")),)
    units = len({unit.code for voice in found for unit, _ in voice.units})
    intro = Paragraph(f"Có {count(units)} đơn vị nêu {what}, tập trung vào các nội dung sau:")
    items = (Paragraph(f"{_verbatim(voice)} ({count(len(voice.units))} đơn vị).", "item") for voice in groups)
    own = Paragraph(gap(f"đánh giá của {sender(material)} về {what}"))
    return (intro, *items, own)


def _verbatim(voice: Voice) -> str:
    return voice.text.rstrip(" .;")


# --- V. Commendation ------------------------------------------------------------------------------------------------


def _commendation(material: Material, appendix: str) -> _Part:
    """How many collectives and persons for each form of award, the highest first; the list is an appendix."""
    proposed = by_the_office(material)
    title = "Khen thưởng"
    if not proposed:
        return (
            title,
            (Paragraph(gap("số tập thể, cá nhân đề nghị khen thưởng theo từng hình thức; nhập ở bảng tính")),),
            (),
        )
    forms = list(dict.fromkeys(one.award for one in proposed))
    told = "; ".join(f"{form}: {counted(one for one in proposed if one.award == form)}" for form in forms)
    where = f" (danh sách tại {appendix})" if appendix else ""
    text = f"Đề nghị khen thưởng {counted(proposed)} có thành tích trong phong trào{where}: {told}."
    return title, (Paragraph(text),), ()


# --- VI. What lies ahead, VII. What is proposed ----------------------------------------------------------------------


def _ahead(material: Material, figures: tuple[Figure, ...]) -> _Part:
    """What the campaign itself still has ahead; all else is for people, with what follows from the figures as hints."""
    items = [Paragraph(text, "item") for text in _next_rounds(material)]
    items += [Paragraph(gap(hint), "item") for hint in _hints(material, figures)]
    items.append(Paragraph(gap("nhiệm vụ trọng tâm thời gian tới"), "item"))
    return "Phương hướng, nhiệm vụ", tuple(items), ()


def _next_rounds(material: Material) -> Iterator[str]:
    campaign, stage = material.campaign, material.stage
    for later in campaign.stages[campaign.stages.index(stage) + 1 :]:
        yield (
            f"Triển khai đợt {later.label} từ ngày {short_day(later.opens)} đến ngày {short_day(later.due)}; "
            f"tổng hợp, trình {listed(later.addressee.to)} trước ngày {short_day(campaign.office_due)}."
        )


def _hints(material: Material, figures: tuple[Figure, ...]) -> Iterator[str]:
    for figure in list(missed(figures))[:_HINTS_AT_MOST]:
        yield f"nhiệm vụ, giải pháp để đạt chỉ tiêu: {lowered(figure.label)}; mới đạt {figure.shown}"
    empty = empty_areas(material)
    if empty:
        yield f"nhiệm vụ ở lĩnh vực chưa có nội dung: {lowered('; '.join(empty))}"
    limits = [voice for spec in spec_of(material, "limits") for voice in voices(spec, material.this)]
    for voice in shared(limits)[:_HINTS_AT_MOST]:
        said = clipped(_verbatim(voice), _HINT_AT_MOST)
        yield f"giải pháp khắc phục: “{said}” ({count(len(voice.units))} đơn vị nêu)"


def _proposals(material: Material) -> _Part:
    """The agency's own, addressed; what units propose is a hint, and told in full where the reader can act on it."""
    to = listed(material.stage.addressee.to)
    found = [voice for spec in spec_of(material, "proposals") for voice in voices(spec, material.this)]
    groups = shared(found)
    title = "Kiến nghị, đề xuất"
    if material.to_superior or not groups:
        first = [
            f"{count(len(voice.units))} đơn vị: “{clipped(_verbatim(voice), _HINT_AT_MOST)}”" for voice in groups[:2]
        ]
        hint = f"; gợi ý từ các đơn vị: {'; '.join(first)}" if first else ""
        return title, (Paragraph(gap(f"kiến nghị, đề xuất của {sender(material)} với {to}{hint}")),), ()
    intro = Paragraph("Các đơn vị kiến nghị, đề xuất:")
    items = (
        Paragraph(ended(f"{_verbatim(voice)} ({count(len(voice.units))} đơn vị)"), "item")
        for voice in groups[:VOICES_AT_MOST]
    )
    return title, (intro, *items, Paragraph(gap(f"kiến nghị, đề xuất của {sender(material)} với {to}"))), ()
