"""Two households that differ only in what is hidden from ben, and everything that anybody but Ana gets of them.

As in the ledger's test of the same idea, what differs is written after all that is the same, by a clock and a counter
of ids that are fixed. Asked as the partner, as somebody's partner of former days who was shown the account then, as one
who is invited, and as a stranger. What their sockets and their mail got meanwhile is looked at as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

import orjson
import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client, TestCase
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from conftest import PASSWORD
from ledger.budgets.services import create_budget, set_allocation, set_roll_over
from ledger.core import services as ledger
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.goals.services import contribute, create_goal
from partnerships.agreements.services import ask_for_agreement, begin_agreement
from partnerships.agreements.terms import Terms
from partnerships.approvals.services import approve
from partnerships.core.services import end_partnership, start_partnership
from partnerships.core.standing import standing_in
from partnerships.expenses.services import add_expense, mark_paid
from partnerships.goals.services import add_goal
from partnerships.inviting.services import invite
from partnerships.sharing.gifts import hide_until
from partnerships.sharing.joint import ask_to_join
from partnerships.sharing.levels import choose_level
from partnerships.sharing.whose import BOTH, say_whose

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
MARCH, UNTIL = date(2026, 3, 1), date(2026, 6, 1)
SECRET = "777.77"
# Of what Ana hides. None of it is in anything that anybody else gets.
WORDS = (b"777", b"Ring", b"Lawyer", b"hush", b"Zurich")
_MASKED = re.compile(
    rb'name="(?:csrfmiddlewaretoken|client_id)" value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": ?"[^"]*"'
    rb'|csrf-token" content="[^"]*"'
)
WHEN_ASKED = 1_000_000
NOT_ANA = ("Ben", "Carla", "Dev", "Eve")


class Households:
    """Ana and Ben, partners; Dev was Ana's before; Eve is invited by Carla, who knows none of them.

    `hide` makes the difference: amounts and words of what Ana hides, and incomes of the same ratio.
    """

    def __init__(self) -> None:
        """All that is the same. What is announced, is announced when the caller's callbacks run."""
        names = ("Ana", "Ben", "Carla", "Dev", "Eve")
        self.people = {name: User.objects.create_user(f"{name}@example.org", PASSWORD, name=name) for name in names}
        self.ana, self.ben = self.people["Ana"], self.people["Ben"]
        self._former()
        invite(inviter=self.people["Carla"], link_of=str, email="Eve@example.org")
        partnership = start_partnership(first=self.ana, second=self.ben, currency="EUR", started_on=MARCH)
        begin_agreement(partnership=partnership, terms=Terms(starts_on=MARCH), proposed_by=self.ana)
        self.anas = standing_in(self.ana, partnership.pk)
        self.bens = standing_in(self.ben, partnership.pk)
        self.seen: list[UUID] = [partnership.pk]
        self.hidden: list[UUID] = []
        for person, income in ((self.ana, "2000"), (self.ben, "1000")):
            self._earns(person, income)
        self.shown = {level: self._account(level) for level in ("exists", "total", "category_sums", "full")}
        joint = self._joint()
        self._share(self.shown["full"])
        self._ask()
        self._save_together(joint)
        self._plan_the_month()
        self.private = self.pay(joint, "-1", "Private", 9)
        hide_until(entry=self.private, by=self.ana, until=UNTIL)
        self.talk()

    def _former(self) -> None:
        dev = self.people["Dev"]
        before = start_partnership(first=self.ana, second=dev, currency="EUR", started_on=date(2025, 1, 1))
        begin_agreement(
            partnership=before, terms=Terms(starts_on=date(2025, 1, 1), method="equal"), proposed_by=self.ana
        )
        add_expense(standing=standing_in(dev, before.pk), values={"name": "Old rent", "amount": Decimal(50)})
        end_partnership(standing=standing_in(dev, before.pk))

    def _earns(self, person: User, income: str) -> None:
        person.monthly_income = Decimal(income)
        person.save(update_fields=["monthly_income"])

    def _account(self, level: str) -> MoneyAccount:
        account = ledger.create_money_account(
            owner=self.ana, currency="EUR", name=level, opening_balance=Decimal(1000), opened_on=date(2026, 1, 1)
        )
        choose_level(standing=self.anas, account=account, level=level)
        for day in range(1, 19, 3):
            self.pay(account, f"-{day}.50", f"Shop {day}", day)
        self.seen.append(account.pk)
        return account

    def pay(self, account: MoneyAccount, amount: str, payee: str, day: int, **more: Any) -> Transaction:
        return ledger.record_transaction(
            account=account, recorded_by=self.ana, amount=Decimal(amount), booked_on=date(2026, 3, day), payee=payee,
            category=Category.objects.get(slug="groceries"), **more,
        )  # fmt: skip

    def _joint(self) -> MoneyAccount:
        account = ledger.create_money_account(owner=self.ana, currency="EUR", name="Joint")
        approve(approval=ask_to_join(standing=self.anas, account=account, whole=True), by=self.bens)
        self.pay(account, "-60", "Furniture", 8)
        self.seen.append(account.pk)
        return account

    def _share(self, account: MoneyAccount) -> None:
        entry = self.pay(account, "-80", "Dinner", 10)
        say_whose(standing=self.anas, entry=entry, whose=BOTH)
        expense, _asked = add_expense(
            standing=self.bens, values={"name": "Rent", "amount": Decimal(90), "starts_on": MARCH}
        )
        paid = mark_paid(standing=self.bens, expense=expense, due_on=MARCH)
        _expense, asked = add_expense(standing=self.anas, values={"name": "Sofa", "amount": Decimal(900)})
        assert asked is not None
        self.seen += [entry.pk, expense.pk, paid.pk, asked.pk]

    def _save_together(self, joint: MoneyAccount) -> None:
        """Towards a goal of both, and by Ben towards one of his own, in the joint account."""
        self.paid_in = self.pay(joint, "-100", "Moved away", 11)
        goal, asked = add_goal(standing=self.anas, values={"name": "Lisbon", "target_amount": Decimal(900)})
        approve(approval=asked, by=self.bens)
        contribute(goal=goal, person=self.ana, amount=Decimal(60), transaction=self.paid_in)
        own = create_goal(person=self.ben, name="Boat", target_amount=Decimal(500), account_id=joint.pk)
        contribute(goal=own, person=self.ben, amount=Decimal(40))
        self.seen += [goal.pk, own.pk, self.paid_in.pk]

    def _plan_the_month(self) -> None:
        """Of both, near its end, and of Ben alone: what Ana hides would exceed them."""
        groceries = Category.objects.get(slug="groceries")
        for person, household, amount in ((self.ana, True, "260"), (self.ben, False, "50")):
            budget = create_budget(person=person, month=MARCH, total_income=Decimal(1000), household=household)
            set_allocation(budget=budget, place=groceries, amount=Decimal(amount))
            set_roll_over(person=person, category=groceries, takes_debt_along=True, household_id=budget.household_id)
            self.seen.append(budget.pk)

    def _ask(self) -> None:
        terms = Terms(starts_on=date(2026, 4, 1), method="percent", first_percent=Decimal(60))
        self.seen.append(ask_for_agreement(standing=self.anas, terms=terms).pk)

    def talk(self) -> None:
        """What a higher app makes of them, the same in both."""

    def hide(self, secret: str) -> None:
        ledger.update_transaction(
            entry=self.private, changed_by=self.ana, amount=Decimal(f"-{secret}"), payee=f"Ring {secret}", notes="hush"
        )
        for account in self.shown.values():
            ring = self.pay(account, f"-{secret}", f"Ring {secret}", 12, withheld_until=UNTIL)
            self.hidden.append(ring.pk)
        hidden = ledger.create_money_account(owner=self.ana, currency="USD", name="Zurich", type="savings")
        lawyer = self.pay(hidden, f"-{secret}", "Lawyer", 5)
        self.hidden += [hidden.pk, lawyer.pk]
        self._save_alone(secret)
        budget = create_budget(person=self.ana, month=MARCH, total_income=Decimal(secret))
        self.hidden.append(budget.pk)
        for person, income in ((self.ana, "4000"), (self.ben, "2000")):
            self._earns(person, income)

    def _save_alone(self, secret: str) -> None:
        """For herself, where Ben sees the account and the payment, and past what the payment has left."""
        for name, account in (("Ring", self.shown["full"]), ("Lawyer", self.paid_in.account)):
            goal = create_goal(
                person=self.ana, name=f"{name} {secret}", target_amount=Decimal(secret), account_id=account.pk
            )
            contribute(goal=goal, person=self.ana, amount=Decimal(secret), note="hush")
            self.hidden.append(goal.pk)
        contribute(goal=goal, person=self.ana, amount=Decimal(40), transaction=self.paid_in)


def _uuids(first: int) -> Iterator[UUID]:
    for number in count(first):
        yield UUID(int=(0x19D0B3A4C00 << 80) | 0x7 << 76 | 0x2 << 62 | number)


def addresses_of(patterns: Any, before: str, ids: list[UUID]) -> Iterator[str]:
    """Every address of these patterns, with each id in each place of one and a month in each place of a word."""
    for each in patterns:
        assert isinstance(each.pattern, RoutePattern)
        route = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from addresses_of(each.url_patterns, route, ids)
        elif isinstance(each, URLPattern):
            places = re.findall(r"<[^>]+>", route)
            if not places:
                yield route
            for key in ids if places else []:
                filled = route
                for place in places:
                    filled = filled.replace(place, str(key) if "uuid" in place else "2026-03")
                yield filled


@dataclass
class Told:
    """What each person got, by who and where; and the ids of what Ana hides, which the other household has not."""

    answers: dict[str, bytes]
    hidden: list[UUID]


Ask = Callable[[Any, list[UUID]], Iterable[str]]


def told(
    monkeypatch: pytest.MonkeyPatch,
    secret: str | None,
    ask: Ask,
    *,
    make: Callable[[], Households] = Households,
    hidden: Sequence[UUID] = (),
    others_ask: int = 1,
) -> Told:
    """Everybody but Ana asks for the addresses that `ask` gives for a household and the ids there are, `hidden` ones of
    another among them. Ben asks for all of them, the others for one in `others_ask`.
    """
    _count_ids_from(1, monkeypatch)
    frames: dict[UUID, list[bytes]] = {}
    monkeypatch.setattr("config.kernel.live._send", lambda who, what: frames.setdefault(who, []).extend(_json(what)))
    cache.clear()
    mail.outbox.clear()
    with transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            home = make()
            # What a log-in writes down has an id, and comes before what differs.
            browsers = _logged_in(home)
        with TestCase.captureOnCommitCallbacks(execute=True):
            if secret is not None:
                home.hide(secret)
        _work()
        # An export writes down that it was made, with an id of its own.
        _count_ids_from(WHEN_ASKED, monkeypatch)
        ids = [*home.seen, home.private.pk, *hidden, *home.hidden]
        found: dict[str, bytes] = {}
        asked = list(dict.fromkeys(ask(home, ids)))
        for name, browser in browsers.items():
            found |= _answers(name, browser, asked if name == "Ben" else asked[::others_ask])
        for name in NOT_ANA:
            found[f"{name} hears"] = b"\n".join(frames.get(home.people[name].pk, []))
        found["mail"] = b"\n".join(
            f"{each.to} {each.subject} {each.body}".encode() for each in mail.outbox if each.to != [home.ana.email]
        )
        transaction.set_rollback(True)
    return Told(found, home.hidden)


def two_households(
    monkeypatch: pytest.MonkeyPatch, ask: Ask, make: Callable[[], Households] = Households, *, others_ask: int = 1
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What is got of the one in which nothing more is hidden, and of the one in which much is."""
    with time_machine.travel(NOW, tick=False):
        other = told(monkeypatch, SECRET, ask, make=make, others_ask=others_ask)
        plain = told(monkeypatch, None, ask, make=make, hidden=other.hidden, others_ask=others_ask)
    return plain.answers, other.answers


def _logged_in(home: Households) -> dict[str, Client]:
    browsers = {name: Client() for name in NOT_ANA}
    for name, browser in browsers.items():
        browser.force_login(home.people[name])
    return browsers


def _answers(name: str, browser: Client, asked: list[str]) -> dict[str, bytes]:
    found = {}
    for address in asked:
        answer: Any = browser.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[f"{name} {address}"] = f"{answer.status_code} ".encode() + _MASKED.sub(b"", content)
    return found


def _count_ids_from(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = _uuids(first)
    monkeypatch.setattr("uuid6.uuid7", lambda: next(numbers))


def _json(frames: list[dict[str, Any]]) -> list[bytes]:
    return [orjson.dumps(each, default=str) for each in frames]


def _work() -> None:
    """What waits for its time, and what is enqueued by it."""
    due = Job.objects.filter(status=Job.Status.QUEUED, run_after__lte=NOW)
    while waiting := list(due.values_list("pk", flat=True)):
        for key in waiting:
            with TestCase.captureOnCommitCallbacks(execute=True):
                jobs.run(key)
            assert Job.objects.get(pk=key).status == Job.Status.DONE
