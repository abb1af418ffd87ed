"""What is found to belong together, what is only proposed, and what is left alone."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import User
from ledger.core import services
from ledger.core.checking import check_account
from ledger.core.models import Category, ExchangeRate, MoneyAccount, MoneyAccountAccess, Transaction, Transfer
from ledger.pairing.models import Proposal
from ledger.pairing.services import find_pairs, undo_decision
from ledger.pairing.tests.conftest import DAY, Looks, Writes

pytestmark = pytest.mark.django_db


def told(proposals: list[Proposal]) -> list[tuple[str, str, str]]:
    return [(each.kind, each.status, each.reason) for each in proposals]


@pytest.mark.parametrize(
    ("out", "into", "days", "reason"),
    [
        ("To Holiday Pot", "Credit", 3, "names_account"),
        ("Standing order", "From Everyday", 1, "names_account"),
        ("Umbuchung", "Gutschrift", 1, "words"),
        ("Virement interne", "", 2, "words"),
        ("Overboeking spaarrekening", "Ana", 0, "words"),
    ],
)
def test_a_hinted_pair_is_made_by_itself(
    everyday: MoneyAccount,
    savings: MoneyAccount,
    write: Writes,
    look: Looks,
    out: str,
    into: str,
    days: int,
    reason: str,
) -> None:
    left, arrived = write(everyday, "-200", out), write(savings, "200", into, days)
    assert told(look()) == [("transfer", "auto", reason)]
    pair = Transfer.objects.get()
    assert (pair.outgoing, pair.incoming, pair.found_by) == (left, arrived, "auto")
    assert check_account(everyday) == check_account(savings) == []
    assert len(look()) == 1


@pytest.mark.parametrize("amounts", [("-200", "199.99"), ("-200", "-200")])
def test_other_amounts_are_no_pair(
    everyday: MoneyAccount, savings: MoneyAccount, write: Writes, look: Looks, amounts: tuple[str, str]
) -> None:
    write(everyday, amounts[0], "To Holiday pot")
    write(savings, amounts[1], "From Everyday")
    assert look() == []


def test_five_days_are_too_many(everyday: MoneyAccount, savings: MoneyAccount, write: Writes, look: Looks) -> None:
    write(everyday, "-200", "To Holiday pot")
    write(savings, "200", "From Everyday", days=5)
    assert look() == []


def test_without_a_hint_it_is_proposed(
    everyday: MoneyAccount, savings: MoneyAccount, write: Writes, look: Looks
) -> None:
    write(everyday, "-61.30", "Somebody")
    write(savings, "61.30", "Somebody else", days=1)
    assert told(look()) == [("transfer", "open", "days_apart")]
    assert not Transfer.objects.exists()


def test_what_a_person_filed_is_left_alone(
    ana: User, everyday: MoneyAccount, savings: MoneyAccount, write: Writes, look: Looks
) -> None:
    write(everyday, "-61.30", "Somebody")
    got = write(savings, "61.30", "Employer")
    services.choose_category(entry=got, changed_by=ana, category=Category.objects.get(slug="salary"))
    assert look() == []


def test_what_is_known_for_spending_is_not_paired_by_itself(
    everyday: MoneyAccount, savings: MoneyAccount, write: Writes, look: Looks
) -> None:
    rent = write(everyday, "-500", "Bank transfer Vermieter")
    write(savings, "500", "Employer")
    Transaction.objects.filter(pk=rent.pk).update(category_source="learned")
    assert told(look()) == [("transfer", "open", "words")]


def test_income_known_as_such_is_no_refund_by_itself(everyday: MoneyAccount, write: Writes, look: Looks) -> None:
    write(everyday, "-80", "Wallet")
    got = write(everyday, "80", "Wallet", days=3)
    Transaction.objects.filter(pk=got.pk).update(category_source="learned")
    assert told(look()) == [("refund", "open", "exact_amount")]


def test_two_that_fit_are_proposed_one_to_one(
    everyday: MoneyAccount, savings: MoneyAccount, write: Writes, look: Looks
) -> None:
    lefts = [write(everyday, "-50", f"To Holiday pot {word}", days) for word, days in (("a", 0), ("b", 1))]
    arrived = [write(savings, "50", f"Credit {word}", days) for word, days in (("a", 0), ("b", 1))]
    proposals = look()
    assert {each.status for each in proposals} == {"open"}
    assert {(each.first_id, each.second_id) for each in proposals} == {
        (lefts[0].pk, arrived[0].pk),
        (lefts[1].pk, arrived[1].pk),
    }


def test_a_card_bill_is_no_spending(everyday: MoneyAccount, card: MoneyAccount, write: Writes, look: Looks) -> None:
    paid = write(everyday, "-431.20", "CARDCO AUTOPAY")
    got = write(card, "431.20", "Payment received, thank you", days=2, kind="transfer")
    assert told(look()) == [("transfer", "auto", "card_payment")]
    assert {Transaction.objects.get(pk=each.pk).kind for each in (paid, got)} == {"transfer"}
    assert check_account(everyday) == check_account(card) == []


def test_what_was_taken_apart_stays_apart(
    everyday: MoneyAccount, savings: MoneyAccount, write: Writes, look: Looks
) -> None:
    left = write(everyday, "-200", "To Holiday pot")
    write(savings, "200", "From Everyday")
    [made] = look()
    undo_decision(proposal=made)
    assert told(look()) == [("transfer", "declined", "names_account")]
    assert Transaction.objects.get(pk=left.pk).kind == "expense"


def test_a_transfer_taken_apart_by_another_door_stays_apart(
    ana: User, everyday: MoneyAccount, savings: MoneyAccount, look: Looks
) -> None:
    pair = services.record_transfer(
        from_account=everyday, to_account=savings, recorded_by=ana, amount=Decimal(5), booked_on=DAY
    )
    services.unpair_transfer(pair=pair)
    assert [each.status for each in look()] == ["declined"]
    assert not Transfer.objects.exists()


def test_only_new_lines_are_looked_at(ana: User, everyday: MoneyAccount, savings: MoneyAccount, write: Writes) -> None:
    """And what stands around them: the older half of a new line is found."""
    old_out, old_into = write(everyday, "-9", "To Holiday pot", -90), write(savings, "9", "", -90)
    left = write(everyday, "-200", "To Holiday pot")
    long_ago = left.created_at - timedelta(days=30)
    for old in (old_out, old_into, left):
        past = Transaction.objects.get(pk=old.pk)
        old.delete()
        past.pk = type(past.pk)(int=int(long_ago.timestamp() * 1000) << 80 | past.pk.int & (1 << 80) - 1)
        past.save(force_insert=True)
    arrived = write(savings, "200", "")
    find_pairs(person=ana, accounts=[savings.pk], since=arrived.created_at - timedelta(minutes=1))
    assert [pair.incoming for pair in Transfer.objects.all()] == [arrived]


def test_of_the_partners_account_only_what_is_a_transfer_is_proposed(
    ana: User, ben: User, everyday: MoneyAccount, write: Writes, look: Looks
) -> None:
    bens = services.create_money_account(owner=ben, currency="EUR", name="Ben's own")
    MoneyAccountAccess.objects.create(account=bens, person=ana, role="viewer", level="full")
    write(everyday, "-30", "Transfer to Ben")
    hidden = services.create_money_account(owner=ben, currency="EUR", name="Hidden")
    for account, kind in ((bens, "income"), (hidden, "transfer")):
        services.record_many(
            account=account,
            recorded_by=ben,
            drafts=[services.TransactionDraft(amount=Decimal(30), booked_on=DAY, payee="Ana", kind=kind)],
        )
    assert look() == []
    Transaction.objects.filter(account=bens).update(kind="transfer")
    assert told(look()) == [("transfer", "open", "filed_as_transfer")]


def test_two_currencies_are_proposed_by_the_rate_of_the_day(
    ana: User, everyday: MoneyAccount, write: Writes, look: Looks
) -> None:
    ExchangeRate.objects.create(
        base="EUR", currency="USD", rate=Decimal("1.10"), on=DAY - timedelta(days=1), source="ecb"
    )
    dollars = services.create_money_account(owner=ana, currency="USD", name="Dollars")
    write(everyday, "-100", "Transfer abroad")
    write(dollars, "108.50", "Incoming transfer", days=2)
    write(dollars, "150", "Incoming transfer", days=1)
    assert told(look()) == [("transfer", "open", "two_currencies")]


def test_money_back_of_one_purchase_is_its_refund(
    everyday: MoneyAccount, card: MoneyAccount, write: Writes, look: Looks
) -> None:
    bought = write(card, "-80", "Shoe Shop")
    back = write(everyday, "80", "SHOE SHOP", days=20)
    assert told(look()) == [("refund", "auto", "exact_amount")]
    back.refresh_from_db()
    assert (back.kind, back.refund_of) == ("refund", bought)


def test_of_two_purchases_the_later_is_proposed(everyday: MoneyAccount, write: Writes, look: Looks) -> None:
    write(everyday, "-80", "Shoe Shop")
    later = write(everyday, "-80", "Shoe Shop", days=3)
    write(everyday, "80", "Shoe Shop", days=9)
    [proposal] = look()
    assert (proposal.status, proposal.first_id) == ("open", later.pk)


def test_a_part_is_proposed_and_more_than_was_paid_is_not(everyday: MoneyAccount, write: Writes, look: Looks) -> None:
    write(everyday, "-80", "Shoe Shop")
    write(everyday, "30", "Shoe Shop", days=9)
    write(everyday, "81", "Shoe Shop", days=10)
    assert told(look()) == [("refund", "open", "part_of_amount")]


def test_no_refund_after_four_months_or_before_the_purchase(everyday: MoneyAccount, write: Writes, look: Looks) -> None:
    write(everyday, "-80", "Shoe Shop")
    write(everyday, "80", "Shoe Shop", days=121)
    write(everyday, "80", "Shoe Shop", days=-1)
    assert look() == []


def test_a_purchase_is_given_back_once(everyday: MoneyAccount, write: Writes, look: Looks) -> None:
    write(everyday, "-80", "Shoe Shop")
    write(everyday, "80", "Shoe Shop", days=1)
    look()
    write(everyday, "80", "Shoe Shop", days=2)
    assert told(look()) == [("refund", "auto", "exact_amount")]


def test_an_equal_amount_among_very_many_purchases_is_only_proposed(
    everyday: MoneyAccount, ana: User, look: Looks
) -> None:
    """More than a household buys of one payee in four months: an equal amount may be chance."""
    drafts = [
        services.TransactionDraft(Decimal(-cents) / 100, DAY, payee="Corner Shop") for cents in range(1_000, 1_101)
    ]
    drafts.append(services.TransactionDraft(Decimal("10.50"), DAY + timedelta(days=3), payee="Corner Shop"))
    services.record_many(account=everyday, recorded_by=ana, drafts=drafts)
    assert told(look()) == [("refund", "open", "exact_amount")]
