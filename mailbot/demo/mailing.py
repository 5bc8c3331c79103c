"""How units put their papers into mails: subjects, greetings and file names, varied but always the same."""

from dataclasses import replace
from datetime import timedelta

from mailbot.demo.luck import luck
from mailbot.demo.people import head_of, staff
from mailbot.demo.script import Client, Gain, Layout, Paper, Post, Stage, Work, moment
from mailbot.demo.units import address, unit
from mailbot.demo.works import works

_SUBJECTS: dict[Stage, tuple[str, ...]] = {
    "registration": (
        "Đăng ký mô hình, giải pháp, sáng kiến CCHC năm 2024 - {short}",
        "V/v đăng ký sáng kiến cải cách hành chính năm 2024",
        "{short} gửi đăng ký CCHC 2024",
        "Nộp phiếu đăng ký CCHC",
    ),
    "report": (
        "Báo cáo kết quả thực hiện mô hình, giải pháp, sáng kiến CCHC năm 2024 - {short}",
        "V/v báo cáo kết quả sáng kiến CCHC",
        "{short} gửi báo cáo CCHC 2024",
        "Gửi báo cáo",
    ),
}
_BODIES: dict[Stage, tuple[str, ...]] = {
    "registration": (
        "Kính gửi Phòng Tổ chức cán bộ,\n\n{name} xin gửi bản đăng ký theo kế hoạch phát động phong trào thi đua cải "
        "cách hành chính năm 2024 (tệp đính kèm).\n\nTrân trọng.\n{sign}",
        "Kính chào anh/chị,\n\nEm gửi file đăng ký của đơn vị ạ. Nếu thiếu thông tin nhờ anh/chị báo lại giúp em.\n\n"
        "Em cảm ơn!\n{sign}",
        "Phòng TCCB kính mến,\n{short} gửi nội dung đăng ký CCHC năm 2024 như file kèm theo.\n\n--\n{sign}",
    ),
    "report": (
        "Kính gửi Phòng Tổ chức cán bộ,\n\nThực hiện kế hoạch của Sở, {name} báo cáo kết quả thực hiện các mô hình, "
        "giải pháp, sáng kiến đã đăng ký (tệp đính kèm).\n\nTrân trọng.\n{sign}",
        "Kính chào anh/chị,\n\nEm xin gửi báo cáo kết quả CCHC của đơn vị.\n\nEm cảm ơn!\n{sign}",
        "Phòng TCCB kính mến,\n{short} gửi báo cáo kết quả như file đính kèm.\n\n--\n{sign}",
    ),
}
_STAGES: dict[Stage, str] = {"registration": "đăng ký", "report": "báo cáo kết quả"}
_RETURNED = "Kính gửi Phòng TCCB,\n\n{short} gửi lại biểu mẫu đã điền (tệp đính kèm).\n\nTrân trọng.\n{sign}"
_NAMES: dict[Stage, tuple[str, ...]] = {
    "registration": (
        "Đăng ký CCHC 2024 - {short}",
        "Dang ky SK CCHC 2024_{bare}",
        "Phiếu đăng ký mô hình CCHC ({short})",
        "DK CCHC {bare} ban chinh thuc",
    ),
    "report": (
        "BC kết quả CCHC 2024 - {short}",
        "BC ket qua sang kien CCHC_{bare}",
        "Báo cáo KQ thực hiện CCHC ({short})",
        "BC CCHC (1)",
    ),
}


def signed_up(code: str, when: str, layout: str, ideas: str, *, client: Client = "zimbra") -> Post:
    """A unit registers the ideas it names."""
    return sent(code, when, layout, works(code, ideas), client=client)


def report_of(code: str, when: str, layout: str, ideas: str, *, client: Client = "zimbra") -> Post:
    """A unit reports on the ideas it names."""
    return sent(code, when, layout, works(code, ideas), client=client)


def sent(code: str, when: str, layout: str, found: tuple[Work, ...], *, client: Client = "zimbra") -> Post:
    """A mail of a unit from its own address with one paper, and the gain that follows from it."""
    kind, *quirks = layout.split()
    paper = paper_of(code, when, kind, found, frozenset(quirks))
    short, name = unit(code).short, unit(code).name
    chance = luck("thư", code, when)
    subject = "Re: Biểu mẫu {stage} CCHC năm 2024" if paper.on_form else chance.choice(_SUBJECTS[paper.stage])
    body = _RETURNED if paper.on_form else chance.choice(_BODIES[paper.stage])
    sender = luck("hộp thư", code).choice((short, name, next(staff(code, code.startswith("phong-"))).name))
    return Post(
        key=f"{code} {paper.stage} {when}",
        at=moment(when),
        sender=(sender, address(code)),
        subject=subject.format(short=short, stage=_STAGES[paper.stage]),
        body=body.format(short=short, name=name, sign=signature(code)),
        enclosures=(paper,),
        client=client,
        gains=(Gain(code, paper.stage, found),),
        answers=address(code) if paper.on_form else None,
    )


def paper_of(code: str, when: str, layout: str, found: tuple[Work, ...], quirks: frozenset[str] = frozenset()) -> Paper:
    """A paper of a unit, dated the day before it is sent, with a file name as people give them."""
    kind = _LAYOUTS[layout]
    draft = Paper("", kind, ((code, found),), moment(when).date() - timedelta(days=1), quirks)
    chance = luck("tệp", code, when)
    stem = chance.choice(_NAMES[draft.stage]).format(short=unit(code).short.replace("&", "-"), bare=bare_name(code))
    return replace(draft, name=stem + (".xlsx" if kind in ("R3", "B3", "RX", "BX") else ".docx"))


def bare_name(code: str) -> str:
    """The name of a unit without accents, as in file names: `THPT so 2 Bao Thang`."""
    words = {"thpt": "THPT", "thcs": "THCS", "ptdtnt": "PTDTNT", "dtnt": "DTNT", "tp": "TP", "tt": "TT", "so": "so"}
    return " ".join(words.get(word, word.capitalize()) for word in code.split("-"))


def signature(code: str) -> str:
    """The lines under a mail."""
    person = next(staff(code, code.startswith("phong-")))
    return (
        f"{person.name}\n{person.role} - {unit(code).short}\nThủ trưởng đơn vị: {head_of(code, unit(code).kind).name}"
    )


_LAYOUTS: dict[str, Layout] = {
    "R1": "R1", "R2": "R2", "R3": "R3", "R4": "R4", "B1": "B1", "B2": "B2", "B3": "B3", "B4": "B4",
    "RF": "RF", "RX": "RX", "BF": "BF", "BX": "BX",
}  # fmt: skip
