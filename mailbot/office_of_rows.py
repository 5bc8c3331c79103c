"""Whose rows a database holds: one database belongs to one mailbox, and a second office on it is refused.

An office is its mailbox, `user@host`: units, letters and decisions have no other owner. Where only the name of the
server changed, `rename` gives the rows the new one.
"""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select, update

from rules.errors import MailbotError
from storage.repositories import Notes
from storage.tables import ArrivalRow, FolderRow, LeaseRow, LocationRow, WithheldRow

OFFICE = "office"


class AnotherOffice(MailbotError):
    """Cơ sở dữ liệu này của một hộp thư khác."""

    def __init__(self, kept: str, wanted: str) -> None:
        super().__init__(
            f"Cơ sở dữ liệu này của hộp thư {kept}, còn tệp cấu hình ghi hộp thư {wanted}. Phòng khác phải dùng thư "
            f"mục dữ liệu và cơ sở dữ liệu riêng; nếu vẫn là hộp thư ấy và chỉ đổi tên máy chủ hoặc tên đăng nhập, "
            f"dừng mailbot rồi chạy: mailbot rename-mailbox {kept}"
        )


def claim(engine: Engine, account: str, now: datetime) -> None:
    """Rows of nobody are this mailbox's from now on. Raises AnotherOffice."""
    with Session(engine) as session:
        owner = _owner(session, account)
        if owner != account:
            raise AnotherOffice(owner, account)
        notes = Notes(session)
        if notes.get(OFFICE) != account:
            notes.put(OFFICE, account, now)
            session.commit()


def rename(engine: Engine, old: str, new: str, now: datetime) -> None:
    """Give the rows of a mailbox its new name. Raises AnotherOffice where they are not the old one's."""
    with Session(engine) as session:
        owner = _owner(session, old)
        if owner != old:
            raise AnotherOffice(owner, old)
        for table in (ArrivalRow, LocationRow, FolderRow, WithheldRow):
            session.exec(update(table).where(col(table.account) == old).values(account=new))
        session.exec(delete(LeaseRow).where(col(LeaseRow.name) == old))
        Notes(session).put(OFFICE, new, now)
        session.commit()


def _owner(session: Session, account: str) -> str:
    """As noted; of rows of before that was noted, those who have mails in it."""
    noted = Notes(session).get(OFFICE)
    if noted:
        return noted
    found = session.exec(select(ArrivalRow.account).distinct()).all()
    return account if not found or account in found else found[0]
