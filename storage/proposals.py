"""Proposals: what mails in the name of the office wish, with the code that confirms each."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from sqlmodel import Session, col, select

from rules.proposal import Proposal, ProposalState
from storage.tables import ProposalRow
from storage.values import known


class Proposals:
    """Of a campaign."""

    def __init__(self, session: Session, campaign: str) -> None:
        self.session = session
        self.campaign = campaign

    def all(self) -> tuple[Proposal, ...]:
        """In order of number."""
        rows = self.session.exec(
            select(ProposalRow).where(ProposalRow.campaign == self.campaign).order_by(col(ProposalRow.id))
        )
        return tuple(map(_from_row, rows))

    def get(self, number: int) -> Proposal:
        return _from_row(self._row(number))

    def add(self, proposal: Proposal) -> int:
        """Keep a new one; gives its number."""
        row = ProposalRow(
            campaign=self.campaign,
            person=proposal.person,
            arrival_id=proposal.arrival,
            at=proposal.at,
            words=proposal.words,
            rulings=list(proposal.rulings),
            answers=proposal.answers,
        )
        self.session.add(row)
        self.session.flush()
        return known(row.id)

    def show(self, proposal: Proposal) -> None:
        """It stands in a letter: code, mark, Message-ID and moments are those of `proposal`, and tries begin anew."""
        row = self._row(proposal.number)
        row.code, row.mark, row.letter, row.tries = proposal.code, proposal.mark, proposal.letter, 0
        row.shown_at, row.expires_at = proposal.shown_at, proposal.expires_at
        self.session.add(row)

    def wrong(self, numbers: Iterable[int]) -> int:
        """Somebody gave a wrong code in answer to the letter that shows these. How often that has happened to it."""
        tries = 0
        for number in numbers:
            row = self._row(number)
            row.tries += 1
            tries = max(tries, row.tries)
            self.session.add(row)
        return tries

    def settle(self, number: int, state: ProposalState, at: datetime, why: str = "") -> None:
        row = self._row(number)
        row.state, row.settled_at, row.why = state, at, why
        self.session.add(row)

    def _row(self, number: int) -> ProposalRow:
        return self.session.get_one(ProposalRow, number)


def _from_row(row: ProposalRow) -> Proposal:
    return Proposal(
        number=known(row.id),
        person=row.person,
        arrival=row.arrival_id,
        at=row.at,
        words=row.words,
        rulings=tuple(row.rulings),
        answers=row.answers,
        code=row.code,
        mark=row.mark,
        letter=row.letter,
        tries=row.tries,
        shown_at=row.shown_at,
        expires_at=row.expires_at,
        state=cast(ProposalState, row.state),
        settled_at=row.settled_at,
        why=row.why,
    )
