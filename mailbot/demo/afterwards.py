"""The finished season of the demo, opened again to be looked at and worked with: its clock goes on where it ended."""

from datetime import UTC, datetime, time
from pathlib import Path

from mailbot.app import App, build_app
from mailbot.config import load_config
from mailbot.datafolder import DataFolder
from mailbot.demo.folder import is_ours
from mailbot.demo.script import ZONE
from mailbot.demo.season import ENDS
from mailbot.logs import set_up
from rules.errors import MailbotError

_OPENS = time(17, 0)


class NoSeason(MailbotError):
    """Trong thư mục này chưa có mùa chạy thử nào; chạy lệnh make demo trước."""


def reopened(out: Path) -> App:
    """Raises NoSeason. No letter leaves: the servers of the demo are gone, and nothing posts."""
    file = out / "config.toml"
    if not is_ours(out) or not file.is_file():
        raise NoSeason
    config = load_config(file)
    set_up(config.log.level)
    folder = DataFolder(config.data_folder)
    campaign = folder.campaign(config.campaign)
    roster = folder.roster(campaign.roster, campaign.unit_kinds).roster
    begun, season_ends = datetime.now(UTC), datetime.combine(ENDS, _OPENS, ZONE).astimezone(UTC)
    return build_app(config, campaign, roster, lambda: season_ends + (datetime.now(UTC) - begun), begins=False)
