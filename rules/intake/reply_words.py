"""The words in which people of an office decide, as they are compared: no accents, lower case (`rules.text.bare`).

A phrase with slips of the finger is taken for the one it is nearest to, unless phrases of other meanings are as near.
"""

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from rules.text import bare, nfc


def _phrases(*texts: str) -> tuple[str, ...]:
    """As they are compared."""
    return tuple(dict.fromkeys(bare(text) for text in texts))


YES = _phrases(
    "dung", "dung roi", "dung vay", "dung the", "dung la", "ddung", "ddungs", "dungs", "phai", "phai roi",
    "dung phai",
    "co", "co a", "yes", "y", "ok", "oke", "okay", "okie", "okla", "dong y", "nhat tri", "chinh xac", "chuan",
    "duoc", "dong y mien", "dong y cho mien", "cho mien",
    "dc", "duoc roi", "chap nhan", "chap thuan", "xac nhan", "ghi nhan", "xac nhan dung", "dong y ghi nhan",
    "uh", "u",
    "con", "con thuc hien", "van con", "van thuc hien", "la mot", "cung mot", "cung 1", "giong nhau", "nhu goi y",
    "theo goi y", "1 dung", "trung", "phe duyet", "duyet", "da duyet", "d", "chuan roi", "nhat tri cao",
)  # fmt: skip
AGREED = _phrases(
    "ok", "oke", "okay", "okie", "dong y", "nhat tri", "phe duyet", "duyet", "chap thuan", "chap nhan", "xac nhan",
    "chuan", "duoc", "duoc roi", "ok het", "theo goi y", "nhu goi y",
)  # fmt: skip
"""With which a person agrees to all that a letter proposes, without naming a number."""
NO = _phrases(
    "khong", "khoong", "khong dung", "khong phai", "khong dong y", "khong nhat tri", "khong chap nhan", "ko",
    "k", "kg",
    "hong", "khong co", "ko dung", "k dung", "ko phai", "k phai", "ko dong y", "k dong y", "sai", "sai roi", "no",
    "chua dung", "chua phai", "khong ghi nhan", "khong tinh", "tu choi", "khac nhau", "la hai", "hai cai khac nhau",
    "khong tien", "khong the", "khong nen", "khong con", "khong con thuc hien", "khong thuc hien",
    "khong gia han", "khong mien", "chua mien", "khong dc", "khong duoc", "ko duoc",
    "ko dc", "khong cho", "khong trung",
)  # fmt: skip
SKIP = _phrases(
    "bo qua",
    "bo",
    "skip",
    "khong can",
    "khong xet",
    "khong quan tam",
    "bo di",
    "bo qua di",
    "loai",
    "khong can xu ly",
    "bq",
)
HEDGES = _phrases("e la", "e rang", "toi e la", "chac la khong", "thoi", "thoi thi", "thoi thi cung", "cung")
"""With which people soften an answer."""
LATER = _phrases(
    "de chi", "de anh", "de toi", "de minh", "de phong", "de mai", "de hoi", "de xem", "xin y kien", "tra loi sau",
    "bao sau", "de suy nghi", "mai tra", "se tra loi", "de noi chuyen", "tinh sau", "doi chi",
)  # fmt: skip
"""With which a person says that the answer will come."""
SPARED = _phrases(
    "ban giay", "nop giay", "giay roi", "mien", "khong thuoc dien", "thi thoi", "tha cho", "khoi", "duoc mien",
    "ban cung",
    "khong phai nop", "khong phai gui", "nop roi", "gui roi", "dung nhac", "khong can nhac", "khoi nhac",
    "thi dung", "tuyet doi khong", "thi khong",
)  # fmt: skip
"""Why a unit of a batch need not be reminded."""
AROUND_THE_REST = frozenset(
    _phrases(
        "cac", "nhung", "may", "truong", "phong", "don", "vi", "cho", "khac", "con", "lai", "thi", "van", "cu", "gui",
        "di", "binh", "thuong", "dot", "thu", "het", "toi",
    )
)  # fmt: skip
_GOING = frozenset(
    _phrases("cu", "the", "ma", "thoi", "cung", "van", "nhu", "vay", "di", "gui", "duoc", "ok", "dong", "y", "cho")
)
UNSURE = _phrases(
    "chua",
    "chua biet",
    "chua ro",
    "chua chac",
    "chac",
    "de xem",
    "de hoi",
    "khong biet",
    "khong ro",
    "khong nho",
    "tuy",
)
"""No answer, however like one it looks: "chưa" is no slip of "chuẩn"."""
ALL = _phrases(
    "het", "tat ca", "hets", "toan bo", "ca", "moi cau", "tat ca cac cau", "cac cau", "ca roi", "tuot", "all",
    "tat ca deu", "het ca", "moi viec", "cac viec", "tat ca cac viec",
)  # fmt: skip
STOP = _phrases(
    "dung", "dung lai", "dung gui", "khong gui", "chua gui", "chua gui voi", "khoan", "khoan gui", "tam dung",
    "hoan",
    "hoan lai", "hoan gui", "ngung", "ngung gui", "ngung lai", "stop", "ko gui", "k gui", "dungf", "huy gui",
    "thoi",
    "khong can nhac", "khong can nhac nua", "khong nhac nua", "khong can gui", "khong can nhac nua dau",
    "chua gui voi",
    "dung het", "dung tat ca", "dung dot nay", "dung dot nhac nay", "dung dot nhac", "khong dong y", "khong duyet",
    "khong dong y gui", "dung gui nua", "tam dung gui", "huy", "dung khong gui",
    "khoan da", "khoan hay gui", "khoan gui da", "cho da",
)  # fmt: skip
SEND = _phrases(
    "gui", "gui di", "u", "uh", "vang", "duoc", "dc", "duoc roi", "cho gui", "guir", "guiwr", "guwir", "gui het",
    "gui tat ca", "gui luon", "gui ngay", "duyet", "dong y gui", "dong y", "ok gui", "nhat tri", "nhat tri gui",
    "dong y cho gui", "cho phep gui", "send", "ok", "duyet gui", "da duyet", "goi", "goi di", "gui thu",
    "gui nhe", "phe duyet",
)  # fmt: skip
EXCEPT = _phrases(
    "tru", "tru don vi", "tru so", "tru cac don vi", "tru cac so", "ngoai tru", "tru ra", "bo", "bo so", "bo ra",
    "khong gui", "khong nhac", "bo don vi", "tru cau", "tru cac cau", "loai", "loai tru", "khong tinh", "ko gui",
    "tru viec", "tru dv",
)  # fmt: skip
OUT = _phrases(
    "tru", "ngoai tru", "tru ra", "bo", "bo ra", "loai", "loai ra", "loai tru", "khong gui", "dung gui", "khoi gui",
    "chua gui", "thoi gui", "khong nhac", "dung nhac", "khoi nhac", "chua nhac", "ko gui", "ko nhac", "k gui",
    "k nhac",
    "khong can gui", "khong can nhac", "khoan nhac", "mien", "mien cho", "rut", "go", "tha cho", "dung nhac",
    "thi thoi",
)  # fmt: skip
FAINT = _phrases("thi thoi", "ok", "goi", "bo", "go", "rut", "mien", "thoi", "ko gui", "huy", "tru")
"""Of these words about a batch that a reason may well hold as well."""
ONLY = _phrases("chi gui", "chi nhac", "chi gui cho", "gui rieng", "gui cho rieng", "chi can gui")
AROUND_NAMES = frozenset(
    _phrases(
        "ra", "thoi", "nhe", "nha", "nhung", "con", "thi", "ma", "cho", "don", "vi", "dot", "nay", "nua", "rieng", "em",
        "a",         "gui", "toi", "den", "hai", "ba", "voi", "dv", "gi", "ca", "roi", "luon",
    )
)  # fmt: skip
"""Small words that stand around names of units in a statement about a batch."""
DAY_OF_SENDING = re.compile(
    r"(?:\b(?P<after>sau)\s+)?(?P<day>(?:(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t[2-7])\b"
    r"(?:\s+tuan (?:sau|toi|nay))?\s*)?(?:(?:ngay|hom|mung)\s+)?\d{1,2}\s*(?:[/.-]|thang)\s*\d{1,2}(?:[/.-]\d{4})?"
    r"|(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t[2-7])\b(?:\s+tuan (?:sau|toi|nay))?"
    r"|(?:ngay|sang|chieu) (?:mai|kia)|\bmai\b|(?:dau |sang )?tuan (?:sau|toi)|(?:ngay|hom) \d{1,2}\b)"
)
"""When a batch should leave. `after`: not on that day yet."""
DELAYING = frozenset(
    _phrases("hoan", "lui", "de", "doi", "cho", "khoan", "dung", "tam", "ngung", "chuyen", "gui", "nhac", "hen")
)
AROUND_A_DELAY = frozenset(
    _phrases(
        "hoan", "lui", "de", "doi", "cho", "khoan", "da", "dung", "tam", "ngung", "chuyen", "sang", "gui", "nhac",
        "hay", "hang", "den", "toi", "lai", "vao", "roi", "moi", "dot", "nay", "thu", "ngay", "hom", "sang", "chieu",
        "thi", "hen", "het", "dau", "gio",
    )
)  # fmt: skip
"""Words of waiting and sending, and small ones between them and a day."""
SMALL = frozenset(
    _phrases(
        "truong", "ho", "em", "chi", "anh", "voi", "rieng", "thoi", "thi", "ve", "nhe", "nha", "a", "cua", "luon",
        "day", "do", "giup", "xem", "roi",
    )
)  # fmt: skip
"""Small words that stand around an answer and change nothing of it."""
UNDO = _phrases(
    "hoan tac", "hoan tac viec", "hoan tac so", "hoan tac quyet dinh", "hoan tac quyet dinh so",
    "hoan tac viec so", "huy", "huy so", "huy quyet dinh", "huy quyet dinh so", "huy viec", "huy bo", "undo",
    "rut lai",
    "thu hoi", "lam lai", "bo quyet dinh", "bo quyet dinh so", "hoan tac cau", "huy bo quyet dinh",
    "huy bo quyet dinh so",
)  # fmt: skip
PAPER = _phrases(
    "nop ban giay", "ban giay", "nop giay", "nop bang giay", "nop bang ban giay", "gui ban giay", "nop truc tiep",
    "nop tai phong", "nop qua he thong khac", "qua he thong khac", "gui qua he thong khac", "nop tay",
    "co ban giay",
    "nop ban cung", "ban cung", "gui ban cung", "nop qua ioffice", "gui qua ioffice", "nop cach khac",
    "nop bang cach khac",
    "nop qua zalo", "gui qua zalo", "nhan ban giay", "nop ban in", "nop qua truc lien thong",
    "gui qua truc lien thong",
    "gui truc tiep", "gui ban giay", "nop roi", "nop ho so giay",
)  # fmt: skip
RECEIVED = _phrases(
    "nhan", "nhan duoc", "tinh la nhan", "tinh nhan", "tinh", "ghi nhan", "den", "nhan thu", "nop", "gui", "ghi"
)
EXTEND = _phrases(
    "gia han", "dong y gia han", "cho gia han", "dong y cho gia han", "lui", "lui han", "lui thoi han", "cho lui",
    "keo dai", "han", "thoi han", "dong y", "ok", "duoc", "dong y lui", "cho den", "cho", "ok gia han",
    "dong y lui han",
    "gia han them", "cho lui han", "gia han nop",
)  # fmt: skip
PAST = _phrases("da", "don vi da", "truong da", "phong da", "don vi", "ho da", "da duoc")
OWNED = _phrases(
    "la",
    "cua",
    "la cua",
    "thu cua",
    "thuoc",
    "thuoc ve",
    "don vi",
    "cua don vi",
    "la don vi",
    "la cua don vi",
    "gan cho",
    "day la",
    "day la cua",
)

_COURTESY = re.compile(r"\b(?:a|ah|nhe|nhes|nha|nhi|nhen|em|anh|chi|minh|giup|voi a|luon|roi a|vang|thua|mailbot|oi)\b")
NOISE = re.compile(
    r"^(?:kinh (?:gui|chao|thua)\b.*|(?:xin )?chao\b(?: \w+){0,4}|thua (?:anh|chi|cac|ban)\b(?: \w+){0,4}|hi|hello|"
    r"dear(?: \w+){0,4}|"
    r"(?:da |vang |ok )?(?:xin )?(?:chan thanh )?(?:cam on|thanks?)"
    r"(?: (?:nhieu|rat nhieu|mailbot|ban|em|anh|chi|cac|a|you))*|"
    r"tran trong|than ai|"
    r"(?:toi|minh|phong|em) (?:xin )?(?:tra loi|phan hoi|phuc dap)(?: nhu sau| thu nay| cac cau hoi)*|"
    r"(?:xin loi )?(?:chi |anh |toi |minh |em )?nham(?: roi| mat)?|"
    r"(?:da )?nhan(?: duoc)?(?: thu)?(?: roi)?|"
    r"tra loi|nhu sau|phan hoi|phuc dap|da xem|y kien(?: cua phong)?(?: nhu sau)?)$"
)
NOT_A_NAME = re.compile(r"\b(?:khong|ko|k|chu|ma|hoac|hay|hinh nhu|co le|chac|neu|chua|nhung|\?)\b|\?")


def without_courtesy(plain: str) -> str:
    return " ".join(_COURTESY.sub(" ", plain).split())


_MOST_SLIPS = 2


def _slips(phrase: str) -> int:
    """How many slips of the finger a phrase of this length may have. Short words differ by one letter too easily."""
    return 0 if len(phrase) < 4 else 1 if len(phrase) < 9 else _MOST_SLIPS


def puts_off(plain: str) -> bool:
    """Whether a statement says that the answer will come later."""
    return "?" not in plain and any(f" {phrase} " in f" {plain} " for phrase in LATER)


def lets_go(plain: str) -> bool:
    """ "được, cứ thế mà gửi", "8h sớm quá nhưng thôi cũng được": what stands behind "nhưng" decides."""
    before, but, behind = plain.rpartition(" nhung ")
    if but and any(f" {phrase} " in f" {before} " for phrase in (*OUT, *STOP, *ONLY)):
        return False
    words = behind.split()
    consents = "gui" in words or "duoc" in words
    return consents and len(words) > 1 - bool(but) and set(words) <= _GOING


def means(plain: str, phrases: Sequence[str]) -> bool:
    """Whether this is one of the phrases, or one with slips that no phrase of a rival meaning explains as well."""
    if plain in phrases:
        return True
    nearest = [_nearest(plain, rivals) for rivals in _RIVALS if phrases in rivals]
    return any(near and near <= set(phrases) for near in nearest)


def _nearest(plain: str, rivals: Sequence[Sequence[str]]) -> set[str]:
    """The phrases that are nearest to one with slips; none where it has more slips than a phrase may have."""
    near: dict[str, int] = {}
    for phrase in {one for phrases in rivals for one in phrases if one[:1] == plain[:1]}:
        distance = OSA.distance(plain, phrase, score_cutoff=_MOST_SLIPS)
        if distance <= _slips(phrase):
            near[phrase] = distance
    least = min(near.values(), default=0)
    return {phrase for phrase, distance in near.items() if distance == least}


_RIVALS: Sequence[Sequence[Sequence[str]]] = (
    (YES, NO, SKIP, PAPER, EXTEND, UNSURE),
    (STOP, SEND, EXCEPT, UNDO),
)
"""Which meanings compete for a phrase with slips: answers to questions, and words about a batch."""


_STOPPING = re.compile(r"\b(?:d[ừưửữự]ng|đ[ừưửữự]ng|dùng|dungf|duwngf|dunwgf|dwngf)\b")
_RIGHT = re.compile(r"\b(?:đ[uúùủũụ]n?g?n?|dú?n?gn?|ddungs?|dungs)\b(?<!dung)")


def is_stopping(written: str) -> bool:
    """ "dừng" and "đúng" are one word without accents: only accents tell them apart."""
    return bool(_STOPPING.search(nfc(written).casefold()))


def is_right(written: str) -> bool:
    return bool(_RIGHT.search(nfc(written).casefold()))
