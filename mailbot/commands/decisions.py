"""`mailbot decide list`: what waits for the office, and what it has decided."""

from collections.abc import Iterator, Sequence

from mailbot.commands.outcome import Outcome
from rules.letters.reminders import batch_called, waiting_batches
from rules.rulings import Ruling
from rules.season import Season
from rules.standing.questions import answers_to
from rules.standing.ruling_words import decision_in_words


def decisions(season: Season, decided: Sequence[Ruling]) -> Outcome:
    return Outcome(tuple(_lines(season, decided)))


def _lines(season: Season, decided: Sequence[Ruling]) -> Iterator[str]:
    waiting = [question for question in season.questions if question.answer is None]
    yield f"Câu hỏi chờ trả lời: {len(waiting)}"
    for question in waiting:
        yield f"  {question.number}. {question.text}"
        yield f"     mailbot decide answer {question.number} “{'” hoặc “'.join(answers_to(question))}”"
    batches = waiting_batches(season)
    yield f"Đợt nhắc chờ đồng ý: {len(batches)}"
    for batch in batches:
        called = batch_called(batch, season.campaign)
        yield f"  {called}: mailbot decide send “{called}” (hoặc stop)"
    yield f"Đã quyết định: {len(decided)}"
    for ruling in decided:
        yield f"  {decision_in_words(ruling, season.campaign.calendar)}"
