"""Whatever is paid, withheld and shown: what each person's roll-ups and lists say is what their visible lines say."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import analytics, errors, queries, services
from ledger.core.access import ME, PARTNER, TOGETHER, lens_of, own_part
from ledger.core.api.shapes import whole_transaction_shape
from ledger.core.checking import check_account
from ledger.core.listing import TransactionFilter, count_transactions
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.tests.conftest import Speaks
from ledger.core.tests.said_parts import SaidParts

FIRST, LAST = date(2026, 1, 1), date(2026, 4, 30)
FAR = date(2099, 1, 1)


@pytest.fixture
def accounts(ana: User, ben: User, carla: User) -> dict[str, MoneyAccount]:
    """Ana's own, which carla sees; ana's and ben's, which carla sees; ben's own."""
    made = {
        name: services.create_money_account(owner=owner, currency="EUR", name=name, opening_balance=Decimal(100))
        for name, owner in (("anas", ana), ("joint", ana), ("bens", ben))
    }
    services.add_co_owner(account=made["joint"], person=ben, added_by=ana)
    for name in ("anas", "joint"):
        services.grant_view(account=made[name], person=carla, level="full", granted_by=ana)
    return made


@pytest.mark.parametrize("seed", range(4))
def test_a_random_life_shows_everybody_what_they_may_see(
    seed: int, accounts: dict[str, MoneyAccount], ana: User, ben: User, carla: User, said: SaidParts
) -> None:
    dice = random.Random(seed)
    categories = [*Category.objects.filter(slug__in=["groceries", "dining", "fuel"]), None]
    for _ in range(60):
        who = dice.choice([ana, ben])
        own = [accounts["joint"], accounts["anas" if who == ana else "bens"]]
        _act(dice, who, dice.choice(own), categories, said)
    for account in accounts.values():
        assert check_account(account) == []
    for person in (ana, ben, carla):
        _holds(person)


def _act(
    dice: random.Random, who: User, account: MoneyAccount, categories: list[Category | None], said: SaidParts
) -> None:
    mine = list(Transaction.objects.owned_by(who).select_related("account").order_by("pk"))
    entry = dice.choice(mine) if mine else None
    amount = Decimal(dice.randrange(100, 9_999)) / 100
    day = FIRST + timedelta(days=dice.randrange(120))
    act = dice.choice(["pay", "pay", "split", "withhold", "withhold", "release", "bin", "restore", "edit", "own"])
    try:
        if entry is None or act == "pay":
            services.record_transaction(
                account=account, recorded_by=who, amount=-amount, booked_on=day, category=dice.choice(categories)
            )
        elif act == "split":
            parts = [(categories[0], -amount), (categories[1], Decimal("-1.50"))]
            services.record_transaction(
                account=account, recorded_by=who, amount=-amount - Decimal("1.50"), booked_on=day, lines=parts,
                withheld_until=dice.choice([FAR, None]),
            )  # fmt: skip
        elif act == "withhold":
            services.withhold_transaction(entry=entry, by=who, until=FAR + timedelta(days=dice.randrange(3)))
        elif act == "release":
            services.release_transaction(entry=entry, by=who)
        elif act == "bin":
            services.bin_transaction(entry=entry, changed_by=who)
        elif act == "restore":
            services.restore_transaction(entry=entry, changed_by=who)
        elif act == "own":
            said.say(entry, entry.amount / 2)
        elif not entry.is_split:
            services.update_transaction(entry=entry, changed_by=who, amount=-amount, booked_on=day)
    except (errors.FieldError, Http404):
        return


def _holds(person: User) -> None:
    everything = lens_of(person, TOGETHER)
    seen = list(Transaction.objects.visible_to(person).live().prefetch_related("lines"))
    balances: dict[UUID, Decimal] = defaultdict(lambda: Decimal(100))
    for entry in seen:
        balances[entry.account_id] += entry.amount
    assert {each.pk: each.balance for each in queries.seen_accounts(everything)} == {
        key: balances[key] for key in everything.sights
    }
    for scope in (ME, PARTNER, TOGETHER):
        lens = everything.through(scope)
        lines = [entry for entry in seen if entry.account_id in lens.sights]
        sums: dict[UUID | None, int] = defaultdict(int)
        for entry in lines:
            for part in entry.lines.all() if entry.is_split else [entry]:
                whole, own = (int(each * 10_000) for each in (part.amount, part.own_amount))
                sight = lens.sights[entry.account_id]
                if scope == PARTNER:
                    sight = sight._replace(role="owner")
                sums[part.category_id] -= whole if scope == TOGETHER else own_part(sight, whole, own)
        found = analytics.analyse(lens, first=FIRST, last=LAST)
        figures = {each.category_id: int(each.amount * 10_000) for one in found for each in one.spending}
        assert figures == {key: sums[key] for key in figures}
        assert sum(figures.values()) == sum(sums.values())
        asked = TransactionFilter(kinds=("expense",), booked_on_after=FIRST, booked_on_before=LAST)
        assert count_transactions(lens, asked) == (len(lines), True)


def test_the_list_and_the_detail_say_the_same_to_each(
    accounts: dict[str, MoneyAccount], ana: User, ben: User, carla: User, speaks: Speaks, said: SaidParts
) -> None:
    both = services.record_transaction(
        account=accounts["joint"], recorded_by=ana, amount=Decimal(-100), booked_on=FIRST, payee="Rent"
    )
    said.say(both, "-70")
    own = {}
    for person in (ana, ben, carla):
        api: APIClient = speaks(person)
        [listed] = api.get("/api/v1/transactions/", {"scope": "together"}).json()["results"]
        assert listed == api.get(f"/api/v1/transactions/{both.pk}/").json()
        entry = Transaction.objects.select_related("account").get()
        assert listed["own_amount"] == whole_transaction_shape(entry, lens_of(person, TOGETHER).sights)["own_amount"]
        own[person.name] = listed["own_amount"]
    assert own == {"Ana": "70.00", "Ben": "30.00", "Carla": "0.00"}
    assert speaks(carla).get("/api/v1/transactions/").json()["count"] == 0
    assert speaks(carla).get("/api/v1/transactions/", {"scope": "partner"}).json()["count"] == 1
    assert speaks(carla).get("/api/v1/transactions/", {"scope": "theirs"}).status_code == 400


def test_the_switch_is_there_for_whom_it_makes_a_difference(
    accounts: dict[str, MoneyAccount], ana: User, ben: User, dev: User, signed_in: Callable[[User], Client]
) -> None:
    services.record_transaction(
        account=accounts["anas"], recorded_by=ana, amount=Decimal(-40), booked_on=FIRST, payee="Shop"
    )
    services.grant_view(account=accounts["anas"], person=ben, level="full", granted_by=ana)
    alone = services.create_money_account(owner=dev, currency="EUR", name="Alone")
    services.record_transaction(account=alone, recorded_by=dev, amount=Decimal(-1), booked_on=FIRST)

    def choices(person: User, **asked: Any) -> list[tuple[str, bool]]:
        context = signed_in(person).get(reverse("overview"), asked).context
        return [(each["text"], each["current"]) for each in context["scopes"]]

    assert choices(dev) == []
    assert choices(ana) == [("Together", False), ("Me", True)]
    assert choices(ben, scope="partner") == [("Together", False), ("Me", False), ("Partner", True)]
    page = signed_in(ben).get(reverse("overview"), {"scope": "partner"})
    assert page.context["flow"]["expense"] == Decimal(40)
    assert "scope=partner" in page.context["flow"]["expense_url"]
    lines = signed_in(ben).get(page.context["flow"]["expense_url"])
    assert lines.context["page"]["summary"]["expense"] == Decimal(-40)
    assert '<small class="muted">Ana</small>' in lines.content.decode()


def test_nobody_sees_a_level_more_than_they_were_given(
    ana: User, ben: User, everyday: MoneyAccount, lunch: Transaction, speaks: Speaks
) -> None:
    urls = [
        "/api/v1/money-accounts/",
        "/api/v1/transactions/?scope=partner",
        "/api/v1/transactions/balance/?scope=partner",
    ]
    found = {}
    for level in MoneyAccountAccess.Level.values:
        services.grant_view(account=everyday, person=ben, level=level, granted_by=ana)
        [account], lines, balance = (
            answer.get("results", answer.get("accounts")) for answer in (speaks(ben).get(url).json() for url in urls)
        )
        found[level] = (account["balance"], account["owner_name"], len(lines), len(balance))
    assert found == {
        "exists": (None, "Ana", 0, 0),
        "total": ("987.50", "Ana", 0, 1),
        "category_sums": ("987.50", "Ana", 0, 1),
        "full": ("987.50", "Ana", 1, 1),
    }
