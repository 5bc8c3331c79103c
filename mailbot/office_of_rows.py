"""Whose rows a database holds: one database belongs to one mailbox, and a second office on it is refused.

An office is its mailbox, `user@host`: units, letters and decisions have no other owner. Where only the name of the
server changed, `rename` gives the rows the new one.
"""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from rules.errors import MailbotError
from storage.accounts import accounts, rename_account
from storage.repositories import Notes

OFFICE = "office"


class AnotherOffice(MailbotError):
    """Cơ sở dữ liệu này của một hộp thư khác."""

    def __init__(self, kept: str, wanted: str) -> None:
        if not _names_a_mailbox(wanted):
            said = (
                "còn tệp cấu hình chưa ghi hộp thư nào. Ghi host và user của hộp thư vào mục [imap] của tệp cấu hình; "
                "tệp cấu hình khác thì nêu tên: mailbot --config TỆP"
            )
        else:
            said = (
                f"còn tệp cấu hình ghi hộp thư {wanted}. Phòng khác phải dùng thư mục dữ liệu và cơ sở dữ liệu riêng; "
                f"nếu vẫn là hộp thư ấy và chỉ đổi tên máy chủ hoặc tên đăng nhập, dừng mailbot rồi chạy: "
                f"mailbot rename-mailbox {kept}"
            )
        super().__init__(f"Cơ sở dữ liệu này của hộp thư {kept}, {said}")


def claim(engine: Engine, account: str, now: datetime) -> None:
    """Rows of nobody are this mailbox's from now on, once the configuration names it. Raises AnotherOffice."""
    with Session(engine) as session:
        owner = _owner(session, account)
        if owner != account:
            raise AnotherOffice(owner, account)
        notes = Notes(session)
        if _names_a_mailbox(account) and notes.get(OFFICE) != account:
            notes.put(OFFICE, account, now)
            session.commit()


def _names_a_mailbox(account: str) -> bool:
    """While a configuration is being written, the server or the user is still missing."""
    user, _, host = account.rpartition("@")
    return bool(user and host)


def rename(engine: Engine, old: str, new: str, now: datetime) -> None:
    """Give the rows of a mailbox its new name. Raises AnotherOffice where they are not the old one's, or the
    configuration does not name the new one."""
    with Session(engine) as session:
        owner = _owner(session, old)
        if not _names_a_mailbox(new):
            raise AnotherOffice(owner, new)
        if owner != old:
            raise AnotherOffice(owner, old)
        rename_account(session, old, new)
        Notes(session).put(OFFICE, new, now)
        session.commit()


def _owner(session: Session, account: str) -> str:
    """As noted; of rows of before that was noted, those who have mails in it; of rows of nobody, who asks."""
    noted = Notes(session).get(OFFICE)
    if noted and _names_a_mailbox(noted):
        return noted
    found = [one for one in accounts(session) if _names_a_mailbox(one)]
    return account if not found or account in found else found[0]
