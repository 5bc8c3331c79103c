"""The receipt that a unit gets once a person has said that what somebody sent is its own."""

from rules.calendar import local_day
from rules.initiative import Understanding
from rules.intake.recording import Mailed, part_of
from rules.letter_kind import RECEIPT
from rules.letters.letter import LetterOrder, ReceiptFacts
from rules.places import Part
from rules.roster import Unit
from rules.season import ArrivalFacts, Season
from rules.standing.ownership import Owner, Sender
from rules.submission import Version

_CONFIRMED = "Nội dung này đã được {office} xem và xác nhận."


def receipt(part: Part, unit: Unit, mail: ArrivalFacts, season: Season, *, learned: bool) -> LetterOrder | None:
    """For what one mail gave to this unit, as it counts now. `season` knows the confirmed versions of the unit.

    None outside the bounds of the campaign, and where there is nobody to write to. The key exists once for a mail and
    a unit, so undoing the decision and making it again writes nothing twice. `learned`: the sender speaks for the unit
    from now on and gets a copy.
    """
    campaign = season.campaign
    today = local_day(season.as_of, campaign.calendar)
    versions = [one for one in season.versions if _is_part(one, part, unit)]
    to = unit.addresses[:1] or ((mail.sender,) if mail.sender and learned else ())
    if mail.before_go_live or not campaign.runs_on(today) or not versions or not to:
        return None
    mailed = Mailed(mail.id, mail.arrived_at, Understanding((), ()), Sender(mail.sender, (unit,)), season)
    parts = tuple(part_of(version, Owner(unit, version.rule, certain=True), mailed) for version in versions)
    stages = {one.stage.code for one in parts}
    return LetterOrder(
        kind=RECEIPT,
        key=f"receipt:{campaign.code}:confirmed:{mail.id}:{unit.code}:{'+'.join(sorted(stages))}",
        to=to,
        facts=ReceiptFacts(
            arrived_at=mail.arrived_at,
            subject=mail.subject,
            parts=parts,
            documents=(),
            note=_CONFIRMED.format(office=campaign.office.name),
        ),
        unit=unit.code,
        stage=next(iter(stages)) if len(stages) == 1 else None,
        cc=tuple(address for address in (mail.sender,) if learned and address and address not in to),
        arrival=mail.id,
    )


def _is_part(version: Version, part: Part, unit: Unit) -> bool:
    return (
        (version.arrival, version.unit) == (part.arrival, unit.code)
        and part.stage in (None, version.stage)
        and not version.rejected
        and not version.provisional
    )
