"""What the origin of a line says about pairs: files of one form have twins, two forms tell of one payment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from accounts.models import User
from ledger.core import services
from ledger.core.models import MoneyAccount, Transaction, Transfer
from ledger.core.services.erasing import erase_transactions
from ledger.imports import services as imports
from ledger.imports.models import ImportedLine
from ledger.imports.tests.conftest import Taking, bank_file
from ledger.pairing.models import Proposal
from ledger.pairing.services import accept_proposal, find_pairs

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 3)


@pytest.fixture
def everyday(ana: User) -> MoneyAccount:
    return services.create_money_account(owner=ana, currency="EUR", name="Everyday")


@pytest.fixture
def savings(ana: User) -> MoneyAccount:
    return services.create_money_account(owner=ana, currency="EUR", name="Holiday pot", type="savings")


def write(account: MoneyAccount, person: User, amount: str, payee: str) -> Transaction:
    return services.record_transaction(
        account=account, recorded_by=person, amount=Decimal(amount), booked_on=DAY, payee=payee
    )


def look(person: User) -> list[Proposal]:
    find_pairs(person=person, accounts=list(MoneyAccount.objects.owned_by(person).values_list("pk", flat=True)))
    return list(Proposal.objects.filter(person=person).order_by("kind", "first_id"))


def imported(ana: User, rows: list[tuple[str, str, str]], account: MoneyAccount, shape: str) -> list[Transaction]:
    """Entries as if they came from a file of this shape."""
    source = imports.start_import(person=ana, data=bank_file(rows), filename="a.csv")
    source.shape = shape
    source.save(update_fields=["shape"])
    made = []
    for number, (on, payee, amount) in enumerate(rows):
        draft = services.TransactionDraft(amount=Decimal(amount), booked_on=date.fromisoformat(on), payee=payee)
        services.record_many(account=account, recorded_by=ana, drafts=[draft])
        batch = source.batches.first()
        assert batch is not None
        ImportedLine.objects.create(
            account=account, fingerprint=f"{shape}{number}", batch=batch, transaction_id=draft.id, line_no=number
        )
        made.append(Transaction.objects.get(pk=draft.id))
    return made


def test_equal_twins_are_no_doubt(ana: User, everyday: MoneyAccount, savings: MoneyAccount) -> None:
    imported(ana, [("2026-11-03", "To Holiday pot", "-50")] * 2, everyday, "one")
    imported(ana, [("2026-11-03", "Credit", "50")] * 2, savings, "one")
    assert {each.status for each in look(ana)} == {"auto"}
    assert Transfer.objects.count() == 2


def test_an_entry_by_hand_and_the_banks_line_are_one(ana: User, everyday: MoneyAccount) -> None:
    own = write(everyday, ana, "-12.50", "Lunch with Eva")
    [bank] = imported(ana, [("2026-11-05", "NOODLE BAR 4711", "-12.50")], everyday, "one")
    [proposal] = look(ana)
    assert (proposal.kind, proposal.status, proposal.reason) == ("duplicate", "open", "by_hand_and_file")
    assert (proposal.first, proposal.second) == (own, bank)


def test_two_lines_of_one_file_are_twins(ana: User, everyday: MoneyAccount) -> None:
    imported(ana, [("2026-11-05", "Coffee", "-3.20"), ("2026-11-05", "Coffee", "-3.20")], everyday, "one")
    assert look(ana) == []


def test_two_forms_of_file_tell_of_one_payment(ana: User, everyday: MoneyAccount) -> None:
    rows = [("2026-11-05", "Coffee corner", "-3.20"), ("2026-11-05", "Coffee corner", "-3.20")]
    imported(ana, rows, everyday, "one")
    imported(ana, [("2026-11-06", "COFFEE", "-3.20"), ("2026-11-06", "Bakery", "-3.20")], everyday, "two")
    [proposal] = look(ana)
    assert (proposal.kind, proposal.reason) == ("duplicate", "two_files")


def test_a_line_that_may_stand_twice_is_not_paired_by_itself(
    ana: User, everyday: MoneyAccount, savings: MoneyAccount
) -> None:
    write(everyday, ana, "-200", "To Holiday pot")
    imported(ana, [("2026-11-03", "TRANSFER 99", "-200")], everyday, "one")
    write(savings, ana, "200", "From Everyday")
    assert sorted((each.kind, each.status) for each in look(ana)) == [("duplicate", "open"), ("transfer", "open")]


def test_a_merged_line_is_not_brought_back_and_its_undo_leaves_the_other(
    ana: User, take: Taking, everyday: MoneyAccount, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    row = [("2026-11-05", "NOODLE BAR 4711", "-12.50")]
    source = take(ana, bank_file(row))
    bank = Transaction.objects.get()
    own = write(bank.account, ana, "-12.50", "Lunch")
    [proposal] = look(ana)
    accept_proposal(proposal=proposal, accepted_by=ana)
    own.refresh_from_db()
    assert own.booked_on == date(2026, 11, 5)
    assert take(ana, bank_file(row)).report["taken"] == 0
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():  # type: ignore[attr-defined]
        imports.undo_import(source=source)
    own.refresh_from_db()
    assert (own.booked_on, own.deleted_at) == (DAY, None)
    assert not Transaction.objects.filter(pk=bank.pk).exists()


def test_undoing_the_import_of_the_one_that_stayed_keeps_the_payment(ana: User, everyday: MoneyAccount) -> None:
    [one] = imported(ana, [("2026-11-05", "Coffee corner", "-3.20")], everyday, "one")
    [two] = imported(ana, [("2026-11-05", "COFFEE", "-3.20")], everyday, "two")
    [proposal] = look(ana)
    accept_proposal(proposal=proposal, accepted_by=ana)
    erase_transactions(ids=[proposal.first_id])
    assert [each.pk for each in Transaction.objects.live()] == [({one.pk, two.pk} - {proposal.first_id}).pop()]


def test_an_import_looks_for_pairs_by_itself(ana: User, take: Taking, savings: MoneyAccount) -> None:
    write(savings, ana, "200", "From checking")
    take(ana, bank_file([("2026-11-03", "To Holiday pot", "-200"), ("2026-11-04", "Bakery", "-3")]))
    assert Transfer.objects.count() == 1
