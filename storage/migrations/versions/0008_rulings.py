"""what people decided as rulings; a mail that is read again keeps its earlier readings

Until now a decision rewrote the version that was read and kept the columns as they were before. Here each version
gets back what was read, and the decision becomes the effect that it had. What it says is frozen in this file: the
rules go on changing, and old databases must not.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0008"
down_revision = "0007"

Row = dict[str, Any]
_TEXT, _MOMENT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    _new_tables()
    with op.batch_alter_table("version") as batch:
        batch.add_column(sa.Column("reading_id", sa.Integer(), nullable=True))
    bind = op.get_bind()
    old = _Old(bind)
    _note_readings(bind)
    for row, effects in _turned(old):
        _insert(bind, row, effects)
    _drop_old()


def _new_tables() -> None:
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign", _TEXT(), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name=op.f("fk_reading_arrival_id_arrival")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    op.create_index(op.f("ix_reading_arrival_id"), "reading", ["arrival_id"], unique=False)
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign", _TEXT(), nullable=False),
        sa.Column("kind", _TEXT(), nullable=False),
        sa.Column("said", _TEXT(), nullable=False),
        sa.Column("done", _TEXT(), nullable=False),
        sa.Column("unit", _TEXT(), nullable=True),
        sa.Column("stage", _TEXT(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("arrival_id", sa.Integer(), nullable=True),
        sa.Column("effects", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_ruling_question_id_question")),
        sa.ForeignKeyConstraint(["about_id"], ["arrival.id"], name=op.f("fk_ruling_about_id_arrival")),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name=op.f("fk_ruling_arrival_id_arrival")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    for column in ("campaign", "unit", "about_id"):
        op.create_index(op.f(f"ix_ruling_{column}"), "ruling", [column], unique=False)
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("state", _TEXT(), nullable=False),
        sa.Column("by", _TEXT(), nullable=False),
        sa.Column("at", _MOMENT(), nullable=False),
        sa.Column("how", _TEXT(), nullable=False),
        sa.Column("shown", _TEXT(), nullable=False),
        sa.CheckConstraint("state in ('proposed', 'confirmed', 'lapsed', 'undone')", name=op.f("ck_turn_state")),
        sa.ForeignKeyConstraint(["ruling_id"], ["ruling.id"], name=op.f("fk_turn_ruling_id_ruling")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
    )
    op.create_index(op.f("ix_turn_ruling_id"), "turn", ["ruling_id"], unique=False)


def _drop_old() -> None:
    for table in ("decision", "mark", "entered", "sender"):
        op.drop_table(table)
    op.drop_column("version", "rejected")
    with op.batch_alter_table("version") as batch:
        batch.alter_column("reading_id", existing_type=sa.Integer(), nullable=False)
        batch.create_foreign_key(op.f("fk_version_reading_id_reading"), "reading", ["reading_id"], ["id"])
        batch.create_index(op.f("ix_version_reading_id"), ["reading_id"], unique=False)
    for column in ("answer", "answered_at", "answered_by"):
        op.drop_column("question", column)


# --- The old tables -------------------------------------------------------------------------------------------------


class _Old:
    """The tables as they are, and versions as they are rolled back to what was read."""

    def __init__(self, bind: sa.Connection) -> None:
        self.bind = bind
        self.versions = {row["id"]: row for row in self.rows("version")}
        self.marks = {row["id"]: row for row in self.rows("mark")}
        self.entered = {row["id"]: row for row in self.rows("entered")}
        self.senders = {row["address"]: row for row in self.rows("sender")}
        self.questions = {row["id"]: row for row in self.rows("question")}
        self.decisions = self.rows("decision")

    def rows(self, name: str) -> list[Row]:
        table = sa.Table(name, sa.MetaData(), autoload_with=self.bind)
        for column in table.columns:
            if isinstance(column.type, sa.DateTime):
                column.type = _MOMENT()
        order = list(table.primary_key.columns)
        return [dict(row._mapping) for row in self.bind.execute(sa.select(table).order_by(*order))]


def _turned(old: _Old) -> Iterator[tuple[Row, list[Row]]]:
    """Each decision with its effects, by number; then what was set before decisions were kept."""
    changes = [(decision, change) for decision in old.decisions for change in decision["changes"]]
    for decision, change in reversed(changes):
        _roll_back(change, decision, old)
    _write_back(old)
    given = 0
    for decision in old.decisions:
        given = decision["id"]
        yield decision, [effect for change in decision["changes"] for effect in _effects(change, decision, old)]
    explained = {(change["table"], change["key"][0]) for _, change in changes}
    for row, effects in _unexplained(old, explained):
        given += 1
        yield {**row, "id": given}, effects


def _effects(change: Row, decision: Row, old: _Old) -> list[Row]:
    table, key, before, after = change["table"], change["key"][0], change["before"], change["after"]
    match table:
        case "version":
            return _of_version(change, decision, old)
        case "mark":
            return _of_mark(key, before, old)
        case "entered":
            return [_cell(old.entered[key])] if before is None and key in old.entered else []
        case "sender":
            return [{"is": "Learn", "address": key, "unit": after["unit"]}] if after.get("unit") else []
        case "question" if after.get("answer") is not None:
            return [{"is": "Answered", "question": key, "answer": after["answer"]}]
    return []


def _of_mark(key: int, before: Row | None, old: _Old) -> list[Row]:
    row = old.marks.get(key)
    if row is None:
        return []
    if before is None:
        return [_mark(row)]
    return [{"is": "Unmark", "kind": row["kind"], "stage": row["stage"], "unit": row["unit"]}]


def _mark(row: Row) -> Row:
    until = {"day": row["until"].isoformat()} if row["until"] else None
    kept = {name: row[name] for name in ("kind", "stage", "unit", "by", "reason")}
    return {"is": "Mark", **kept, "at": _moment(row["at"]), "until": until}


def _cell(row: Row) -> Row:
    kept = {name: row[name] for name in ("row", "column", "value", "by")}
    return {"is": "Entered", **kept, "at": _moment(row["at"])}


def _moment(at: Any) -> Row:
    return {"moment": at.isoformat()}


# --- Versions -------------------------------------------------------------------------------------------------------


def _roll_back(change: Row, decision: Row, old: _Old) -> None:
    """The version as it was before the decision, where it still is what the decision made of it."""
    row = _version(change, decision, old)
    if row is not None and not decision["undone_at"] and all(row[name] == is_ for name, is_ in change["after"].items()):
        row.update(change["before"])


def _version(change: Row, decision: Row, old: _Old) -> Row | None:
    """None where the mail was read anew since, and its number given to another version or to none."""
    row = old.versions.get(change["key"][0]) if change["table"] == "version" and change["before"] else None
    return row if row is not None and row["arrival_id"] == decision["about_id"] else None


def _of_version(change: Row, decision: Row, old: _Old) -> list[Row]:
    row, question = _version(change, decision, old), old.questions.get(decision["question_id"] or 0, {})
    kept = row or {**question, "files": [], "digests": [], "initiatives": change["before"].get("initiatives", [])}
    return list(_meaning(_part(kept, decision["about_id"]), change["before"], change["after"]))


def _part(row: Row, arrival: int) -> Row:
    """As read; of what is read no more, as it was asked about."""
    named = _digests(row)
    items = [_place(item["title"], named) for item in row["initiatives"]]
    return {"is": "Part", "arrival": arrival, "stage": row["stage"], "unit": row["unit"], "items": items}


def _digests(row: Row) -> dict[str, str]:
    files, digests = row["files"], row["digests"]
    return dict(zip(files, digests, strict=True)) if len(files) == len(digests) == len(set(files)) else {}


def _place(title: Row, digests: dict[str, str]) -> Row:
    file, part, spot = title["where"]
    where = {"is": "Where", "file": file, "part": part, "spot": spot}
    return {"is": "Place", "title": title["value"], "where": where, "digest": digests.get(file, ""), "made_by": 0}


def _meaning(part: Row, before: Row, after: Row) -> Iterator[Row]:
    if after.get("rejected"):
        yield {"is": "Reject", "part": part}
    elif {"rejected", "provisional", "candidates", "unit"} & after.keys():
        yield {"is": "Confirm", "part": part, "unit": after.get("unit") or part["unit"]}
    if "initiatives" in after:
        items = part["items"] if len(part["items"]) == len(after["initiatives"]) else []
        for place, (was, now) in enumerate(zip(before["initiatives"], after["initiatives"], strict=True)):
            if was["title"]["value"] != now["title"]["value"]:
                item = {"is": "Item", "part": part, "place": items[place] if items else _place(was["title"], {})}
                yield {"is": "Rename", "item": item, "new": now["title"]["value"], "like": None}
    if "withdrawn" in after:
        gone = after["withdrawn"][len(before["withdrawn"]) :]
        yield {"is": "Withdraw", "part": part, "titles": gone, "taken": []}


def _write_back(old: _Old) -> None:
    table = sa.table(
        "version",
        *(sa.column(name) for name in ("id", "unit", "provisional")),
        *(sa.column(name, sa.JSON()) for name in ("initiatives", "candidates", "withdrawn")),
    )
    for row in old.versions.values():
        read = {name: row[name] for name in ("unit", "provisional", "initiatives", "candidates", "withdrawn")}
        old.bind.execute(sa.update(table).where(table.c.id == row["id"]).values(**read))


def _note_readings(bind: sa.Connection) -> None:
    """One for each mail that gave something, made when the mail was first handled: the trace knows."""
    bind.execute(
        sa.text(
            "insert into reading (campaign, arrival_id, at) select version.campaign, version.arrival_id, "
            "min(coalesce((select min(event.at) from event where event.arrival_id = version.arrival_id), "
            "arrival.handled_at, arrival.arrived_at)) from version join arrival on arrival.id = version.arrival_id "
            "group by version.campaign, version.arrival_id order by version.arrival_id"
        )
    )
    bind.execute(
        sa.text(
            "update version set reading_id = (select reading.id from reading where reading.arrival_id = "
            "version.arrival_id and reading.campaign = version.campaign)"
        )
    )


# --- What no decision explains --------------------------------------------------------------------------------------


def _unexplained(old: _Old, explained: set[tuple[str, Any]]) -> Iterator[tuple[Row, list[Row]]]:
    for key, row in old.marks.items():
        if ("mark", key) not in explained:
            yield _by(row, row["kind"], row["campaign"], row["undone_at"]), [_mark(row)]
    for key, row in old.entered.items():
        if ("entered", key) not in explained:
            yield _by(row, "workbook", row["campaign"], row["undone_at"]), [_cell(row)]
    for address, row in old.senders.items():
        if ("sender", address) not in explained:
            yield _by(row, "answer", _any_campaign(old)), [{"is": "Learn", "address": address, "unit": row["unit"]}]
    for key, row in old.questions.items():
        if ("question", key) not in explained and row["answer"] is not None:
            effect = {"is": "Answered", "question": key, "answer": row["answer"]}
            given = {"by": row["answered_by"], "at": row["answered_at"], "question_id": key}
            yield {**_by(given, "answer", row["campaign"]), "question_id": key}, [effect]
    for row in old.versions.values():
        if row["rejected"]:
            given = {"by": "", "at": row["arrived_at"], "unit": row["unit"], "stage": row["stage"]}
            told = {**_by(given, "answer", row["campaign"]), "about_id": row["arrival_id"]}
            yield told, [{"is": "Reject", "part": _part(row, row["arrival_id"])}]


def _by(row: Row, kind: str, campaign: str, undone_at: Any = None) -> Row:
    bare = {name: row.get(name) for name in ("unit", "stage")}
    empty = {"question_id": None, "about_id": None, "arrival_id": None, "undone_by": ""}
    told = {"kind": kind, "campaign": campaign, "said": "", "done": "", "how": "command"}
    return {**bare, **empty, **told, "by": row["by"], "at": row["at"], "undone_at": undone_at}


def _any_campaign(old: _Old) -> str:
    """Addresses belonged to no campaign; whose they are outlasts one."""
    known = [row["campaign"] for row in (*old.versions.values(), *old.questions.values())]
    return known[0] if known else ""


# --- Writing --------------------------------------------------------------------------------------------------------


def _insert(bind: sa.Connection, row: Row, effects: list[Row]) -> None:
    columns = ("id", "campaign", "kind", "said", "done", "unit", "stage", "question_id", "about_id", "arrival_id")
    ruling = sa.table("ruling", *(sa.column(name) for name in columns), sa.column("effects", sa.JSON()))
    bind.execute(sa.insert(ruling).values(**{name: row[name] for name in columns}, effects=effects))
    turn = sa.table(
        "turn", *(sa.column(name) for name in ("ruling_id", "state", "by", "how", "shown")), sa.column("at", _MOMENT())
    )
    said = {"ruling_id": row["id"], "how": row["how"], "shown": ""}
    bind.execute(sa.insert(turn).values(**said, state="confirmed", by=row["by"], at=row["at"]))
    if row["undone_at"]:
        bind.execute(sa.insert(turn).values(**said, state="undone", by=row["undone_by"], at=row["undone_at"]))
