"""What a file holds beside its content: comments in the margin, pictures. None of it is read as content; it is handed
on, so that a person looks where it matters.
"""

from collections.abc import Iterable

from lxml import etree

from mailbot.reading.cleaning import one_line

_MOST = 50  # comments
_LONGEST = 500  # characters of each
_SMALLEST = 1_800_000  # EMU, five centimetres: a logo, a stamp and a signature are smaller


def comments(found: Iterable[etree._Element]) -> tuple[str, ...]:
    """What comments say, each once, whatever their markup."""
    texts = (one_line(" ".join(_said(one).split()))[:_LONGEST] for one in found)
    return tuple(dict.fromkeys(filter(None, texts)))[:_MOST]


def _said(comment: etree._Element) -> str:
    """Its text alone: LibreOffice writes into a comment of a sheet where it stands, too."""
    return "".join(" " if etree.QName(one).localname == "p" else one.text or "" for one in comment.iter("{*}p", "{*}t"))


def pictures(root: etree._Element) -> int:
    """How many pictures of a drawing or of a story may show a page: the size stands beside them or around them."""
    found = set()
    for size in root.iter("{*}extent", "{*}ext"):
        around = size.getparent()
        width, height = size.get("cx"), size.get("cy")
        if around is None or not (width and height and width.isdecimal() and height.isdecimal()):
            continue
        if min(int(width), int(height)) >= _SMALLEST and any(True for _ in around.iter("{*}blip")):
            found.add(_outermost(around))
    return len(found)


def _outermost(element: etree._Element) -> etree._Element:
    """The anchor of a picture, which names its size twice."""
    above = element
    while (parent := above.getparent()) is not None and etree.QName(above).localname not in _ANCHORS:
        above = parent
    return above if etree.QName(above).localname in _ANCHORS else element


_ANCHORS = frozenset({"inline", "anchor", "oneCellAnchor", "twoCellAnchor", "absoluteAnchor"})
