"""The demo household as a couple: what they agreed, what both bear, what waits for an answer, who sees what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from accounts.models import User
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.queries import months_between, previous_month
from ledger.core.services import reshare
from ledger.core.services.granting import grant_view
from ledger.core.system_categories import system_category_id
from partnerships.agreements.services import begin_agreement
from partnerships.agreements.terms import ExceptionTerms, Terms
from partnerships.approvals.services import approve
from partnerships.core.models import Partnership
from partnerships.core.services import start_partnership
from partnerships.core.standing import Standing, standing_in
from partnerships.dates.demo import leave_dates
from partnerships.expenses import services
from partnerships.expenses.due import due_days, last_day
from partnerships.expenses.models import SharedExpense
from partnerships.goals.demo import leave_goals
from partnerships.linking.finding import find_links
from partnerships.linking.reading import Days
from partnerships.sharing.models import JointTime
from partnerships.statements.balance import balance_of
from partnerships.statements.services import settle

# Accounts both own, as the ledger's part of the demo made them.
JOINT = ("joint", "savings")
# What each pays for both without its being a commitment: whose, which account, to whom.
FOR_BOTH = (
    ("ana", "card", ("Trattoria Da Enzo", "Pho Noodlebar", "Zur Letzten Instanz", "Hasir", "Kino International")),
    ("ben", "ben", ("Shell", "Aral", "Total Energies", "Bauhaus", "Obi")),
)
# Name, who pays, the payee in their ledger (or none: paid in cash), amount, how often, day of the month, category.
COMMITMENTS = (
    ("Climbing pass", "ben", "Boulderhalle Ostbloc", "29.90", "monthly", 15, "gym"),
    ("Music streaming", "ana", "Spotify", "13.99", "monthly", 14, "streaming"),
    ("Cleaning help", "ana", "", "66.00", "monthly", 5, "housing"),
    ("Veg box", "ben", "", "27.00", "weekly", 3, "groceries"),
)
# Paid by hand once, and found among Ben's lines by itself from then on.
FOUND_BY_ITSELF = "Climbing pass"
# What Ana is asked about: it was paid, and nobody has said so.
TO_FIND = ("Phone contract", "24.00", 10, "mobile")
# Whose account the other one sees, and how much of it.
LEVELS = (
    ("ben", "ben", "ana", "category_sums"),
    ("ben", "loan", "ana", "total"),
    ("ana", "etf", "ben", "exists"),
    ("ana", "card", "ben", "full"),
)


def pair_up(people: Mapping[str, User], accounts: Mapping[str, MoneyAccount], today: date) -> None:
    """Two whole months and the running one; about half a second."""
    start = previous_month(previous_month(today))
    ana, ben = people["ana"], people["ben"]
    partnership = start_partnership(first=ana, second=ben, currency="EUR", started_on=start)
    halves = ExceptionTerms(system_category_id("pets"), "equal")
    terms = Terms(starts_on=start, whole_percent=True, exceptions=(halves,))
    begin_agreement(partnership=partnership, terms=terms, proposed_by=ana)
    both = {"ana": standing_in(ana, partnership.pk), "ben": standing_in(ben, partnership.pk)}
    for owner, account, other, level in LEVELS:
        grant_view(account=accounts[account], person=people[other], level=level, granted_by=people[owner])
    _own_together(partnership, accounts)
    expenses = {each.name: each for each in _commitments(both, start)}
    for month in months_between(start, today):
        _share(both, accounts, month)
        for name, who, payee, *_rest in COMMITMENTS:
            booked = Transaction.objects.filter(account=accounts[who], payee=payee)
            expense = expenses[name]
            for due in due_days(expense.starts_on, expense.frequency, None, month):
                if due < today and (name != FOUND_BY_ITSELF or month == start):
                    _pay(both[who], expense, due, booked)
        find_links(person=ben, days=Days(month, min(last_day(month), today)))
        if month == previous_month(today):
            _settle(both["ana"], today.replace(day=1))
    _questions(both, expenses, today)
    leave_goals(both, accounts, today)
    leave_dates(both["ana"], accounts, today)
    _leave_to_find(both["ana"], today)


def _own_together(partnership: Partnership, accounts: Mapping[str, MoneyAccount]) -> None:
    """What both own was theirs from its first line on, and counts for each by the split."""
    for name in JOINT:
        JointTime.objects.create(partnership=partnership, account=accounts[name])
        reshare(account=accounts[name])


def _share(both: Mapping[str, Standing], accounts: Mapping[str, MoneyAccount], month: date) -> None:
    for who, account, payees in FOR_BOTH:
        paid = Transaction.objects.filter(account=accounts[account], booked_on__range=(month, last_day(month)))
        for entry in paid.filter(payee__in=payees).select_related("account", "category").order_by("booked_on", "pk"):
            services.share_payment(standing=both[who], transaction=entry)


def _settle(standing: Standing, day: date) -> None:
    """What was left of the months before; neither has named it in their ledger, so each is offered to."""
    owed = abs(balance_of(standing.partnership))
    if owed:
        settle(standing=standing, expected_amount=owed, settled_on=day)


def _commitments(both: Mapping[str, Standing], start: date) -> Iterator[SharedExpense]:
    for name, who, _payee, amount, frequency, day, category in COMMITMENTS:
        values = {
            "name": name,
            "amount": Decimal(amount),
            "category": system_category_id(category),
            "frequency": frequency,
            "starts_on": start.replace(day=day),
            "payer": both[who].place,
        }
        expense, asked = services.add_expense(standing=both[who], values=values)
        if asked is not None:
            approve(approval=asked, by=both["ben" if who == "ana" else "ana"])
        yield expense


def _pay(standing: Standing, expense: SharedExpense, due: date, booked: QuerySet[Transaction]) -> None:
    payment = services.mark_paid(standing=standing, expense=expense, due_on=due, paid_on=due)
    entry = booked.filter(booked_on=due).select_related("account").first()
    if entry is not None:
        services.link_payment(standing=standing, payment=payment, entry=entry)


def _leave_to_find(standing: Standing, today: date) -> None:
    name, amount, day, category = TO_FIND
    due = (today if today.day >= day else previous_month(today)).replace(day=day)
    values = {"name": name, "amount": Decimal(amount), "category": system_category_id(category), "starts_on": due}
    services.add_expense(standing=standing, values={**values, "payer": standing.place})
    find_links(person=standing.person, days=Days(due, today))


def _questions(both: Mapping[str, Standing], expenses: Mapping[str, SharedExpense], today: date) -> None:
    """Two that Ben asks, one that Ana asks."""
    services.ask_to_change(
        standing=both["ben"],
        expense=expenses["Climbing pass"],
        changes={"amount": Decimal("59.80")},
        message="The pass for two: you are on it as well now.",
    )
    tyres = {
        "name": "Winter tyres",
        "amount": Decimal(320),
        "category": system_category_id("car"),
        "frequency": "once",
        "starts_on": today.replace(day=28),
        "payer": both["ben"].place,
    }
    services.add_expense(standing=both["ben"], values=tyres, message="Krüger has a date on the 28th.")
    services.ask_to_delete(standing=both["ana"], expense=expenses["Music streaming"])
