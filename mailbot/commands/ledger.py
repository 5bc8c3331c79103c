"""`mailbot ledger`: every mail on the server with what became of it, so that anyone can audit from outside. Mails that
the server lists and does not hand out stand at the end: nothing is known of them but their place.

The keys are a promise: ARCHITECTURE.md documents them and a test pins them.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from rules.campaign import Campaign
from rules.letters.telling import told_on
from rules.season import WithheldMail
from rules.submission import Version
from storage.values import FileNote, KeptLetter, KeptMail, Location
from storage.work import UnitOfWork


def ledger(work: UnitOfWork, campaign: Campaign) -> list[dict[str, Any]]:
    """One entry per place on the server, in the order of folder, UIDVALIDITY and UID."""
    letters, questions, files = work.letters.by_arrival(), work.questions.by_arrival(), work.arrivals.files_by_arrival()
    versions = defaultdict[int, list[Version]](list)
    for version in work.standing().versions:
        versions[version.arrival].append(version)
    told = told_on(work.letters.facts(), work.arrivals.facts(), campaign)
    taken = [
        _entry(
            place,
            arrival,
            files.get(place.arrival_id, []),
            versions[place.arrival_id],
            letters.get(place.arrival_id, []),
            questions.get(place.arrival_id, []),
            told.get(place.arrival_id),
        )
        for place, arrival in work.arrivals.locations()
    ]
    return [*taken, *map(_withheld, work.aside.all())]


def _entry(
    place: Location,
    arrival: KeptMail,
    files: list[FileNote],
    versions: list[Version],
    letters: list[KeptLetter],
    asked: list[int],
    told: date | None,
) -> dict[str, Any]:
    return {
        "account": place.account,
        "folder": place.folder,
        "uidvalidity": place.uidvalidity,
        "uid": place.uid,
        "arrival": arrival.id,
        "sha256": arrival.digest,
        "message_id": arrival.message_id,
        "arrived_at": arrival.arrived_at.isoformat(),
        "state": arrival.state,
        "verdict": arrival.verdict,
        "reason": arrival.reason,
        "attachments": [
            {"name": file.name, "sha256": file.digest, "kind": file.kind, "reason": file.reason}
            for file in files
            if file.attached
        ],
        "asked": asked,
        "told": told.isoformat() if told else None,
        "submissions": [
            {
                "id": version.id,
                "stage": version.stage,
                "unit": version.unit,
                "provisional": version.provisional,
                "rejected": version.rejected,
                "titles": [one.title for one in version.initiatives],
            }
            for version in versions
        ],
        "letters": [
            {
                "kind": letter.kind.name,
                "to": list(letter.recipients),
                "message_id": letter.message_id,
                "state": letter.state,
            }
            for letter in letters
        ],
        "withheld": None,
    }


def _withheld(one: WithheldMail) -> dict[str, Any]:
    return {
        "account": one.account,
        "folder": one.folder,
        "uidvalidity": one.uidvalidity,
        "uid": one.uid,
        "arrival": None,
        "asked": [],
        "told": None,
        "sha256": None,
        "message_id": None,
        "arrived_at": one.arrived_at.isoformat() if one.arrived_at else None,
        "state": "withheld",
        "verdict": None,
        "reason": one.reason,
        "attachments": [],
        "submissions": [],
        "letters": [],
        "withheld": {
            "since": one.since.isoformat(),
            "tries": one.tries,
            "next_try_at": one.next_try_at.isoformat() if one.next_try_at else None,
            "said": one.said,
        },
    }
