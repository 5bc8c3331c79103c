"""The forms that mailbot sends, filled in: layouts RF and RX of a registration, BF and BX of a report."""

from functools import cache
from importlib.resources import files
from types import MappingProxyType

from mailbot.demo.script import Paper, Work
from mailbot.demo.units import unit
from mailbot.demo.wording import period
from mailbot.writing.form_excel import write_form_xlsx
from mailbot.writing.form_word import write_form_docx
from rules.campaign import Campaign
from rules.campaign_file import parse_campaign
from rules.document import Where
from rules.forms import form_of
from rules.initiative import Initiative, Json, Value

FORMS = ("RF", "RX", "BF", "BX")
SHEETS = ("RX", "BX")
_CAMPAIGN = "cchc-2024.toml"


def write(paper: Paper) -> bytes:
    """The bytes of a filled form."""
    ((code, works),) = paper.parts
    form = form_of(_campaign(), paper.stage, unit(code), tuple(_item(work, paper) for work in works))
    return write_form_xlsx(form) if paper.layout in SHEETS else write_form_docx(form)


@cache
def _campaign() -> Campaign:
    """The shipped one: the demo plays it as it is."""
    return parse_campaign((files("rules") / "campaigns" / _CAMPAIGN).read_text("utf-8"), _CAMPAIGN)


def _item(work: Work, paper: Paper) -> Initiative:
    said: dict[str, Json] = {
        "title": work.title,
        "type": work.type,
        "field": work.field,
        "owners": tuple(owner.name for owner in work.owners),
        "content": work.content,
        "period": period(work),
        "expected": work.expected,
        "result": work.result,
        "completion": float(work.completion),
    }
    asked = {spec.code for spec in _campaign().fields_of(paper.stage)}
    where = Where(paper.name)
    return Initiative(
        MappingProxyType(
            {code: Value(value, where, "typed") for code, value in said.items() if code in asked and value}
        )
    )
