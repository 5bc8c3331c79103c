"""`mailbot new-campaign`: next year's campaign and roster in the data folder, and what a person must confirm."""

from datetime import datetime

from mailbot.commands.outcome import Outcome
from mailbot.datafolder import DataFolder, read_text
from mailbot.drafts import reached
from rules.setup.new_campaign import new_campaign
from rules.setup.roster_file import unconfirmed, write_roster


def make_campaign(folder: DataFolder, year: int, source: str, now: datetime) -> Outcome:
    """Write the campaign of a year, made from another one, with its roster. Never overwrites.

    Raises ConfigurationError where the source is absent or wrong, and OSError where the folder cannot be written.
    """
    path = folder.find("campaigns", source)
    old = folder.campaign(source)
    if year == old.year:
        return Outcome((f"Phong trào {source} đã là của năm {year}; ghi năm khác.",), 1)
    new = new_campaign(read_text(path), str(path), year, reached(folder.root / "drafts", old))
    target = folder.own("campaigns", new.code)
    if target.exists():
        return Outcome((f"Đã có {target}; sửa tệp ấy, hoặc đổi tên nó trước khi tạo lại.",), 1)
    lines = []
    if not folder.own("rosters", new.roster).exists():
        units = unconfirmed(folder.roster(old.roster, old.unit_kinds).roster)
        folder.write("rosters", new.roster, write_roster(units).encode("utf-8-sig"), now)
        lines.append(f"Đã chép danh sách đơn vị vào {folder.own('rosters', new.roster)}; mọi đơn vị phải xác nhận lại.")
    folder.write("campaigns", new.code, new.text.encode("utf-8"), now)
    return Outcome(
        (
            f"Đã tạo {target}.",
            *lines,
            f"{len(new.facts)} điều phải có người xác nhận; xác nhận xong điều nào thì xóa dòng ấy khỏi to_confirm:",
            *(f"  {number}. {fact}" for number, fact in enumerate(new.facts, 1)),
            f'Sau đó ghi campaign = "{new.code}" vào config.toml và chạy: mailbot check-config',
        )
    )
