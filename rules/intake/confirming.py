"""What an answer to a letter with codes means: which proposals it confirms, or why none.

It confirms where no machine wrote it, where it comes from the address that the letter went to, where it names that
letter, and where phrase and code stand together in its writer's own words above any quotation. The letter shows them
apart, so no copy of it confirms: not a vacation note that quotes it, not a rule that passes it on.
"""

import re
from hmac import compare_digest

from rules.intake.decided_words import means_nothing, tokens
from rules.intake.decision import Confirmation
from rules.intake.denials import resolved
from rules.letter_kind import CODE
from rules.mail import Mail
from rules.post.own_words import said, written_in
from rules.post.quoting import before_quotation, is_forward
from rules.proposal import Proposal
from rules.season import Season
from rules.text import bare

PHRASE = "xác nhận"
_CODE = r"[0-9]{3}[ .-]?[0-9]{3}"
_CONFIRMS = re.compile(
    rf"(?:da\s+)?(?:(?:toi|em|minh|phong)\s+)?{bare(PHRASE)}(?:\s+(?:ma so|ma|so))?[\s:.-]*"
    rf"(?P<codes>{_CODE}(?:(?:\s*[,;+&]\s*|\s+va\s+|\s+){_CODE})*)\s*[.!]*"
)


_COURTESY = re.compile(r"\b(?:a|ah|nhe|nha|em|anh|chi|minh|giup|luon|vang|thua|mailbot|oi)\b")


def named_letter(mail: Mail, season: Season) -> str | None:
    """The Message-ID of the letter with codes that a mail names, by its Message-ID or by the mark in the subject."""
    known = {letter.message_id for letter in season.letters if letter.kind == CODE}
    known |= {one.letter for one in season.proposals if one.is_shown}
    for named in (*mail.in_reply_to, *reversed(mail.references)):
        if named in known:
            return named
    return next((one.letter for one in season.proposals if one.mark and one.mark in mail.subject.lower()), None)


def confirmation(mail: Mail, by: str, letter: str, season: Season, *, refuted: bool) -> Confirmation | None:
    """What the mail of `by`, in lower case, says to the letter of this Message-ID; None: nothing that anybody wrote.

    `refuted`: our server says that the domain of the sender did not send it. `season.as_of` is when it arrived.
    """
    shown = tuple(one for one in season.proposals if one.letter == letter)
    person = shown[0].person if shown else by
    if by != person:
        return Confirmation(letter, by, (by,), note=_FOREIGN)
    if refuted:
        return Confirmation(letter, by, season.campaign.office.letters_to, note=_REFUTED)
    if is_forward(mail.subject):
        return Confirmation(letter, by, (by,), note=_FORWARDED)
    written = before_quotation(written_in(mail))
    codes = _codes(said(written))
    if codes:
        return _judged(codes, shown, letter, by, season)
    if _declines(said(written)):
        return Confirmation(letter, by, season.campaign.office.letters_to, drops=tuple(_open(shown)))
    if any(one.mark in written for one in shown) or not said(written_in(mail)).strip():
        return None  # the letter itself, passed on or quoted by a rule
    return Confirmation(letter, by, (by,), note=_NO_CODE)


_FOREIGN = "Mã này gửi tới địa chỉ khác: chỉ thư trả lời từ chính địa chỉ nhận mã mới có giá trị."
_REFUTED = "Máy chủ thư cho biết thư xác nhận không do địa chỉ ghi ở mục người gửi gửi đi nên mailbot không làm theo."
_FORWARDED = "Đây là thư chuyển tiếp. Muốn xác nhận, hãy bấm Trả lời (Reply) vào chính thư có mã."
_NO_CODE = (
    f"Thư chưa có mã nên chưa làm gì. Hãy trả lời thư có mã, viết “{PHRASE}” và sáu chữ số của mã trên cùng một dòng, "
    "phía trên phần trích dẫn."
)
_NOTHING = "Thư có mã này đã được thay bằng thư gửi sau. Hãy dùng mã trong thư mới nhất."
_DONE = "Nội dung này đã được xác nhận từ trước, không làm lại."
_LAPSED = "Mã này đã hết hiệu lực nên chưa làm gì. Muốn quyết định, hãy trả lời lại thư đã hỏi."
_WRONG = "Mã không đúng nên chưa làm gì. Hãy xem lại sáu chữ số trong thư có mã; sai năm lần thì mã hết hiệu lực."


def _codes(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for line in text.splitlines():
        plain = _COURTESY.sub(" ", " ".join(re.sub(r"[\"'“”‘’()\[\]*_>]+", " ", bare(line)).split()))
        plain = " ".join(plain.split())
        if match := _CONFIRMS.fullmatch(plain):
            found += [re.sub(r"\D", "", code) for code in re.findall(_CODE, match["codes"])]
    return tuple(dict.fromkeys(found))


def _declines(text: str) -> bool:
    """One line, and nothing but a denial in it."""
    lines = [line for line in text.splitlines() if not means_nothing(line)]
    if len(lines) != 1 or "?" in lines[0]:
        return False
    said = tokens(lines[0])
    known = all(one.means("refuse", "not", "agree", "may", "small", "we") and not one.means("yet") for one in said)
    return known and "refuse" in resolved(said)


def _open(shown: tuple[Proposal, ...]) -> list[int]:
    return [one.number for one in shown if one.is_open]


def _judged(codes: tuple[str, ...], shown: tuple[Proposal, ...], letter: str, by: str, season: Season) -> Confirmation:
    meant = {one.number: one for code in codes for one in shown if compare_digest(one.code.encode(), code.encode())}
    if not shown:
        return Confirmation(letter, by, (by,), note=_NOTHING)
    if len(meant) < len(codes):
        waiting = any(one.is_open for one in shown)
        return Confirmation(letter, by, (by,), note=_WRONG if waiting else _LAPSED, wrong=waiting)
    late = [one for one in meant.values() if one.expires_at and one.expires_at < season.as_of]
    good = tuple(one.number for one in meant.values() if one.is_open and one not in late)
    if good:
        return Confirmation(letter, by, (by,), chosen=good)
    confirmed = any(one.state == "confirmed" for one in meant.values())
    return Confirmation(letter, by, (by,), note=_DONE if confirmed else _LAPSED)
