"""Two plays of the demo's season, letter by letter: `python -m tests.house.seasons BEFORE AFTER`, folders that
`mailbot demo` has filled.

Letters are beside each other by kind, recipient and day. What differs is told sentence by sentence and named by what
asked for it (`CAUSES`); what nobody asked for is listed. Numbers that are drawn (codes, marks of letters) are left out.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from email import message_from_bytes
from email.policy import default
from pathlib import Path

Place = tuple[str, str, str]  # kind, recipients, day


@dataclass(frozen=True, slots=True)
class Sent:
    subject: str
    sentences: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """`says` is looked for in what differs: a sentence, a subject, the name of a file, or "only before|after". `kinds`:
    of letters, all where there are none."""

    name: str
    says: str
    kinds: str = ""


_WITH_TARGETS, _WITH_QUESTIONS = "closing|office-reminder|weekly", "closing|office-reminder|weekly|digest"

CAUSES = (
    Cause("17: the campaign by its name in quotation marks", r"Thực hiện phong trào thi đua|^- Hướng nghiệp dạy nghề"),
    Cause("17: the drafts of the report that is signed, half a page, doubts, with the letter", r"dự thảo|-re\w+-\*-"),
    Cause("17: what has changed since the last draft",
          r"→|DỰ THẢO|dùng tiếp|^- (?:Mới|Thêm|Ý kiến|Cá nhân|Đơn vị|Trường|Phòng|Số|Mô hình)|\((?:THPT|Thanh tra)|"
          r"^Thanh tra và|^THPT số|:$", "closing|office-reminder"),
    Cause("17: targets beside what was reached", r"\d%|chỉ tiêu|CHỈ TIÊU|ký số|mô hình, giải pháp, sáng kiến|Các cơ sở|"
          r"không dùng tiền mặt|dữ liệu cá nhân", _WITH_TARGETS),
    Cause("9: the first start is noted", r"bắt đầu|từ lúc đó|nhận được thư xác nhận", "before-go-live"),
    Cause("9: strangers get a letter that quotes nothing", r"", "acknowledgement"),
    Cause("9: what strangers sent is told to the unit that they name",
          r"only (?:before|after): Đã nhận đăng ký", "receipt"),
    Cause("9: addresses and links that others wrote are inert", r"\[[@.:]\]|\[://\]"),
    Cause("11: one decision by mail, with its code", r"", "code|answered"),
    Cause("12: why a paper is none of ours", r"không phải là bản nộp|không nhắc đến", "receipt"),
    Cause("13: units are heard, and read what becomes of it", r"", "reply|decision|undecided"),
    Cause("13: units are heard, and read what becomes of it", r"only before: Đã nhận thư của đơn vị", "receipt"),
    Cause("13: who waits for the office is not reminded", r"only before", "overdue|reminder"),
    Cause("13: questions are asked once, show what was read, and close by themselves", r"", "questions"),
    Cause("13: questions are asked once, show what was read, and close by themselves",
          r"việc c(?:ần|hờ)|^\d+\.$|Địa chỉ gửi|mở xem|có phải|Có (?:đồng ý|ghi nhận)|Chưa đọc được|lùi thời hạn|"
          r"Đơn vị viết|^“(?:Xin|Nhà)", _WITH_QUESTIONS),
)  # fmt: skip


def letters(folder: Path) -> dict[Place, list[Sent]]:
    found: dict[Place, list[Sent]] = defaultdict(list)
    for path in sorted((folder / "thu-di").glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), policy=default)
        kind, body = str(mail["X-Mailbot"]).split("/")[1], mail.get_body(("plain",))
        text = _undrawn(body.get_content()) if body else ""
        files = (re.sub(r"\d{8}-\d{4}", "*", one.get_filename() or "") for one in mail.iter_attachments())
        day = str(mail["Date"])[:16]
        found[(kind, str(mail["To"]), day)].append(Sent(_undrawn(str(mail["Subject"])), _sentences(text), tuple(files)))
    return found


def _undrawn(text: str) -> str:
    return re.sub(r"\b[0-9a-f]{16,}\b|(?<=Mã: )\d{3} \d{3}", "*", text)


def _sentences(text: str) -> tuple[str, ...]:
    """Wherever the lines were wrapped."""
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-•“[]|\d+[.)]? ))", text)
    return tuple(one for block in blocks for one in re.split(r"(?<=[.;:?]) ", " ".join(block.split())) if one)


def differences(before: list[Sent], after: list[Sent]) -> Iterator[str]:
    """Of the letters at one place."""
    for old, new in zip(before, after, strict=False):
        changed = unified_diff(old.sentences, new.sentences, lineterm="", n=0)
        yield from (line[1:] for line in changed if line[0] in "+-" and line[:3] not in ("+++", "---"))
        yield from {old.subject, new.subject} if old.subject != new.subject else ()
        yield from sorted({*old.files} ^ {*new.files})
    longer, side = (before, "only before") if len(before) > len(after) else (after, "only after")
    yield from (f"{side}: {one.subject}" for one in longer[min(len(before), len(after)) :])


def cause(kind: str, difference: str) -> str:
    """What asked for it; "" where nothing did."""
    named = (
        one.name
        for one in CAUSES
        if (not one.kinds or re.fullmatch(one.kinds, kind)) and re.search(one.says, difference)
    )
    return next(named, "")


def table(before: dict[Place, list[Sent]], after: dict[Place, list[Sent]]) -> Iterator[str]:
    """By kind how many letters are as they were, then by cause how many letters it touches, then what none explains."""
    alike: dict[str, Counter[str]] = defaultdict(Counter)
    touched: Counter[str] = Counter()
    strange: list[str] = []
    for place in sorted(before.keys() | after.keys()):
        old, new = before.get(place, []), after.get(place, [])
        changes = list(differences(old, new))
        alike[place[0]]["changed" if changes else "same"] += max(len(old), len(new))
        strange += [f"{place}: {one}" for one in changes if not cause(place[0], one)]
        touched.update({cause(place[0], one) for one in changes} - {""})
    yield f"letters before {_count(before)}, after {_count(after)}"
    yield from (f"{kind}: {count['same']} the same, {count['changed']} not" for kind, count in sorted(alike.items()))
    yield from (f"{number:4}  {name}" for name, number in touched.most_common())
    yield f"asked for by nothing: {len(strange)}"
    yield from strange


def _count(found: dict[Place, list[Sent]]) -> int:
    return sum(map(len, found.values()))


def main(folders: Iterable[str]) -> None:
    before, after = map(Path, folders)
    for line in table(letters(before), letters(after)):
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
