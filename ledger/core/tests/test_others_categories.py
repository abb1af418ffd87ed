"""A partner's own category on a joint account: shown as the nearest both know, by name and id never."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.core import services
from ledger.core.access import ME, PARTNER, TOGETHER, lens_of
from ledger.core.listing import TransactionFilter, count_transactions, list_transactions
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.queries import by_category
from ledger.core.tests.conftest import Speaks

DAY = date(2026, 3, 14)
SECRET = "Surprises"


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, Any]]:
    """Who was pushed what."""
    pushed: list[tuple[Any, Any]] = []
    monkeypatch.setattr(
        "ledger.core.audience.push_all", lambda people, given: pushed.extend((people, each) for each in given)
    )
    return pushed


@pytest.fixture
def joint(ana: User, ben: User, everyday: MoneyAccount) -> MoneyAccount:
    services.add_co_owner(account=everyday, person=ben, added_by=ana)
    return everyday


@pytest.fixture
def own(ana: User, groceries: Category) -> Category:
    """Ana's, two levels below Groceries, which both have."""
    middle = services.create_category(owner=ana, name="Treats", parent=groceries)
    return services.create_category(owner=ana, name=SECRET, parent=middle)


@pytest.fixture
def top(ana: User) -> Category:
    """Ana's, below nothing."""
    return services.create_category(owner=ana, name=f"{SECRET} of all kinds")


@pytest.fixture
def lines(
    ana: User, joint: MoneyAccount, groceries: Category, own: Category, top: Category, frames: object
) -> list[Transaction]:
    """30 of her own kind, 12 of groceries, 5 of hers below nothing, and 20 split into her own and none."""
    kinds = ((-30, own), (-12, groceries), (-5, top))
    made = [
        services.record_transaction(
            account=joint, recorded_by=ana, amount=Decimal(amount), booked_on=DAY, payee="Shop", category=category
        )
        for amount, category in kinds
    ]
    split = [(own, Decimal(-15)), (None, Decimal(-5))]
    made.append(
        services.record_transaction(
            account=joint, recorded_by=ana, amount=Decimal(-20), booked_on=DAY, payee="Split", lines=split
        )
    )
    return made


def spent(person: User, scope: str = TOGETHER) -> dict[str, Decimal]:
    found = by_category(lens_of(person, scope), first=DAY.replace(day=1), last=date(2026, 3, 31))
    names = dict(Category.objects.values_list("pk", "name"))
    assert len({each.category_id for each in found}) == len(found)
    return {names[each.category_id] if each.category_id else "": each.amount for each in found}


@pytest.mark.usefixtures("lines")
def test_each_ones_totals_add_up(ana: User, ben: User, top: Category) -> None:
    assert spent(ana) == {SECRET: 45, "Groceries": 12, top.name: 5, "": 5}
    assert spent(ben) == {"Groceries": 57, "": 10}
    assert sum(spent(ana, ME).values()) + sum(spent(ben, ME).values()) == 67


def test_a_list_finds_them_by_what_is_shown(ben: User, lines: list[Transaction], groceries: Category) -> None:
    lens = lens_of(ben)
    shown = {row.id: row.category_id for row in list_transactions(lens, TransactionFilter(), limit=9).rows}
    assert [shown[each.pk] for each in lines] == [groceries.pk, groceries.pk, None, None]
    asked = TransactionFilter(category_ids=(groceries.pk,))
    found = {row.id for row in list_transactions(lens, asked, limit=9).rows}
    assert found == {lines[place].pk for place in (0, 1, 3)}
    assert count_transactions(lens, asked) == (3, True)
    asked = TransactionFilter(uncategorised=True)
    assert [row.id for row in list_transactions(lens, asked, limit=9).rows] == [lines[2].pk]


def test_nothing_he_gets_names_them(
    ana: User,
    ben: User,
    lines: list[Transaction],
    own: Category,
    top: Category,
    frames: list[tuple[Any, Any]],
    speaks: Speaks,
    client: Client,
) -> None:
    api = speaks(ben)
    client.force_login(ben)
    texts = {
        address: api.get(address).content.decode()
        for address in (
            "/api/v1/transactions/?scope=together",
            *(f"/api/v1/transactions/{each.pk}/" for each in lines),
            "/api/v1/transactions/analytics/?scope=together&booked_on_after=2026-03-01&booked_on_before=2026-03-31",
        )
    }
    pages = [reverse("transaction_detail", args=[each.pk]) for each in lines]
    pages += [reverse("transaction_category", args=[lines[0].pk]), reverse("transactions"), reverse("transaction_sort")]
    texts |= {address: client.get(address).content.decode() for address in pages}
    texts["frames"] = json.dumps([frame for people, frame in frames if ben.pk in people])
    assert "transaction:new" in texts["frames"]
    secrets = (SECRET, str(own.pk), own.pk.hex, str(top.pk), top.pk.hex)
    assert {address for address, text in texts.items() if any(each in text for each in secrets)} == set()
    assert str(own.pk) in json.dumps([frame for people, frame in frames if ana.pk in people])
    assert str(own.pk) in speaks(ana).get(f"/api/v1/transactions/{lines[0].pk}/").content.decode()


@pytest.mark.parametrize(("form", "shown"), [("json", ":groceries"), ("csv", "Groceries")])
@pytest.mark.usefixtures("lines")
def test_his_export_has_what_is_shown(ben: User, own: Category, form: str, shown: str, client: Client) -> None:
    client.force_login(ben)
    answer = client.get(reverse("export_file"), {"form": form})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert shown in text
    assert not [each for each in (SECRET, str(own.pk)) if each in text]


def test_saving_what_was_shown_changes_no_category(
    ben: User, lines: list[Transaction], own: Category, groceries: Category, speaks: Speaks, client: Client
) -> None:
    entry = lines[0]
    api = speaks(ben)
    address = f"/api/v1/transactions/{entry.pk}/"
    sent = api.get(address).json()
    assert sent["category"] == str(groceries.pk)
    assert api.put(address, {**sent, "notes": "by Ben"}, format="json").status_code == 200
    client.force_login(ben)
    page = reverse("transaction_detail", args=[entry.pk])
    form = client.get(page).context["form"]
    assert form.initial["category"] == str(groceries.pk)
    typed = {name: value for name, value in form.initial.items() if value is not None}
    assert client.post(page, {**typed, "notes": "again"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.notes, entry.category) == ("again", own)


@pytest.mark.usefixtures("lines")
def test_a_viewer_and_whoever_was_left_it_see_it_so(ana: User, ben: User, carla: User, joint: MoneyAccount) -> None:
    services.grant_view(account=joint, person=carla, level="full", granted_by=ana)
    assert spent(carla, PARTNER) == {"Groceries": 57, "": 10}
    services.leave_account(account=joint, person=ana)
    assert spent(ben) == {"Groceries": 57, "": 10}
