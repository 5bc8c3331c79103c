"""The 49 units of the demo: the shipped roster, with invented heads and addresses that lead nowhere."""

import csv
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files

from mailbot.demo.people import head_of
from mailbot.demo.script import DOMAIN
from rules.roster import Unit

ROSTER = "laocai-2024"
_OTHER_ADDRESSES = {
    "phong-tccb": ("tonghop.tccb",),  # the office's own mailbox is where everything arrives
    "thpt-so-2-muong-khuong": (),  # nobody has told its address yet
    "thpt-so-2-si-ma-cai": ("vanthu.thptso2simacai", "bgh.thptso2simacai"),  # the first of them no longer exists
}


@cache
def units() -> tuple[Unit, ...]:
    """Every unit, confirmed, in the order of the roster."""
    shipped = (files("rules") / "rosters" / f"{ROSTER}.csv").read_text("utf-8-sig")
    return tuple(_peopled(row) for row in csv.DictReader(shipped.splitlines()))


def unit(code: str) -> Unit:
    return next(unit for unit in units() if unit.code == code)


def address(code: str) -> str:
    """The address a unit writes from; "" where the roster knows none."""
    return next(iter(unit(code).addresses), "")


def _peopled(row: dict[str, str]) -> Unit:
    code, kind = row["code"], row["kind"]
    head = head_of(code, kind)
    bare = Unit(
        code=code,
        kind=kind,
        name=row["name"],
        short=row["short"],
        group=row["group"],
        aliases=tuple(alias.strip() for alias in row["aliases"].split("|") if alias.strip()),
    )
    locals_ = _OTHER_ADDRESSES.get(code, (code.replace("-", ""),))
    return replace(
        bare,
        addresses=tuple(f"{local}@{DOMAIN}" for local in locals_),
        head_name=head.name,
        head_title=head.role,
        confirmed_by="Phòng TCCB (số liệu minh họa)",
        confirmed_on=date(2024, 3, 25),
    )
