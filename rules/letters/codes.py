"""The letter with a code that did not arrive: nobody will confirm what it shows, and nobody else knows."""

from datetime import datetime

from rules.campaign import Campaign
from rules.letter_kind import ALARM
from rules.letters.letter import AlarmFacts, LetterOrder
from rules.season import LetterFacts


def code_lost(letter: LetterFacts, campaign: Campaign, at: datetime) -> LetterOrder:
    """To the whole office, its mailbox among it: the address that does not work may be the only one listed."""
    office = campaign.office
    facts = AlarmFacts(
        f"Thư có mã xác nhận gửi tới {', '.join(letter.to)} không đến nơi nên quyết định của người ấy chưa được làm",
        "kiểm tra địa chỉ ấy trong mục people của tệp phong trào, rồi trả lời lại hoặc dùng lệnh mailbot decide",
        at,
    )
    to = tuple(dict.fromkeys((*office.letters_to, office.mailbox)))
    return LetterOrder(ALARM, f"alarm:{campaign.code}:code:{letter.id}", to, facts)
