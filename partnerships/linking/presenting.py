"""Proposals as pages show them to their person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.urls import reverse

from partnerships.core.standing import Standing
from partnerships.linking import wording
from partnerships.linking.models import LinkProposal


@dataclass(frozen=True, slots=True)
class Reading:
    """A line of the reader's ledger and what it may pay, or pays; `on` is the day that was due or settled on."""

    pk: UUID
    title: str
    payee: str
    amount: Decimal
    currency: str
    booked_on: date
    account: str
    line_url: str
    on: date
    name: str
    of_settlement: bool
    by_itself: bool
    url: str
    reason: str


def readings(proposals: Iterable[LinkProposal], standing: Standing) -> list[Reading]:
    """`proposals` as `listing` gives them. No query."""
    return [_reading(each, standing) for each in proposals]


def _reading(proposal: LinkProposal, standing: Standing) -> Reading:
    line, partner = proposal.line, str(standing.other)
    is_open = proposal.status == LinkProposal.Status.OPEN
    expense, settlement = proposal.expense, proposal.settlement
    on = proposal.due_on if settlement is None else settlement.settled_on
    assert on is not None, "a proposal for an expense names its due day"
    place = ("settlement", proposal.settlement_id) if settlement else ("shared_expense", proposal.expense_id)
    return Reading(
        pk=proposal.pk,
        title=(wording.question_of if is_open else wording.answer_of)(proposal, partner),
        payee=line.payee,
        amount=line.amount,
        currency=line.account.currency,
        booked_on=line.booked_on,
        account=line.account.name,
        line_url=reverse("transaction_detail", args=[line.pk]),
        on=on,
        name=expense.name if expense else partner,
        of_settlement=settlement is not None,
        by_itself=proposal.status == LinkProposal.Status.AUTOMATIC,
        url=reverse(place[0], args=[place[1]]),
        reason=wording.reason_of(proposal, partner),
    )
