"""Invented seasons of any size for tests of what is written from them. The same numbers give the same season."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

import rules
from rules.calendar import moment
from rules.campaign import Campaign, Person, UnitKind
from rules.document import Where
from rules.initiative import Initiative, Json, Value
from rules.letter_kind import REMINDER
from rules.roster import Roster, Unit
from rules.rulings import Entered, Mark, Ruling, Turn
from rules.season import ArrivalFacts, LetterFacts, Season
from rules.setup.campaign_file import parse_campaign
from rules.setup.roster_file import parse_roster
from rules.submission import Version

_DATA = Path(rules.__file__).parent
_HERE = Where("mau.docx", spot="bảng 1")
_TITLES = (
    "Ngày không hẹn trong giải quyết thủ tục hành chính",
    "Họp không giấy trong sinh hoạt tổ chuyên môn",
    "Số hóa hồ sơ tuyển sinh đầu cấp",
    "Thu học phí không dùng tiền mặt",
    "Ký số học bạ và sổ đầu bài điện tử",
    "Bộ phận một cửa thân thiện của nhà trường",
    "Sổ tay điện tử hướng dẫn thủ tục dành cho phụ huynh",
    "Quy trình năm bước xử lý đơn thư",
    "Lịch công tác dùng chung toàn đơn vị",
    "Mã QR tra cứu hồ sơ, thủ tục tại phòng tiếp dân",
    "Sắp xếp lại tổ văn phòng theo vị trí việc làm",
    "Khảo sát trực tuyến mức độ hài lòng của phụ huynh học sinh",
)
_AREAS = ("tthc", "chinh-quyen-so", "tthc", "tai-chinh-cong", "chinh-quyen-so", "cong-vu", "bo-may", None)
_TYPES = ("mo-hinh", "giai-phap", "sang-kien", None)
_FAMILY = ("Nguyễn", "Trần", "Lò", "Vàng", "Giàng", "Hoàng", "Phạm", "Lý", "Đỗ", "Bùi")
_GIVEN = ("Văn An", "Thị Bình", "Thị Mai", "Văn Pao", "Minh Đức", "Thị Sáng", "Thanh Tùng", "Thị Xuân")
_RESULTS = (
    "Rút ngắn thời gian giải quyết hồ sơ từ 5 ngày xuống còn 2 ngày; 98% hồ sơ trả đúng hạn.",
    "Giảm 60% số trang in; 24 cuộc họp dùng tài liệu điện tử, tiết kiệm 18 triệu đồng.",
    "100% học bạ được ký số; 1.250 học sinh tra cứu kết quả trên mạng.",
    "Phụ huynh đánh giá tốt, thủ tục gọn hơn trước.",
)
_DIFFICULTIES = (
    "- Đường truyền ở điểm trường lẻ chưa ổn định\n- Thiết bị cũ, thiếu máy quét",
    "Viên chức kiêm nhiệm nên thời gian dành cho cải cách hành chính còn ít.",
    "Đường truyền ở điểm trường lẻ chưa ổn định.",
    "Không có",
)
_PROPOSALS = ("Đề nghị Sở tổ chức tập huấn ký số cho viên chức văn phòng.", "Đề nghị cấp bổ sung kinh phí thiết bị.")


@cache
def shipped_campaign() -> Campaign:
    """Read once: nobody can change one."""
    path = _DATA / "campaigns" / "cchc-2024.toml"
    return parse_campaign(path.read_text(encoding="utf-8"), path.name)


def people(*addresses: str) -> tuple[Person, ...]:
    """Of an office: they get its letters and decide."""
    return tuple(Person(address=one) for one in addresses)


def uninvited(campaign: Campaign) -> Campaign:
    """The campaign without the letters at the start of its stages: what the tests count are the others."""
    stages = tuple(stage.model_copy(update={"invites": None}) for stage in campaign.stages)
    return campaign.model_copy(update={"stages": stages})


def shipped_roster(campaign: Campaign) -> Roster:
    return _roster(campaign.roster, campaign.unit_kinds)


@cache
def _roster(name: str, kinds: tuple[UnitKind, ...]) -> Roster:
    path = _DATA / "rosters" / f"{name}.csv"
    return parse_roster(path.read_bytes(), path.name, kinds).roster


def roster_of(campaign: Campaign, size: int) -> Roster:
    """The first units of the shipped roster, or that roster and invented schools behind it."""
    units = list(shipped_roster(campaign).units)
    for number in range(len(units), size):
        group = f"Huyện Mẫu {number % 7 + 1}"
        name = f"Trường THCS và THPT số {number} Thung Lũng"
        units.append(Unit(f"truong-mau-{number}", "truong", name, f"THCS&THPT số {number} Thung Lũng", group))
    step = max(1, len(units) // size)
    return Roster(tuple(units[::step][:size]))


def initiative_of(values: Mapping[str, Json]) -> Initiative:
    found = {code: Value(value, _HERE, "test") for code, value in values.items() if value is not None}
    return Initiative(MappingProxyType(found))


def season_of(size: int, *, seed: int = 1, as_of: date = date(2024, 11, 1), campaign: Campaign | None = None) -> Season:
    """A season in which most units registered and reported, some late, some in part, some never, one on paper."""
    campaign = campaign or shipped_campaign()
    roster = roster_of(campaign, size)
    dice = random.Random(seed)
    versions: list[Version] = []
    for unit in roster:
        if dice.random() < 0.08:
            continue
        registered = _registered(dice)
        versions.append(_version(dice, campaign, unit, "registration", registered, {}))
        if dice.random() < 0.88:
            reported = tuple(_reported(dice, item) for item in registered if dice.random() < 0.93)
            if reported:
                said = {"difficulty": dice.choice(_DIFFICULTIES), "proposal": dice.choice(_PROPOSALS)}
                versions.append(_version(dice, campaign, unit, "report", reported, said))
    versions.sort(key=lambda version: version.arrived_at)
    versions = [replace(version, id=place, arrival=place) for place, version in enumerate(versions, start=1)]
    now = moment(as_of, time(8), campaign.calendar)
    versions = [version for version in versions if version.arrived_at <= now]
    arrivals = tuple(_arrival(version) for version in versions)
    marks = (
        Mark(
            "paper",
            "registration",
            roster.units[-1].code,
            "office",
            moment(date(2024, 8, 20), time(9), campaign.calendar),
        ),
    )
    letters = tuple(
        LetterFacts(place, REMINDER, f"reminder-{place}", ("a@truong.example",), unit.code, "registration", "sent", now)
        for place, unit in enumerate(roster.units[::4], start=1)
    )
    return Season(campaign, roster, now, tuple(versions), ruled(*marks), arrivals, letters=letters)


def ruled(*effects: Mark | Entered) -> tuple[Ruling, ...]:
    """A ruling for each, by whom and when the effect says."""
    return tuple(
        Ruling(number, "set", (one,), (Turn("confirmed", one.by, one.at, "command"),))
        for number, one in enumerate(effects, 1)
    )


def _registered(dice: random.Random) -> tuple[Initiative, ...]:
    titles = dice.sample(_TITLES, dice.choice((1, 1, 2, 2, 3)))
    return tuple(
        initiative_of(
            {
                "title": title,
                "type": dice.choice(_TYPES),
                "field": dice.choice(_AREAS),
                "owners": _owners(dice),
                "content": "Rà soát quy trình, phân công rõ người phụ trách từng khâu; công khai kết quả trên trang "
                "thông tin của đơn vị; đánh giá hằng tháng tại cuộc họp giao ban và điều chỉnh khi cần.",
                "period": "Từ tháng 4/2024 đến tháng 10/2024",
                "expected": dice.choice(
                    ("Giảm 30% thời gian giải quyết", "95% hồ sơ đúng hạn", "Phục vụ tốt hơn", None)
                ),
            }
        )
        for title in titles
    )


def _owners(dice: random.Random) -> tuple[str, ...] | None:
    if dice.random() < 0.06:
        return None
    return tuple(f"{dice.choice(_FAMILY)} {dice.choice(_GIVEN)}" for _ in range(dice.choice((1, 1, 2))))


def _reported(dice: random.Random, item: Initiative) -> Initiative:
    kept = {code: item.get(code) for code in ("title", "type", "field", "owners", "content", "period")}
    done = dice.choice((100.0, 100.0, 90.0, 60.0, 40.0, None))
    return initiative_of({**kept, "result": dice.choice(_RESULTS), "completion": done})


def _version(
    dice: random.Random,
    campaign: Campaign,
    unit: Unit,
    stage: str,
    items: tuple[Initiative, ...],
    said: Mapping[str, str],
) -> Version:
    spec = campaign.stage(stage)
    late = dice.choice((-40, -25, -12, -7, -5, -3, -2, -1, -1, 0, 0, 2))
    day = spec.due + timedelta(days=late)
    arrived: datetime = moment(max(day, spec.opens), time(dice.randrange(7, 18), dice.randrange(60)), campaign.calendar)
    return Version(
        id=0,
        arrival=0,
        arrived_at=arrived,
        unit=unit.code,
        stage=stage,
        initiatives=items,
        provisional=dice.random() < 0.05,
        remarks=MappingProxyType({code: Value(text, _HERE, "test") for code, text in said.items()}),
        files=(f"{stage}-{unit.code}.docx",),
        signed=int(dice.random() < 0.3),
    )


def _arrival(version: Version) -> ArrivalFacts:
    return ArrivalFacts(
        version.arrival,
        version.arrived_at,
        "done",
        "submission",
        "Có bản gửi đến",
        sender=f"vanthu@{version.unit}.example",
        sender_name="Văn thư",
        subject="Gửi văn bản CCHC năm 2024",
        official=True,
        attachments=version.files,
        signed=version.signed,
    )
