"""What one writes with imap-tools: new UIDs in parts of 500, each file of a mail on disk, one committed row per mail.

`python imap_tools_glue.py FOLDER HOST PORT USER`, the password in BENCH_PASSWORD; run by the peer's own Python.
"""

import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

from imap_tools import AND, MailBoxUnencrypted

PART = 500


def main(folder: Path, host: str, port: int, user: str) -> None:
    rows = sqlite3.connect(folder / "mails.db", isolation_level=None)
    rows.execute("pragma journal_mode = wal")
    columns = "uid integer, message_id text, sender text, subject text, body text"
    rows.execute(f"create table if not exists mail (validity integer, {columns}, primary key (validity, uid))")
    with MailBoxUnencrypted(host, port).login(user, os.environ["BENCH_PASSWORD"]) as box:
        validity = box.folder.status("INBOX", ["UIDVALIDITY"])["UIDVALIDITY"]
        known = {uid for (uid,) in rows.execute("select uid from mail where validity = ?", (validity,))}
        new = [uid for uid in box.uids() if int(uid) not in known]
        for start in range(0, len(new), PART):
            mails: Any = box.fetch(AND(uid=new[start : start + PART]), mark_seen=False, bulk=PART)
            for mail in mails:
                place = folder / "files" / f"{validity}-{mail.uid}"
                place.mkdir(parents=True, exist_ok=True)
                for number, file in enumerate(mail.attachments):
                    (place / str(number)).write_bytes(file.payload)
                message_id = "".join(mail.headers.get("message-id", ()))
                values = (validity, int(mail.uid or 0), message_id, mail.from_, mail.subject, mail.text)
                rows.execute("insert into mail values (?, ?, ?, ?, ?, ?)", values)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4])
