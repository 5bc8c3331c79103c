"""Words that are struck through: whoever wrote them no longer means them, so they are left out and named."""

from collections.abc import Iterable

from mailbot.reading.cleaning import one_line
from rules.wording import clipped

_NAMED = 5  # pieces in one sentence
_LENGTH = 80  # characters of each


def doubts(pieces: Iterable[str]) -> tuple[str, ...]:
    """One Vietnamese sentence that names what was left out; none where nothing was. Empty pieces part the others."""
    joined: list[str] = []
    apart = True
    for piece in pieces:
        if not piece.strip():
            apart = apart or not piece
        elif apart or not joined:
            joined.append(piece)
            apart = False
        else:
            joined[-1] += piece
    said = list(dict.fromkeys(clipped(one_line(piece), _LENGTH) for piece in joined))
    if not said:
        return ()
    more = ", …" if len(said) > _NAMED else ""
    return (f"Có chữ bị gạch ngang, không đọc: {', '.join(f'“{one}”' for one in said[:_NAMED])}{more}.",)
