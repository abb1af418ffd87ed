"""The demo household: made in an empty database, removed at one click."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction as database_transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import delete_account
from config.kernel.ids import new_id
from ledger.core import rules, services
from ledger.core.batch import insert, insert_rows
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction, Transfer
from ledger.core.payees import payee_key, search_text
from ledger.core.posting import post, postings_of
from ledger.core.system_categories import SYSTEM_CATEGORIES_BY_SLUG, system_category_id
from ledger.demo import story
from ledger.demo.holdings import fill_depot
from ledger.demo.loose_ends import leave_loose_ends
from ledger.demo.wishes import see_categories_their_way
from ledger.reconciling.services import keep_balances

MONTHS_TOLD = 12
PASSWORD = "two-pence-worth"  # noqa: S105
PEOPLE = {
    "ana": {"email": "ana@demo.example", "name": "Ana Keller", "income": Decimal("2900.00"), "allowance": "250.00"},
    "ben": {"email": "ben@demo.example", "name": "Ben Marsh", "income": Decimal("2130.00"), "allowance": "200.00"},
}
Furnish = Callable[[Mapping[str, User], Mapping[str, MoneyAccount], date], None]
_furnishings: list[Furnish] = []


def furnishes_demo(furnish: Furnish) -> Furnish:
    """Register what a higher app adds: called in the same transaction with people and accounts by key, and the day."""
    if furnish not in _furnishings:
        _furnishings.append(furnish)
    return furnish


def is_wanted() -> bool:
    """Only where nobody is, only where nobody else gets in, unless forced."""
    return settings.DEMO != "off" and not User.objects.exists()


def demo_people() -> list[User]:
    return list(User.objects.filter(is_demo=True).order_by("email"))


@database_transaction.atomic
def make_demo() -> list[User]:
    """Make both people, their accounts and three years of lines; about two seconds."""
    people = {key: _person(key) for key in PEOPLE}
    accounts = {each.key: _account(each, people) for each in story.ACCOUNTS}
    today = people["ana"].today
    entries = [_entry(each, accounts, people) for each in story.movements(today)]
    pairs = [_pair(each, accounts, people) for each in story.moves(today)]
    halves = [half for pair in pairs for half in pair]
    insert([*entries, *halves])
    made_at = timezone.now()
    insert_rows(Transfer, [Transfer(outgoing=out, incoming=arrived, created_at=made_at) for out, arrived in pairs])
    post(posting for each in (*entries, *halves) for posting in postings_of(each))
    for planned in story.ACCOUNTS:
        if planned.number:
            _let_bank_tell(accounts[planned.key], [*entries, *halves], today)
    leave_loose_ends(people, accounts, today)
    see_categories_their_way(people)
    fill_depot(people, today)
    for furnish in _furnishings:
        furnish(people, accounts, today)
    return list(people.values())


def _let_bank_tell(account: MoneyAccount, lines: Sequence[Transaction], today: date) -> None:
    """What its bank says at the end of each of the last twelve months: what the lines come to."""
    ends = [today.replace(day=1) - timedelta(days=1)]
    while len(ends) < MONTHS_TOLD:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    mine = [(each.booked_on, each.amount) for each in lines if each.account_id == account.pk]
    told = [(end, sum((amount for day, amount in mine if day <= end), account.opening_balance)) for end in ends]
    keep_balances(account=account, origin=new_id(), balances=told)


def _person(key: str) -> User:
    given = PEOPLE[key]
    return User.objects.create_user(
        str(given["email"]),
        PASSWORD,
        name=given["name"],
        country="DE",
        currency="EUR",
        time_zone="Europe/Berlin",
        locale="en-GB",
        monthly_income=given["income"],
        personal_allowance=Decimal(str(given["allowance"])),
        payday="1",
        financial_goals=["Three months of spending put aside", "Lisbon in May"],
        is_demo=True,
    )


def _account(planned: story.Account, people: dict[str, User]) -> MoneyAccount:
    first = story.first_day(people["ana"].today)
    account = services.create_money_account(
        owner=people[planned.owner],
        currency="EUR",
        name=planned.name,
        type=planned.type,
        subtype=planned.subtype,
        institution=planned.institution,
        number=planned.number,
        opening_balance=planned.opening,
        opened_on=first,
    )
    if planned.co_owner:
        MoneyAccountAccess.objects.create(
            account=account,
            person=people[planned.co_owner],
            role=MoneyAccountAccess.Role.CO_OWNER,
            level=MoneyAccountAccess.Level.FULL,
        )
    return account


def _entry(planned: story.Movement, accounts: dict[str, MoneyAccount], people: dict[str, User]) -> Transaction:
    entry = _line(planned.account, planned.day, planned.amount, planned.payee, planned.notes, accounts, people)
    category = SYSTEM_CATEGORIES_BY_SLUG[planned.category] if planned.category else None
    entry.kind = rules.kind_of(planned.amount)
    if category is not None:
        if planned.amount > 0 and category.kind == "expense":
            entry.kind = Transaction.Kind.REFUND
        entry.category_id = system_category_id(category.slug)
        entry.category_source = Transaction.CategorySource.MERCHANT
        entry.category_confidence = Decimal("0.95")
        entry.category_reason = planned.payee
    return entry


def _pair(
    planned: story.Move, accounts: dict[str, MoneyAccount], people: dict[str, User]
) -> tuple[Transaction, Transaction]:
    source, target = accounts[planned.source], accounts[planned.target]
    out = _line(planned.source, planned.day, -planned.amount, target.name, planned.notes, accounts, people)
    arrived = _line(planned.target, planned.day, planned.amount, source.name, planned.notes, accounts, people)
    out.kind = arrived.kind = Transaction.Kind.TRANSFER
    return out, arrived


def _line(
    key: str,
    day: date,
    amount: Decimal,
    payee: str,
    notes: str,
    accounts: dict[str, MoneyAccount],
    people: dict[str, User],
) -> Transaction:
    account = accounts[key]
    return Transaction(
        id=new_id(),
        account=account,
        amount=amount,
        own_amount=amount,
        booked_on=day,
        payee=payee,
        payee_key=payee_key(payee),
        notes=notes,
        search_text=search_text(payee, notes),
        recorded_by=people["ana"],
        created_at=account.created_at,
        updated_at=account.updated_at,
    )


@database_transaction.atomic
def remove_demo() -> int:
    """Delete both people with everything they have; returns how many went."""
    people = demo_people()
    for each in people:
        delete_account(person=each)
    return len(people)


def notes_at_start() -> Iterator[str]:
    """Make the household where it is wanted, and say how to log in."""
    if is_wanted():
        make_demo()
    people = demo_people()
    if people:
        yield f"A demo household is in it: log in as {people[0].email} with the password {PASSWORD}"
