"""Accepting, declining, taking back."""

from __future__ import annotations

import pytest

from accounts.models import User
from ledger.core import errors, services
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction, Transfer
from ledger.pairing.models import Proposal
from ledger.pairing.services import accept_many, accept_proposal, decline_proposal, undo_decision
from ledger.pairing.tests.conftest import Looks, Writes

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(everyday: MoneyAccount, savings: MoneyAccount, write: Writes, look: Looks) -> Proposal:
    """A transfer nobody can be sure of."""
    write(everyday, "-61.30", "Somebody")
    write(savings, "61.30", "Somebody else", days=1)
    [found] = look()
    return found


@pytest.fixture
def twice(everyday: MoneyAccount, write: Writes, look: Looks) -> Proposal:
    write(everyday, "-4.10", "Tea")
    write(everyday, "-4.10", "Tea")
    [found] = look()
    return found


def test_an_accepted_transfer_and_its_way_back(ana: User, proposal: Proposal, look: Looks) -> None:
    accept_proposal(proposal=proposal, accepted_by=ana)
    assert Transfer.objects.get().found_by == "person"
    assert undo_decision(proposal=proposal).status == "open"
    assert not Transfer.objects.exists()
    assert [each.status for each in look()] == ["open"]


def test_an_accepted_duplicate_and_its_way_back(ana: User, everyday: MoneyAccount, twice: Proposal) -> None:
    accept_proposal(proposal=twice, accepted_by=ana)
    assert Transaction.objects.live().count() == 1
    undo_decision(proposal=twice)
    assert Transaction.objects.live().count() == 2
    assert check_account(everyday) == []


def test_a_merged_entry_taken_out_of_the_bin_is_not_proposed_again(ana: User, twice: Proposal, look: Looks) -> None:
    accept_proposal(proposal=twice, accepted_by=ana)
    services.restore_transaction(entry=twice.second)
    assert [each.status for each in look()] == ["declined"]


def test_an_undone_refund_is_open_again(ana: User, everyday: MoneyAccount, write: Writes, look: Looks) -> None:
    write(everyday, "-80", "Shoe Shop")
    back = write(everyday, "30", "Shoe Shop", days=9)
    [found] = look()
    accept_proposal(proposal=found, accepted_by=ana)
    assert Transaction.objects.get(pk=back.pk).kind == "refund"
    undo_decision(proposal=found)
    assert Transaction.objects.get(pk=back.pk).kind == "income"
    assert [each.status for each in look()] == ["open"]


def test_a_declined_one_stays_declined_until_taken_back(proposal: Proposal, look: Looks) -> None:
    decline_proposal(proposal=proposal)
    assert [each.status for each in look()] == ["declined"]
    assert undo_decision(proposal=proposal).status == "open"


def test_a_decision_is_made_once(ana: User, proposal: Proposal) -> None:
    accept_proposal(proposal=proposal, accepted_by=ana)
    with pytest.raises(errors.Conflict):
        accept_proposal(proposal=proposal, accepted_by=ana)
    with pytest.raises(errors.Conflict):
        decline_proposal(proposal=proposal)


def test_what_no_longer_fits_is_refused_and_stays_open(ana: User, everyday: MoneyAccount, proposal: Proposal) -> None:
    services.update_transaction(entry=proposal.first, changed_by=ana, amount=proposal.first.amount - 1)
    with pytest.raises(errors.FieldError):
        accept_proposal(proposal=proposal, accepted_by=ana)
    proposal.refresh_from_db()
    assert proposal.status == "open"
    assert check_account(everyday) == []


def test_of_two_that_share_a_line_one_can_be(
    ana: User, everyday: MoneyAccount, savings: MoneyAccount, write: Writes, proposal: Proposal
) -> None:
    other = Proposal.objects.create(
        person=ana, kind="transfer", first=proposal.first, second=write(savings, "61.30"), score=10, reason="same_day"
    )
    assert accept_many(proposals=[proposal, other], accepted_by=ana) == [proposal]
    assert not Proposal.objects.filter(pk=other.pk).exists()


def test_only_what_can_still_be_waits(ana: User, proposal: Proposal) -> None:
    mine = Proposal.objects.visible_to(ana)
    assert mine.waiting().count() == 1
    services.bin_transaction(entry=proposal.second)
    assert mine.waiting().count() == 0


def test_without_access_there_is_no_proposal(ana: User, savings: MoneyAccount, proposal: Proposal) -> None:
    MoneyAccountAccess.objects.filter(account=savings).delete()
    assert not Proposal.objects.visible_to(ana).exists()
