"""A gift is seen by its giver alone until its day: in lists, sums, balances, counts, live frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.http import Http404
from rest_framework.test import APIClient

from accounts.models import User
from config.kernel.models import AuditEntry
from ledger.core import errors, services
from ledger.core.access import ME, TOGETHER, lens_of
from ledger.core.checking import check_account
from ledger.core.listing import TransactionFilter, count_transactions, list_transactions
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.queries import seen_accounts

LIST = "/api/v1/transactions/"
DAY = date(2026, 3, 14)
Frames = list[tuple[Any, str, dict[str, Any]]]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 20, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> Frames:
    """Who was pushed what, in order."""
    pushed: Frames = []

    def push_all(people: Any, given: Any) -> None:
        pushed.extend((person, event, data) for person in people for event, data in given)

    monkeypatch.setattr("ledger.core.audience.push_all", push_all)
    return pushed


def share(account: MoneyAccount, person: User, role: str, level: str = "full") -> None:
    MoneyAccountAccess.objects.create(account=account, person=person, role=role, level=level)


def pay(account: MoneyAccount, by: User, amount: str, payee: str = "Shop", on: date = DAY, **more: Any) -> Transaction:
    return services.record_transaction(
        account=account, recorded_by=by, amount=Decimal(amount), booked_on=on, payee=payee, **more
    )


def balance(person: User, account: MoneyAccount, scope: str = TOGETHER) -> Decimal:
    found: Decimal = next(each.balance for each in seen_accounts(lens_of(person, scope)) if each.pk == account.pk)
    return found


def listed(person: User, **asked: Any) -> list[tuple[str, Decimal]]:
    wanted = TransactionFilter(**asked)
    lens = lens_of(person, TOGETHER).lines
    rows = list_transactions(lens, wanted, limit=50).rows
    assert count_transactions(lens, wanted) == (len(rows), True)
    return [(row.payee, row.amount) for row in rows]


def test_on_ones_own_account_others_see_nothing_of_it(
    ana: User, ben: User, everyday: MoneyAccount, speaks: Callable[[User], APIClient], groceries: Category
) -> None:
    share(everyday, ben, "viewer")
    pay(everyday, ana, "-20", "Baker")
    bens = speaks(ben)
    urls = [
        f"{LIST}?scope=together", f"{LIST}?scope=partner&search=ring", f"{LIST}analytics/?scope=together",
        f"{LIST}balance/?scope=partner", "/api/v1/money-accounts/", f"/api/v1/money-accounts/{everyday.pk}/",
        f"{LIST}?scope=partner&kind=expense", f"{LIST}?scope=partner&booked_on_after=2026-03-10",
    ]  # fmt: skip
    before = [bens.get(url).content for url in urls]
    gift = pay(everyday, ana, "-150", "Ring", category=groceries)
    services.withhold_transaction(entry=gift, by=ana, until=date(2026, 3, 25))
    assert [bens.get(url).content for url in urls] == before
    assert bens.get(f"{LIST}{gift.pk}/").status_code == 404
    assert balance(ben, everyday) == Decimal(980)
    assert balance(ana, everyday, ME) == Decimal(830)
    assert listed(ana) == [("Ring", Decimal(-150)), ("Baker", Decimal(-20))]
    assert check_account(everyday) == []
    services.release_transaction(entry=gift, by=ana)
    assert balance(ben, everyday) == Decimal(830)
    assert check_account(everyday) == []
    assert AuditEntry.objects.filter(action__in=["transaction_withheld", "transaction_released"]).count() == 2


def test_on_a_joint_account_the_other_owner_sees_a_line_without_words(
    ana: User, ben: User, everyday: MoneyAccount, speaks: Callable[[User], APIClient]
) -> None:
    share(everyday, ben, "co_owner")
    pay(everyday, ana, "-20", "Baker")
    gift = pay(everyday, ben, "-150", "Ring", notes="for Ana")
    services.withhold_transaction(entry=gift, by=ben, until=date(2026, 3, 25))
    anas = speaks(ana)
    private, seen = anas.get(LIST).json()["results"]
    assert private == anas.get(f"{LIST}{gift.pk}/").json()
    known = {key for key, value in private.items() if value is not None}
    assert known == {"id", "money_account", "currency", "booked_on", "lines", "is_private"}
    assert private["is_private"]
    assert not seen["is_private"]
    assert anas.get(LIST).json()["count"] == 2
    for asked in ("search=ring", "kind=expense", "amount_min=100", "uncategorised=true"):
        assert "Ring" not in anas.get(f"{LIST}?{asked}").content.decode()
        assert gift.pk.hex not in anas.get(f"{LIST}?{asked}").content.decode().replace("-", "")
    assert anas.patch(f"{LIST}{gift.pk}/", {"notes": "?"}, format="json").status_code == 404
    assert balance(ana, everyday) == Decimal(980)
    assert balance(ben, everyday) == Decimal(830)
    assert listed(ana, booked_on_after=DAY) == [("", Decimal(0)), ("Baker", Decimal(-20))]
    with pytest.raises(Http404):
        services.withhold_transaction(entry=gift, by=ana, until=date(2026, 3, 26))


def test_live_frames_tell_each_what_they_may_know(
    ana: User, ben: User, carla: User, everyday: MoneyAccount, frames: Frames
) -> None:
    share(everyday, ben, "co_owner")
    share(everyday, carla, "viewer")
    gift = pay(everyday, ben, "-150", "Ring", withheld_until=date(2026, 3, 25))
    told = {(person, event) for person, event, _data in frames}
    assert told == {
        (ben.pk, "transaction:new"), (ben.pk, "balance:changed"), (ana.pk, "transaction:changed")
    }  # fmt: skip
    frames.clear()
    services.update_transaction(entry=gift, changed_by=ben, amount=Decimal(-160))
    assert {person for person, _event, _data in frames} == {ben.pk}
    frames.clear()
    pay(everyday, ana, "-10", "Baker")
    balances = {person: data["balance"] for person, event, data in frames if event == "balance:changed"}
    assert balances == {ana.pk: "990.00", carla.pk: "990.00", ben.pk: "830.00"}
    frames.clear()
    gift.refresh_from_db()
    services.bin_transaction(entry=gift)
    assert {(who, event) for who, event, _data in frames if who != ben.pk} == {(ana.pk, "transaction:changed")}
    services.restore_transaction(entry=gift)
    frames.clear()
    assert services.release_due(now=datetime(2026, 3, 25, 12, tzinfo=UTC) - timedelta(days=1)) == 0
    with time_machine.travel(datetime(2026, 3, 26, tzinfo=UTC)):
        assert services.release_due() == 1
    assert [event for who, event, _data in frames if who == carla.pk] == ["transaction:new", "balance:changed"]
    assert "balance:changed" not in [event for who, event, _data in frames if who == ben.pk]
    assert check_account(everyday) == []


def test_it_ends_at_the_givers_midnight_and_never_earlier(
    ana: User, everyday: MoneyAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ana lives in Berlin, an hour ahead of UTC in winter."""
    gift = pay(everyday, ana, "-150", "Ring", withheld_until=date(2026, 3, 25))
    assert services.release_due(now=datetime(2026, 3, 24, 22, 59, tzinfo=UTC)) == 0
    # This machine's clock is ahead of the database's: the earlier one counts.
    clock = datetime(2026, 3, 24, 22, 30, tzinfo=UTC)
    with monkeypatch.context() as patched:
        patched.setattr("ledger.core.services.withholding._database_clock", lambda: clock)
        assert services.release_due(now=datetime(2026, 3, 30, tzinfo=UTC)) == 0
    with time_machine.travel(datetime(2026, 3, 24, 23, 1, tzinfo=UTC), tick=False):
        assert services.release_due() == 1
        assert services.release_due() == 0
    gift.refresh_from_db()
    assert (gift.withheld, gift.withheld_until) == ("", None)


def test_the_day_can_be_moved_and_is_to_come(ana: User, everyday: MoneyAccount) -> None:
    gift = pay(everyday, ana, "-150", "Ring")
    for until in (date(2026, 3, 25), date(2026, 4, 1), date(2026, 3, 22)):
        services.withhold_transaction(entry=gift, by=ana, until=until)
    gift.refresh_from_db()
    assert gift.withheld_until == date(2026, 3, 22)
    for until in (date(2026, 3, 20), date(2026, 1, 1)):
        with pytest.raises(errors.FieldError):
            services.withhold_transaction(entry=gift, by=ana, until=until)
    with pytest.raises(errors.FieldError):
        pay(everyday, ana, "-1", withheld_until=date(2026, 3, 20))


def test_what_happens_to_a_withheld_entry_keeps_it_withheld(ana: User, ben: User, everyday: MoneyAccount) -> None:
    share(everyday, ben, "co_owner")
    savings = services.create_money_account(owner=ben, currency="EUR", name="Bens", type="savings")
    gift = pay(everyday, ben, "-150", "Ring", withheld_until=date(2026, 3, 25))
    services.change_many(entries=[gift], changed_by=ben, change=services.BulkChange(notes="hush"))
    services.bin_transaction(entry=gift)
    assert listed(ana, binned=True) == []
    assert [payee for payee, _amount in listed(ben, binned=True)] == ["Ring"]
    services.restore_transaction(entry=gift)
    moved = services.update_transaction(entry=gift, changed_by=ben, account=savings)
    assert moved.withheld == "owner"
    back = services.update_transaction(entry=gift, changed_by=ben, account=everyday)
    assert back.withheld == "co_owner"
    money_back = pay(everyday, ben, "40", "Ring", on=date(2026, 3, 16))
    services.link_refund(refund=money_back, purchase=back, linked_by=ben)
    money_back.refresh_from_db()
    assert money_back.withheld_until == date(2026, 3, 25)
    again = pay(everyday, ben, "-150", "Ring by hand")
    kept = services.merge_transactions(keep=again, gone=back, merged_by=ben)
    assert kept.withheld == "co_owner"
    assert balance(ana, everyday) == Decimal(1000)
    assert check_account(everyday) == check_account(savings) == []


def test_both_halves_of_a_transfer_are_withheld_together(ana: User, ben: User, everyday: MoneyAccount) -> None:
    share(everyday, ben, "co_owner")
    savings = services.create_money_account(owner=ana, currency="EUR", name="Surprise", type="savings")
    share(savings, ben, "viewer", "total")
    pair = services.record_transfer(
        from_account=everyday, to_account=savings, recorded_by=ana, amount=Decimal(100), booked_on=DAY
    )
    services.withhold_transaction(entry=pair.outgoing, by=ana, until=date(2026, 3, 25))
    assert (balance(ben, everyday), balance(ben, savings)) == (Decimal(1000), Decimal(0))
    services.release_transaction(entry=pair.incoming, by=ana)
    assert (balance(ben, everyday), balance(ben, savings)) == (Decimal(900), Decimal(100))


def test_a_transfer_does_not_name_an_account_that_a_reader_does_not_know(
    ana: User, ben: User, everyday: MoneyAccount
) -> None:
    share(everyday, ben, "viewer")
    savings = services.create_money_account(owner=ana, currency="EUR", name="Escape", type="savings")
    pair = services.record_transfer(
        from_account=everyday, to_account=savings, recorded_by=ana, amount=Decimal(100), booked_on=DAY
    )
    assert (pair.outgoing.payee, pair.incoming.payee) == ("", "Everyday")
    share(savings, ben, "viewer", "exists")
    again = services.record_transfer(
        from_account=everyday, to_account=savings, recorded_by=ana, amount=Decimal(10), booked_on=DAY
    )
    assert again.outgoing.payee == "Escape"


def test_a_gift_is_withheld_from_its_first_moment_by_the_api(ana: User, ben: User, everyday: MoneyAccount) -> None:
    share(everyday, ben, "viewer")
    client = APIClient()
    client.force_authenticate(ana)
    body = {"money_account": str(everyday.pk), "kind": "expense", "amount": "80.00", "withheld_until": "2026-03-25"}
    made = client.post(LIST, body, format="json").json()
    assert made["withheld_until"] == "2026-03-25"
    whose = APIClient()
    whose.force_authenticate(ben)
    assert whose.get(LIST, {"scope": "together"}).json()["results"] == []
    assert client.put(f"{LIST}{made['id']}/", {**made, "payee": "Ring"}, format="json").status_code == 200
    lifted = client.patch(f"{LIST}{made['id']}/", {"withheld_until": None}, format="json")
    assert lifted.status_code == 400
    assert lifted.json()["errors"][0]["code"] == "use_embargo"


def test_bank_and_number_are_told_with_whole_access_alone(
    ana: User, ben: User, everyday: MoneyAccount, signed_in: Callable[[User], Any]
) -> None:
    MoneyAccount.objects.filter(pk=everyday.pk).update(institution="Canary Bank", number_tail="3141")
    pay(everyday, ana, "-10")
    for level, told in (("total", False), ("category_sums", False), ("full", True)):
        MoneyAccountAccess.objects.update_or_create(
            account=everyday, person=ben, defaults={"role": "viewer", "level": level}
        )
        page = signed_in(ben).get("/?scope=together&month=2026-03").content.decode()
        assert ("Canary Bank" in page) is told, level
        assert ("3141" in page) is told, level
