"""Deciding about proposals; finding them is `finding`. Doors (pages, API) call these and nothing else.

Each begins by holding the partnership, so that what the two change of a due day or settlement comes one by one.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction as database_transaction
from django.utils import timezone

from config.kernel.audit import record
from config.kernel.live import push
from config.kernel.money import money_text
from ledger.core.errors import NoLongerThere
from ledger.core.models import Transaction
from partnerships.core.errors import already_decided
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.services import link_payment, mark_paid, undo_payment, unlink_payment
from partnerships.expenses.services.payments import divide, tell
from partnerships.expenses.worth import worth_of
from partnerships.linking import errors
from partnerships.linking.listing import LINKED, waiting_for
from partnerships.linking.models import LinkProposal
from partnerships.sharing.whose import is_joint
from partnerships.statements.services import book_half, release_half

Status = LinkProposal.Status


@database_transaction.atomic
def accept_proposal(*, standing: Standing, proposal: LinkProposal) -> LinkProposal:
    """The line is the payment: the due day is paid by it, or it is the person's half of the settlement.

    Raises:
        Overtaken: `already_decided`; `item_moved` where line, due day or settlement was taken otherwise; as
            hold_active, mark_paid, link_payment and book_half.
        FieldError: as those, `above_expense` or `no_rate`.
    """
    return _link(standing, proposal, Status.ACCEPTED, "payment_linked")


@database_transaction.atomic
def link_by_itself(*, standing: Standing, proposal: LinkProposal) -> LinkProposal:
    """As accept_proposal, by the machine: taken back, it is declined for good."""
    return _link(standing, proposal, Status.AUTOMATIC, "payment_linked_by_itself")


@database_transaction.atomic
def decline_proposal(*, standing: Standing, proposal: LinkProposal) -> LinkProposal:
    """It is not the payment: never proposed again. Raises Overtaken `already_decided`."""
    _decide(proposal, (Status.OPEN,), Status.DECLINED)
    _tell(standing)
    return _fresh(proposal)


@database_transaction.atomic
def undo_link(*, standing: Standing, proposal: LinkProposal) -> LinkProposal:
    """Part the line and what it paid; both are as before. What a person accepted is to decide again, what was linked by
    itself is declined.

    Raises Overtaken: `not_linked`, also where they were parted otherwise; as hold_active.
    """
    partnership = hold_active(standing)
    was = _fresh(proposal)
    if was.status not in LINKED:
        raise errors.nothing_to_undo()
    _decide(was, LINKED, Status.DECLINED if was.status == Status.AUTOMATIC else Status.OPEN)
    if was.settlement is not None:
        if was.transaction_id not in (was.settlement.outgoing_id, was.settlement.incoming_id):
            raise errors.nothing_to_undo()
        release_half(standing=standing, settlement=was.settlement)
    else:
        _part(standing, was, partnership)
    _record("payment_link_undone", was, standing)
    _tell(standing)
    return _fresh(proposal)


@database_transaction.atomic
def forget_erased(*, standing: Standing) -> None:
    """Of lines that are gone for good (the undo of an import): a payment that a link made goes with its line, one that
    was there is as the person said it. One query where there is none. Raises Overtaken as hold_active.
    """
    gone = LinkProposal.objects.filter(person=standing.person, partnership=standing.partnership, transaction=None)
    for each in gone.order_by("pk"):
        partnership = hold_active(standing)
        if each.status in LINKED and each.expense_id is not None:
            _part(standing, each, partnership)
        each.delete()


def _link(standing: Standing, proposal: LinkProposal, status: Status, action: str) -> LinkProposal:
    partnership = hold_active(standing)
    if not waiting_for(standing).filter(pk=proposal.pk).exists() and _fresh(proposal).status == Status.OPEN:
        raise errors.no_longer_fits()
    _decide(proposal, (Status.OPEN,), status)
    fresh = _fresh(proposal)
    entry = _locked(fresh)
    if fresh.settlement is not None:
        book_half(standing=standing, settlement=fresh.settlement, entry=entry)
    else:
        fresh.kept = _pay(standing, fresh, entry, partnership)
        fresh.save(update_fields=["kept"])
    _record(action, fresh, standing)
    _tell(standing)
    return fresh


def _decide(proposal: LinkProposal, before: tuple[str, ...], now: str) -> None:
    """One conditional UPDATE: of two decisions at once one is made."""
    undecided = LinkProposal.objects.filter(pk=proposal.pk, status__in=before)
    if not undecided.update(status=now, decided_at=None if now == Status.OPEN else timezone.now()):
        raise already_decided()


def _fresh(proposal: LinkProposal) -> LinkProposal:
    """Raises NoLongerThere: the line, the expense or the settlement is gone, and it with them."""
    found = LinkProposal.objects.select_related("transaction__account", "expense", "settlement", "partnership")
    fresh = found.filter(pk=proposal.pk).first()
    if fresh is None:
        raise NoLongerThere
    return fresh


def _locked(proposal: LinkProposal) -> Transaction:
    """As it is now, so that it is not hidden or changed meanwhile."""
    locked = Transaction.objects.owned_by(proposal.person).live().select_for_update(of=("self",))
    found = locked.select_related("account", "category").filter(withheld="")
    entry = found.filter(pk=proposal.transaction_id).first() if proposal.transaction_id else None
    if entry is None or is_joint(entry):
        raise errors.no_longer_fits()
    return entry


def _pay(standing: Standing, proposal: LinkProposal, entry: Transaction, partnership: Partnership) -> dict[str, Any]:
    """Mark the due day paid unless the person did, and name the line; how the payment was, if it was there."""
    expense, due_on = proposal.expense, proposal.due_on
    assert expense is not None, "a due day is of an expense"
    assert due_on is not None, "a proposal for an expense names its due day"
    payment = SharedPayment.objects.filter(expense=expense, due_on=due_on, counts=True).first()
    kept = {}
    if payment is None:
        worth = worth_of(entry, standing.person, partnership).amount
        payment = mark_paid(standing=standing, expense=expense, due_on=due_on, amount=worth, paid_on=entry.booked_on)
    else:
        kept = {
            "amount": money_text(payment.amount, partnership.currency),
            "paid_on": payment.paid_on.isoformat(),
            "first_share": payment.first_share,
        }
    link_payment(standing=standing, payment=payment, entry=entry)
    return kept


def _part(standing: Standing, proposal: LinkProposal, partnership: Partnership) -> None:
    """A payment the link made goes; one that was there is as it was. Raises `not_linked`: they are parted already."""
    linked = SharedPayment.objects.filter(transaction=proposal.transaction_id, due_on=proposal.due_on)
    payment = linked.filter(expense=proposal.expense_id, linked_by=standing.person).first()
    if payment is None:
        raise errors.nothing_to_undo()
    if not proposal.kept:
        undo_payment(standing=standing, payment=payment)
        return
    payment = unlink_payment(standing=standing, payment=payment)
    payment.amount, payment.paid_on = Decimal(proposal.kept["amount"]), date.fromisoformat(proposal.kept["paid_on"])
    payment.original_amount, payment.original_currency, payment.rate, payment.rate_on = None, "", "", None
    payment.first_share = proposal.kept["first_share"]
    divide(payment, partnership)
    payment.save()
    tell(payment, standing, "updated")


def _record(action: str, proposal: LinkProposal, standing: Standing) -> None:
    record(action, person=standing.person, proposal=str(proposal.pk), partnership=str(proposal.partnership_id))


def _tell(standing: Standing) -> None:
    """The person's other windows. Last, since it locks their row."""
    push([standing.person.pk], "proposal:decided", {"count": waiting_for(standing).count()})
