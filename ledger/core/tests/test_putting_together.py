"""Transfers found and parted, entries merged, refunds linked: what each changes, refuses, and gives back."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.http import Http404

from accounts.models import User
from ledger.core import errors, services
from ledger.core.checking import check_account
from ledger.core.models import Category, Link, MoneyAccount, MoneyAccountAccess, Transaction, Transfer
from ledger.core.services.erasing import erase_transactions

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 3)
Writes = Callable[..., Transaction]


@pytest.fixture
def savings(ana: User) -> MoneyAccount:
    return services.create_money_account(owner=ana, currency="EUR", name="Savings", type="savings")


@pytest.fixture
def write(ana: User, everyday: MoneyAccount) -> Writes:
    """An entry of ana's, on her everyday account unless said."""

    def written(amount: str, payee: str = "", *, on: MoneyAccount = everyday, **more: object) -> Transaction:
        given = {"booked_on": DAY, **more}
        return services.record_transaction(
            account=on,
            recorded_by=ana,
            amount=Decimal(amount),
            payee=payee,
            **given,  # type: ignore[arg-type] # whatever the test gives
        )

    return written


def category(slug: str) -> Category:
    return Category.objects.get(slug=slug)


def fresh(entry: Transaction) -> Transaction:
    return Transaction.objects.get(pk=entry.pk)


def right(*accounts: MoneyAccount) -> bool:
    return [difference for account in accounts for difference in check_account(account)] == []


def spent(account: MoneyAccount) -> Decimal:
    months = account.rollups.filter(span="m", kind__in=["expense", "income", "refund"])
    return months.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def test_a_pair_counts_as_neither_spending_nor_income(
    ana: User, everyday: MoneyAccount, savings: MoneyAccount, write: Writes
) -> None:
    out = write("-200", "To my pot", category=category("groceries"))
    into = write("200", "From everyday", on=savings, category=category("salary"))
    pair = services.pair_transfer(outgoing=out, incoming=into, paired_by=ana)
    assert {fresh(out).kind, fresh(into).kind} == {"transfer"}
    assert fresh(out).category is None
    assert fresh(out).version == out.version + 1
    assert spent(everyday) == spent(savings) == 0
    assert right(everyday, savings)
    services.unpair_transfer(pair=pair)
    assert (fresh(out).kind, fresh(out).category, fresh(out).category_source) == (
        "expense",
        category("groceries"),
        "person",
    )
    assert (fresh(into).kind, fresh(into).category) == ("income", category("salary"))
    assert spent(everyday) == -200
    assert right(everyday, savings)
    assert not Link.objects.exists()


def test_a_split_comes_back_after_unpairing(
    ana: User, everyday: MoneyAccount, savings: MoneyAccount, write: Writes
) -> None:
    parts = [(category("groceries"), Decimal("-150.50")), (category("dining"), Decimal("-49.50"))]
    out, into = write("-200", lines=parts), write("200", on=savings)
    pair = services.pair_transfer(outgoing=out, incoming=into, paired_by=ana)
    assert not fresh(out).is_split
    assert right(everyday, savings)
    services.unpair_transfer(pair=pair)
    assert {(line.category, line.amount) for line in fresh(out).lines.all()} == set(parts)
    assert right(everyday, savings)


def test_an_entered_transfer_taken_apart_is_an_expense_and_an_income(
    ana: User, everyday: MoneyAccount, savings: MoneyAccount
) -> None:
    pair = services.record_transfer(
        from_account=everyday, to_account=savings, recorded_by=ana, amount=Decimal(40), booked_on=DAY
    )
    services.unpair_transfer(pair=pair)
    assert [fresh(pair.outgoing).kind, fresh(pair.incoming).kind] == ["expense", "income"]
    assert right(everyday, savings)
    with pytest.raises(Http404):
        services.unpair_transfer(pair=pair)


@pytest.mark.parametrize(
    ("out", "into", "code"),
    [("-200", "199.99", "amounts_differ"), ("200", "200", "not_opposite"), ("-5", "-5", "not_opposite")],
)
def test_what_is_no_pair_is_refused(
    ana: User, savings: MoneyAccount, write: Writes, out: str, into: str, code: str
) -> None:
    with pytest.raises(errors.FieldError) as caught:
        services.pair_transfer(outgoing=write(out), incoming=write(into, on=savings), paired_by=ana)
    assert caught.value.stable_code == code


def test_one_account_makes_no_transfer(ana: User, write: Writes) -> None:
    with pytest.raises(errors.FieldError):
        services.pair_transfer(outgoing=write("-5"), incoming=write("5"), paired_by=ana)


def test_two_currencies_make_a_pair_of_two_amounts(ana: User, everyday: MoneyAccount, write: Writes) -> None:
    dollars = services.create_money_account(owner=ana, currency="USD", name="Dollars")
    services.pair_transfer(outgoing=write("-100"), incoming=write("108.20", on=dollars), paired_by=ana)
    assert right(everyday, dollars)


def test_a_half_belongs_to_one_transfer(ana: User, savings: MoneyAccount, write: Writes) -> None:
    out, into, other = write("-7"), write("7", on=savings), write("7", on=savings)
    services.pair_transfer(outgoing=out, incoming=into, paired_by=ana)
    with pytest.raises(errors.Conflict):
        services.pair_transfer(outgoing=out, incoming=other, paired_by=ana)
    assert fresh(other).kind == "income"


def test_a_strangers_entry_cannot_be_paired(ana: User, write: Writes, carlas: MoneyAccount, carla: User) -> None:
    hers = services.record_transaction(account=carlas, recorded_by=carla, amount=Decimal(5), booked_on=DAY)
    with pytest.raises(Http404):
        services.pair_transfer(outgoing=write("-5"), incoming=hers, paired_by=ana)


@pytest.fixture
def bens(ana: User, ben: User) -> MoneyAccount:
    """An account of ben's that ana sees in full."""
    account = services.create_money_account(owner=ben, currency="EUR", name="Ben's")
    MoneyAccountAccess.objects.create(account=account, person=ana, role="viewer", level="full")
    return account


def test_the_partners_half_stays_as_it_is(
    ana: User, ben: User, everyday: MoneyAccount, bens: MoneyAccount, write: Writes
) -> None:
    out = write("-30", "Ben")
    got = services.record_transaction(account=bens, recorded_by=ben, amount=Decimal(30), booked_on=DAY, payee="Ana")
    with pytest.raises(Http404):
        services.pair_transfer(outgoing=out, incoming=got, paired_by=ana)
    Transaction.objects.filter(pk=got.pk).update(kind="transfer")
    before = Transaction.objects.filter(pk=got.pk).values().get()
    pair = services.pair_transfer(outgoing=out, incoming=got, paired_by=ana)
    services.bin_transaction(entry=out, changed_by=ana)
    assert not Transfer.objects.filter(pk=pair.pk).exists()
    assert Transaction.objects.filter(pk=got.pk).values().get() == before
    assert fresh(out).kind == "expense"


def test_a_merge_keeps_what_the_person_chose_on_either(ana: User, everyday: MoneyAccount, write: Writes) -> None:
    own = write("-12.50", "Lunch", notes="with Eva")
    other = write("-12.50", "NOODLE BAR 4711", notes="Card 99", category=category("dining"))
    kept = services.merge_transactions(keep=own, gone=other, merged_by=ana)
    assert (kept.payee, kept.notes, kept.category) == ("Lunch", "with Eva · Card 99", category("dining"))
    assert fresh(other).deleted_at is not None
    assert everyday.balance - Decimal("12.50") == MoneyAccount.objects.get(pk=everyday.pk).balance
    assert right(everyday)
    assert services.restore_transaction(entry=other) == [other.pk]
    assert (fresh(own).notes, fresh(own).category_id) == ("with Eva", own.category_id)
    assert fresh(other).deleted_at is None
    assert right(everyday)


def test_undoing_a_merge_leaves_what_was_changed_since(ana: User, everyday: MoneyAccount, write: Writes) -> None:
    own, other = write("-3", "Tea", notes="a"), write("-3", "Tea", notes="b")
    services.merge_transactions(keep=own, gone=other, merged_by=ana)
    services.update_transaction(entry=own, changed_by=ana, notes="mine")
    services.restore_transaction(entry=other)
    assert fresh(own).notes == "mine"


@pytest.mark.parametrize(("amount", "code"), [("-3.01", "amounts_differ"), ("-3", "other_account")])
def test_what_is_not_the_same_payment_is_not_merged(
    ana: User, savings: MoneyAccount, everyday: MoneyAccount, write: Writes, amount: str, code: str
) -> None:
    other = write(amount, on=savings if code == "other_account" else everyday)
    with pytest.raises(errors.FieldError) as caught:
        services.merge_transactions(keep=write("-3"), gone=other, merged_by=ana)
    assert caught.value.stable_code == code


def test_erasing_the_one_that_stayed_brings_the_other_back(ana: User, everyday: MoneyAccount, write: Writes) -> None:
    """Undoing the import that brought the kept entry must not lose the payment another import brought too."""
    own, other = write("-3", "Tea"), write("-3", "Tea shop")
    services.merge_transactions(keep=own, gone=other, merged_by=ana)
    erase_transactions(ids=[own.pk])
    assert fresh(other).deleted_at is None
    assert right(everyday)


def test_erasing_the_one_that_went_gives_the_other_its_own_back(
    ana: User, everyday: MoneyAccount, write: Writes
) -> None:
    own, other = write("-3", "Tea", notes="a"), write("-3", "Tea", notes="b")
    services.merge_transactions(keep=own, gone=other, merged_by=ana)
    erase_transactions(ids=[other.pk])
    assert fresh(own).notes == "a"
    assert right(everyday)


def test_erasing_half_of_a_transfer_gives_the_other_its_category_back(
    ana: User, everyday: MoneyAccount, savings: MoneyAccount, write: Writes
) -> None:
    out, into = write("-9", category=category("groceries")), write("9", on=savings)
    services.pair_transfer(outgoing=out, incoming=into, paired_by=ana)
    erase_transactions(ids=[into.pk])
    assert (fresh(out).kind, fresh(out).category) == ("expense", category("groceries"))
    assert right(everyday, savings)


def test_a_refund_takes_the_category_of_its_purchase(ana: User, everyday: MoneyAccount, write: Writes) -> None:
    bought = write("-80", "Shoe Shop", category=category("groceries"))
    back = write("80", "Shoe Shop")
    services.link_refund(refund=back, purchase=bought, linked_by=ana)
    assert (fresh(back).kind, fresh(back).category, fresh(back).refund_of) == (
        "refund",
        category("groceries"),
        bought,
    )
    assert services.given_back(bought) == 80
    assert right(everyday)
    services.unlink_refund(refund=back)
    assert (fresh(back).kind, fresh(back).category_id, fresh(back).refund_of) == ("income", back.category_id, None)
    assert right(everyday)


def test_a_refund_of_a_split_purchase_is_split_the_same_way(ana: User, everyday: MoneyAccount, write: Writes) -> None:
    parts = [(category("groceries"), Decimal(-50)), (category("dining"), Decimal(-30))]
    bought, back = write("-80", "Shop", lines=parts), write("80", "Shop")
    services.link_refund(refund=back, purchase=bought, linked_by=ana)
    assert {(line.category, line.amount) for line in fresh(back).lines.all()} == {
        (each, -amount) for each, amount in parts
    }
    assert right(everyday)
    services.unlink_refund(refund=back)
    assert not fresh(back).is_split
    assert right(everyday)


def test_money_out_is_no_refund(ana: User, write: Writes) -> None:
    with pytest.raises(errors.FieldError):
        services.link_refund(refund=write("-3"), purchase=write("-3"), linked_by=ana)


def test_a_refund_made_income_by_hand_is_of_nothing(ana: User, everyday: MoneyAccount, write: Writes) -> None:
    bought, back = write("-80", "Shop"), write("80", "Shop")
    services.link_refund(refund=back, purchase=bought, linked_by=ana)
    services.update_transaction(entry=back, changed_by=ana, kind="income")
    assert fresh(back).refund_of is None
    assert right(everyday)


def test_a_purchase_made_income_by_hand_has_no_refunds(ana: User, everyday: MoneyAccount, write: Writes) -> None:
    purchase, refund = write("-50.00", "Shop"), write("20.00", "Shop")
    services.link_refund(refund=refund, purchase=purchase, linked_by=ana)
    services.update_transaction(entry=purchase, changed_by=ana, kind="income", amount=Decimal(50))
    assert (fresh(refund).refund_of_id, fresh(refund).kind) == (None, "refund")
    assert fresh(refund).version > refund.version + 1
    assert right(everyday)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_of_joining_and_parting_keeps_the_books_right(
    ana: User, everyday: MoneyAccount, savings: MoneyAccount, write: Writes, seed: int
) -> None:
    dice = random.Random(seed)
    accounts = [everyday, savings]
    for amount in ("-5", "5", "-8", "8", "-5", "5") * 3:
        day = DAY + timedelta(days=dice.randrange(40))
        kinds = [category("groceries"), None] if amount[0] == "-" else [None]
        write(amount, "Shop", on=dice.choice(accounts), booked_on=day, category=dice.choice(kinds))
    done = 0
    for _ in range(150):
        done += _try(lambda: _random_act(dice, ana))
    assert done > 30
    assert right(*accounts)
    for entry in Transaction.objects.binned():
        services.restore_transaction(entry=entry)
    for pair in Transfer.objects.all():
        services.unpair_transfer(pair=pair)
    assert right(*accounts)
    assert Transaction.objects.live().count() == 18
    balances = MoneyAccount.objects.filter(pk__in=[each.pk for each in accounts])
    assert sum(each.balance for each in balances) == 1000


def _try(act: Callable[[], object]) -> bool:
    try:
        act()
    except (errors.FieldError, errors.Conflict, Http404):
        return False
    return True


def _random_act(dice: random.Random, person: User) -> object:
    entries = list(Transaction.objects.all())
    one, two = dice.sample(entries, 2)
    act = dice.choice(["pair", "pair", "unpair", "merge", "merge", "refund", "unlink", "bin", "restore", "edit"])
    if act == "pair":
        return services.pair_transfer(outgoing=one, incoming=two, paired_by=person)
    if act == "unpair":
        return [services.unpair_transfer(pair=pair) for pair in Transfer.objects.order_by("?")[:1]]
    if act == "merge":
        return services.merge_transactions(keep=one, gone=two, merged_by=person)
    if act == "refund":
        return services.link_refund(refund=one, purchase=two, linked_by=person)
    if act == "unlink":
        return services.unlink_refund(refund=one)
    if act == "edit":
        return services.update_transaction(entry=one, changed_by=person, notes=str(dice.random()))
    change = services.bin_transaction if act == "bin" else services.restore_transaction
    return change(entry=one)
