"""Under which names of a mailbox rows are kept."""

from sqlmodel import Session, col, delete, select, update

from storage.tables import ArrivalRow, FolderRow, LeaseRow, LocationRow, WithheldRow


def accounts(session: Session) -> list[str]:
    """Those that mails are kept of."""
    return list(session.exec(select(ArrivalRow.account).distinct()))


def rename_account(session: Session, old: str, new: str) -> None:
    """Uncommitted. The lease goes: its holder served the mailbox under the old name."""
    for table in (ArrivalRow, LocationRow, FolderRow, WithheldRow):
        session.exec(update(table).where(col(table.account) == old).values(account=new))
    session.exec(delete(LeaseRow).where(col(LeaseRow.name) == old))
