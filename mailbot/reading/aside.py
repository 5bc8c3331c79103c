"""What a file holds beside its content: comments in the margin, pictures. None of it is read as content; it is named,
so that a person looks where it matters.
"""

from collections.abc import Iterable

from lxml import etree

from mailbot.reading.cleaning import one_line
from rules.wording import clipped, count

_NAMED = 3  # comments in one sentence
_LENGTH = 200  # characters of each
_SMALLEST = 1_800_000  # EMU, five centimetres: a logo, a stamp and a signature are smaller


def comments(said: Iterable[str]) -> tuple[str, ...]:
    """One Vietnamese sentence with the words of comments; none where there are none."""
    told = list(dict.fromkeys(one for text in said if (one := clipped(one_line(text), _LENGTH))))
    if not told:
        return ()
    more = ", …" if len(told) > _NAMED else ""
    return (f"Có ghi chú bên lề: {', '.join(f'“{one}”' for one in told[:_NAMED])}{more}.",)


def pictures(sizes: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """`sizes`: width and height in EMU. Those that may show a page, not logos and signatures."""
    many = sum(min(size) >= _SMALLEST for size in sizes)
    return (f"Có {count(many)} ảnh trong tệp, chưa đọc chữ trong ảnh.",) if many else ()


def words_of(comment: etree._Element) -> str:
    """All text of a comment, whatever its markup."""
    return " ".join("".join(comment.itertext()).split())


def sizes_of(root: etree._Element) -> list[tuple[int, int]]:
    """Of the pictures of a drawing or of a story: `ext` beside a picture, or `extent` around it."""
    found = []
    for size in root.iter("{*}extent", "{*}ext"):
        around = size.getparent()
        if size.get("cx") and around is not None and any(True for _ in around.iter("{*}blip")):
            found.append((int(size.get("cx") or 0), int(size.get("cy") or 0)))
    return list(dict.fromkeys(found))
