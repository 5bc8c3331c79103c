"""How units word the same fact: names of the areas of reform, periods, people, signs of documents."""

from datetime import date

from mailbot.demo.luck import luck
from mailbot.demo.script import Work
from mailbot.demo.units import unit

FIELDS = {
    "the-che": "Cải cách thể chế",
    "tthc": "Cải cách thủ tục hành chính",
    "bo-may": "Cải cách tổ chức bộ máy",
    "cong-vu": "Cải cách chế độ công vụ",
    "tai-chinh-cong": "Cải cách tài chính công",
    "chinh-quyen-so": "Xây dựng, phát triển chính quyền điện tử, chính quyền số",
    "chi-dao": "Công tác chỉ đạo, điều hành",
}
KINDS = {"mo-hinh": "Mô hình", "giai-phap": "Giải pháp", "sang-kien": "Sáng kiến", "cach-lam-hay": "Cách làm hay"}
_SUPERIORS = ("SỞ GD&ĐT LÀO CAI", "SỞ GIÁO DỤC VÀ ĐÀO TẠO LÀO CAI", "SỞ GD-ĐT LÀO CAI")


def superior(code: str, dated: date) -> str:
    """The first line of the letterhead, one of the ways it is abbreviated."""
    return luck(code, dated).choice(_SUPERIORS)


def sign(code: str, dated: date, kind: str) -> str:
    """`125/BC-THPTS2BT`; without a kind, as in a công văn, `125/THPTS2BT`."""
    number = luck("số", code, dated).randint(12, 290)
    own = next((alias for alias in unit(code).aliases if alias.isupper() and " " not in alias), "")
    own = own or "".join(word[0] for word in unit(code).short.replace("&", " ").split()).upper()
    return f"{number}/{kind}-{own}" if kind else f"{number}/{own}"


def long_date(day: date) -> str:
    """NĐ 30/2020: a leading zero for days below 10 and for January and February only."""
    return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}" if day.month < 3 else (
        f"ngày {day.day:02d} tháng {day.month} năm {day.year}"
    )  # fmt: skip


def period(work: Work) -> str:
    """One of the ways to write the months, always the same for the same work."""
    first, last = work.months
    ways = (
        f"Từ tháng {first}/2024 đến tháng {last}/2024",
        f"Tháng {first} - tháng {last}/2024",
        f"01/{first}/2024 - 30/{last}/2024",
        f"Từ {first:02d}/2024 đến {last:02d}/2024",
    )
    return luck("thời gian", work.title).choice(ways)


def owners(work: Work, between: str, *, roles: bool = True) -> str:
    """`"Cô Lù Thị Xuyến - Văn thư; Thầy Ngô Đức Duy - Kế toán"`; bare names without roles."""
    forms = luck("xưng hô", work.title).random() < 0.3
    people = []
    for person in work.owners:
        name = f"{person.form} {person.name}" if forms and person.form else person.name
        people.append(f"{name} - {person.role}" if roles and person.role else name)
    return between.join(people)


def quoted_title(work: Work) -> str:
    """`Mô hình “Nụ cười công sở”`: the title is what stands between the marks."""
    return f"{KINDS[work.type]} “{work.title}”"
