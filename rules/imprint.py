"""What a document says of itself in its head and foot: the register facts of an incoming document.

The facts are those of NĐ 30/2020/NĐ-CP, Phụ lục VI, that stand on the paper; what a clerk gives (số đến, ngày đến) is
not among them. A fact that the paper does not plainly say is absent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from rules.initiative import Value

NUMBER, SIGN, ISSUED, ISSUER = "number", "sign", "issued", "issuer"
KIND, SUBJECT, SIGNER, POSITION = "kind", "subject", "signer", "position"

LABELS: Mapping[str, str] = MappingProxyType(
    {
        NUMBER: "Số văn bản",
        SIGN: "Ký hiệu",
        ISSUED: "Ngày văn bản",
        ISSUER: "Cơ quan ban hành",
        KIND: "Tên loại",
        SUBJECT: "Trích yếu",
        SIGNER: "Người ký",
        POSITION: "Chức vụ người ký",
    }
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """Register facts by code; each with where it stands. `issued` is an ISO 8601 date, everything else text."""

    facts: Mapping[str, Value] = field(default_factory=dict)

    def get(self, code: str) -> str:
        """The bare text of a fact, "" where the document does not say it."""
        value = self.facts.get(code)
        return str(value.value) if value else ""

    def shown(self, code: str) -> str:
        """A fact as people write it, a day as dd/mm/yyyy."""
        return f"{self.day:%d/%m/%Y}" if code == ISSUED and self.day else self.get(code)

    @property
    def reference(self) -> str:
        """Number and sign as a register has them: "87/CV-THPTS2BT"; "" without a number."""
        number, sign = self.get(NUMBER), self.get(SIGN)
        return f"{number}/{sign}" if number and sign else number

    @property
    def day(self) -> date | None:
        """The day of the document."""
        text = self.get(ISSUED)
        return date.fromisoformat(text) if text else None

    def __bool__(self) -> bool:
        return bool(self.facts)


def first_of(imprints: Sequence[Imprint]) -> Imprint:
    """One imprint for one submission: the first that has a number leads, else the first that says anything.

    Another one completes it only where both are plainly the same paper (a scan beside its Word file): the same sign,
    and no two different numbers.
    """
    said = [imprint for imprint in imprints if imprint]
    lead = next((imprint for imprint in said if imprint.get(NUMBER)), said[0] if said else Imprint())
    facts = dict(lead.facts)
    for other in said:
        if _same_paper(lead, other):
            facts = {**other.facts, **facts}
    return Imprint(facts)


def _same_paper(one: Imprint, other: Imprint) -> bool:
    signs = {imprint.get(SIGN).casefold() for imprint in (one, other)}
    numbers = {imprint.get(NUMBER) for imprint in (one, other)} - {""}
    return len(signs) == 1 and "" not in signs and len(numbers) == 1
