"""Names of persons and groups, without forms of address, degrees, positions and numbering."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from rules.lexicon import lexicon
from rules.text import bare, fold, is_blank, key, split_number, without_leaders, words

_SENTENCE = re.compile(r"(?<=[^\W\d_]{2}[a-zà-ỹ])\.\s+(?=[A-ZĐÀ-Ỹ])")  # "Nguyễn Văn An. Thời hạn: ..."
_BREAKS = re.compile(r"\s*[;\n\r|]\s*|\s+(?:và|cùng|&|\+)\s+", re.IGNORECASE)
_DASH = re.compile(r"\s+[-–—]\s*|\s*[–—]\s+|\s+/\s+|\s*:\s*")
_ANY_DASH = re.compile(r"\s*[-–—/:]\s*")
_ROLES = frozenset({"chu tri", "phoi hop", "chu nhiem", "thanh vien", "phu trach", "dau moi", "thuc hien"})
_PARENTHESES = re.compile(r"\s*[(\[][^()\[\]]*[)\]]?")
_PLACEHOLDER = re.compile(r"^[(\[].*[)\]]$")
_COMRADE = re.compile(r"\bđ\s*[/.]\s*c\b\.?\s*(?=[^\W\d_])", re.IGNORECASE)
_GROUP_OF = re.compile(  # "Nhóm tác giả gồm:" before the names that count
    r"\b(?:nhóm|tập thể|tổ|các)?\s*(?:tác giả|thực hiện|công tác|nghiên cứu|đồng tác giả|thành viên)?"
    r"\s*(?:gồm(?: có)?|bao gồm)"
    r"\s*(?:các)?\s*(?:đồng chí|đ/c|ông bà|thành viên|thầy cô)?\s*(?:\d{1,2}\s*(?:người|đồng chí|thành viên))?\s*:?\s*",
    re.IGNORECASE,
)
_NAMED_GROUP = re.compile(r"(?:^|(?<=[;\n]))\s*nhóm\b[^:;,\n]{0,30}:\s*(?=[^\W\d_])", re.IGNORECASE)
_POST = re.compile(r"(?P<post>[^()\n;,:]{4,60}?)\s*\((?P<who>[^()]{4,40})\)")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?\.?")
_NOISE = re.compile(r"\b(?:\d[\d.\s-]{6,}\d|[\w.+-]+@[\w.-]+)\b")  # telephone numbers and addresses
_WORDS = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
_TIME = re.compile(  # "Quý II", "Thứ Năm", "Học kỳ I": when, though each word has a capital
    r"(?:qui|thu|thang|tuan|nam|hoc)\s+(?:i{1,3}|iv|nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi|ki|hoc)\b"
)
_SHORTEST, _LONGEST = 2, 6  # words in the name of a person


@lru_cache(maxsize=4096)
def people(text: str) -> tuple[str, ...]:
    """Every person and group that a text names, in order, once; the names as written."""
    text = _COMRADE.sub("đc ", _posts_named(text))
    text = _NOISE.sub(" ", _PARENTHESES.sub(" ", _commas_in_groups(_GROUP_OF.sub("", _NAMED_GROUP.sub("", text)))))
    names: list[str] = []
    for piece in _BREAKS.split(_SENTENCE.sub("; ", text)):
        names.extend(_of_piece(piece))
    return tuple(dict.fromkeys(name for name in names if name)) or _as_written(text)


def _posts_named(text: str) -> str:
    """ "Kế toán (Lù Thị Sen)": a post, and in parentheses who holds it."""
    return _POST.sub(lambda found: found["who"] if _is_held(found["post"], found["who"]) else found.group(), text)


def _is_held(post: str, who: str) -> bool:
    post, who = _clean(post), _clean(who)
    return _starts(post, _position_starts()) and not is_person(_leading_name(post)) and is_person(who)


def _of_piece(piece: str) -> Iterator[str]:
    parts = [part for part in (_clean(part.replace("\x00", ",")) for part in piece.split(",")) if part]
    for part in parts:
        yield from _of_part(part)


def _of_part(part: str) -> Iterator[str]:
    if is_group(part):
        yield from _group(part)
        return
    named = False
    for segment in _ANY_DASH.split(part):
        if named and _starts(_clean(segment), _position_starts()):
            continue  # "Phạm Thị Huệ - GIÁO VIÊN TIN HỌC": what somebody is, capitals or not
        for name in _one_by_one(_leading_name(_clean(segment))):
            if is_person(name):
                named = True
                yield name


def _one_by_one(text: str) -> list[str]:
    """Two names that lost the break between them: "Giàng Seo Mẩy Vàng Văn An"."""
    tokens = text.split()
    for i in range(_SHORTEST, len(tokens) - 2):
        if tokens[i + 1].casefold() in lexicon().people.middles and tokens[i][:1].isupper():
            return [" ".join(tokens[:i]), *_one_by_one(" ".join(tokens[i:]))]
    return [text]


def is_group(part: str) -> bool:
    """Whether a text names a group; "Đoàn Thị Thơm" is a person, "Đoàn Thanh niên" is not."""
    if _is_abbreviated(part) and not _starts(part, _position_starts()):
        return True
    if not _starts(part, _collective_starts()) or _starts(part, _position_starts()):
        return False
    return not is_person(_leading_name(_clean(_ANY_DASH.split(part)[0])))


def _is_abbreviated(part: str) -> bool:
    """ "BCH Đoàn trường", "BTC hội thi": capitals that stand for a body, and small words that no name has."""
    first, _, rest = part.partition(" ")
    consonants = first.isupper() and not set(bare(first)) & set("aeiouy")
    return len(first) > 1 and consonants and any(token[0].islower() for token in rest.split()[:2])


def _group(part: str) -> Iterator[str]:
    """A group keeps its dashes ("Tổ Toán - Tin"), but not a role or a person behind one ("- chủ trì")."""
    head, *rest = (_clean(segment) for segment in _DASH.split(part))
    persons = [segment for segment in rest if is_person(segment) and len(segment.split()) > _SHORTEST]
    roles = [segment for segment in rest if bare(segment) in _ROLES]
    yield head if persons or roles else part
    yield from persons


def is_person(text: str) -> bool:
    """Whether a text can be the name of one person: two to six words, each with a capital, none of a position."""
    tokens = text.split()
    if not _SHORTEST <= len(tokens) <= _LONGEST or _starts(text, _position_starts()) or _TIME.match(bare(text)):
        return False
    if _starts(text, _collective_starts()) and not (_starts(text, _surnames()) and len(tokens) > _SHORTEST):
        return False
    return all(_NAME_WORD.fullmatch(token) and token[0].isupper() for token in tokens)


def with_capitals(text: str) -> str:
    """ "thầy hoàng văn sơn ạ" as it is spelled: a family name, and a middle name behind it or "thầy" before it."""
    tokens = text.split()
    if any(token[0].isupper() for token in tokens[1:]):
        return text
    known, at = lexicon().people, 0
    spelled = bare if text.isascii() else str.casefold  # "Chi đoàn giáo viên": no "chị" before a "Đoàn"
    called, families, middles = (set(map(spelled, some)) for some in (known.address, known.families, known.middles))
    while at < len(tokens) - 1:
        begins = spelled(tokens[at]) in families
        middle = spelled(tokens[at + 1]) in middles and len(tokens) > at + 2
        if begins and (middle or (at and spelled(tokens[at - 1]) in called)):
            end = next((n for n in range(at + 2, len(tokens)) if _ends_a_name(tokens[n], n - at)), len(tokens))
            end = min(end, at + _LONGEST)
            tokens[at:end] = [token.capitalize() for token in tokens[at:end]]
            at = end
        at += 1
    return " ".join(tokens)


def _ends_a_name(token: str, place: int) -> bool:
    """ "anh" behind two words is a name: "Hoàng Lan Anh"."""
    plain = bare(token).strip(".,;")
    called = plain in _CALLED_UPON and place >= _WHOLE_NAME
    return not token.strip(".,;").isalpha() or plain in _BEHIND_A_NAME or called


_BEHIND_A_NAME = frozenset(words("ạ nhé nhá nha và là làm phụ thực ơi của vào cùng đứng nữa giúp với"))
_CALLED_UPON = frozenset(words("chị anh em cô thầy"))
_WHOLE_NAME = 3  # words


def _clean(text: str) -> str:
    """Without numbering, leaders, forms of address, degrees."""
    _, text = split_number(without_leaders(text).strip(" .,:-*•"))
    text = text.strip(" .,:-")
    while True:
        shorter = _without_first(text, _address())
        if shorter == text:
            return text
        text = shorter


def _without_first(text: str, phrases: tuple[str, ...]) -> str:
    plain = text.casefold()
    for phrase in _without_accents(phrases) if text.isascii() else phrases:
        end = len(phrase)
        if plain.startswith(phrase) and end < len(plain) and not plain[end].isalpha():
            rest = text[end:].lstrip(" .:,-")
            if rest and rest[0].isalpha() and (rest[0].isupper() or phrase.startswith(("cac", "d"))):
                return rest
    return text


def _leading_name(text: str) -> str:
    """The name at the beginning, or behind a position: "Phó Hiệu trưởng Nguyễn Văn A", "Nguyễn Văn A giáo viên"."""
    behind = _without_first(text, _positions())
    while behind != text:
        text, behind = behind, _without_first(behind, _positions())
    if _starts(text, _position_starts()):
        return ""
    tokens = text.split()
    for cut in range(_SHORTEST, len(tokens)):
        if _starts(" ".join(tokens[cut:]), _position_starts()) or not tokens[cut][:1].isupper():
            return " ".join(tokens[:cut])
    return text


def _starts(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether a text begins with one of the phrases; accents count: "Bàn Thị Nái" is no "ban", "Trương" no "trường"."""
    return _spoken(text).startswith(_without_accents(phrases) if text.isascii() else phrases)


@lru_cache(maxsize=16)
def _without_accents(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """For texts without accents, in which "co" may be "cô" and "Doan truong" is "Đoàn trường"."""
    return tuple(f"{bare(phrase)} " if phrase.endswith(" ") else bare(phrase) for phrase in phrases)


@lru_cache(maxsize=8192)
def _spoken(text: str) -> str:
    return " ".join(_WORDS.findall(key(text))) + " "


def _commas_in_groups(text: str) -> str:
    """A comma inside the name of a group ("Tập thể CB, GV, NV") does not part two owners."""
    lines = []
    for line in text.split("\n"):
        pieces = line.split(",")
        joined = pieces[0]
        for before, piece in pairwise(pieces):
            whole = is_group(_clean(joined.rpartition(";")[2])) and not (
                is_person(_leading_name(_clean(piece))) or _starts(_clean(piece), _collective_starts())
            )
            joined += ("\x00" if whole and before else ",") + piece
        lines.append(joined)
    return "\n".join(lines)


def _as_written(text: str) -> tuple[str, ...]:
    """Owners that look like no name at all ("giáo viên chủ nhiệm khối 12") are kept as the document has them."""
    pieces = (_clean(fold(piece.replace("\x00", ","))) for piece in re.split(r"[;\n]", text))
    return tuple(
        dict.fromkeys(
            piece
            for piece in pieces
            if len(words(piece)) >= _SHORTEST and not is_blank(piece) and not _PLACEHOLDER.match(piece)
        )
    )


@lru_cache(maxsize=1)
def _address() -> tuple[str, ...]:
    return _longest_first(lexicon().people.address)


@lru_cache(maxsize=1)
def _positions() -> tuple[str, ...]:
    return _longest_first(lexicon().people.positions)


@lru_cache(maxsize=1)
def _position_starts() -> tuple[str, ...]:
    return tuple(_spoken(word) for word in lexicon().people.positions)


@lru_cache(maxsize=1)
def _collective_starts() -> tuple[str, ...]:
    return tuple(_spoken(word) for word in lexicon().people.collectives)


@lru_cache(maxsize=1)
def _surnames() -> tuple[str, ...]:
    return tuple(_spoken(word) for word in lexicon().people.surnames)


def _longest_first(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted((phrase.casefold() for phrase in phrases), key=len, reverse=True))
