"""What could explain a gap, the one tap that mends it, and its undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.core import origins
from ledger.core import services as core
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction
from ledger.reconciling.explaining import Explanation, explain
from ledger.reconciling.services import finish_statement
from ledger.reconciling.standing import standing_of
from ledger.reconciling.tests.conftest import says, spend


def explained(person: User, account: MoneyAccount) -> list[Explanation]:
    account.refresh_from_db()
    standing = standing_of(person, account)
    assert standing is not None
    return explain(account, standing)


def agrees(person: User, account: MoneyAccount) -> bool:
    account.refresh_from_db()
    standing = standing_of(person, account)
    return standing is not None and standing.agrees


def _opening(account: MoneyAccount, person: User) -> None:
    spend(account, person, "2026-03-05", "-20")
    says(account, {"2026-03-04": "1007.50", "2026-03-31": "987.50"})


def _binned(account: MoneyAccount, person: User) -> None:
    says(account, {"2026-02-28": "1000", "2026-03-31": "980"})
    core.bin_transaction(entry=spend(account, person, "2026-03-05", "-20"))


def _later(account: MoneyAccount, person: User) -> None:
    says(account, {"2026-02-28": "1000", "2026-03-31": "980"})
    spend(account, person, "2026-04-01", "-20")


def _earlier(account: MoneyAccount, person: User) -> None:
    says(account, {"2026-02-28": "1000", "2026-03-31": "1000"})
    spend(account, person, "2026-03-30", "-20")


def _twice(account: MoneyAccount, person: User) -> None:
    says(account, {"2026-02-28": "1000", "2026-03-31": "980"})
    spend(account, person, "2026-03-05", "-20")
    spend(account, person, "2026-03-06", "-20")


def _by_hand(account: MoneyAccount, person: User) -> None:
    says(account, {"2026-02-28": "1000", "2026-03-31": "1000"})
    spend(account, person, "2026-03-05", "-20")


def _unticked(account: MoneyAccount, person: User) -> None:
    says(account, {"2026-02-28": "1000"})
    rent = spend(account, person, "2026-03-05", "-20")
    spend(account, person, "2026-03-28", "-7")
    finish_statement(account=account, finished_by=person, on=date(2026, 3, 31), amount=Decimal(980), ids=[rent.pk])


MENDED = {
    "opening_balance": _opening,
    "in_the_bin": _binned,
    "dated_later": _later,
    "dated_earlier": _earlier,
    "entered_twice": _twice,
    "by_hand": _by_hand,
    "not_ticked_off": _unticked,
}


@pytest.mark.parametrize("why", MENDED)
def test_each_explanation_closes_the_gap_with_one_tap_and_opens_it_again_with_undo(
    why: str, ana: User, everyday: MoneyAccount, signed_in: Callable[[User], Client]
) -> None:
    MENDED[why](everyday, ana)
    first = explained(ana, everyday)[0]
    assert first.why.value == why
    client = signed_in(ana)
    address = reverse("reconcile_account", args=[everyday.pk])
    assert f'value="{why}"' in client.get(address).content.decode()
    chosen = {"why": why, "entry": str(first.entry.pk) if first.entry else ""}
    answer = client.post(reverse("reconcile_mend", args=[everyday.pk]), chosen)
    assert agrees(ana, everyday)
    [message] = get_messages(answer.wsgi_request)
    undone = client.post(message.extra_tags, headers={"HX-Request": "true"})
    assert undone.status_code == 204
    assert not agrees(ana, everyday)
    assert explained(ana, everyday)[0].why.value == why
    assert not check_account(everyday)


def test_a_line_of_a_file_is_not_called_one_by_hand(
    ana: User, everyday: MoneyAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    _by_hand(everyday, ana)

    class FromFiles:
        def of(self, ids: object) -> dict[object, str]:
            return dict.fromkeys(ids, "csv")  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(origins, "_current", FromFiles())
    assert [each.why.value for each in explained(ana, everyday)] == ["same_amount"]


def test_a_payment_in_the_wrong_direction_is_named(ana: User, everyday: MoneyAccount) -> None:
    says(everyday, {"2026-02-28": "1000", "2026-03-31": "980"})
    spend(everyday, ana, "2026-03-05", "20")
    assert [each.why.value for each in explained(ana, everyday)] == ["wrong_direction"]


def test_a_gap_of_which_nothing_is_known_is_not_explained(ana: User, everyday: MoneyAccount) -> None:
    says(everyday, {"2026-02-28": "1000", "2026-03-31": "980"})
    spend(everyday, ana, "2026-03-05", "-20.01")
    assert explained(ana, everyday) == []


def test_what_is_proposed_no_more_changes_nothing(
    ana: User, everyday: MoneyAccount, signed_in: Callable[[User], Client]
) -> None:
    _by_hand(everyday, ana)
    entry = Transaction.objects.get()
    client = signed_in(ana)
    says(everyday, {"2026-03-31": "980"})
    chosen = {"why": "by_hand", "entry": str(entry.pk)}
    answer = client.post(reverse("reconcile_mend", args=[everyday.pk]), chosen, follow=True)
    assert "changed meanwhile" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.deleted_at is None


@pytest.mark.parametrize(
    "query",
    ["", "act=move", "act=bin&entry=x", "act=opening&amount=sNaN", "act=opening&amount=1e99",
     "act=opening&amount=0.001", "act=move&entry={entry}&day=0001-01-01", "act=restore&entry={other}"],
)  # fmt: skip
def test_an_undo_nobody_was_given_changes_nothing(
    query: str, ana: User, carla: User, everyday: MoneyAccount, signed_in: Callable[[User], Client]
) -> None:
    entry = spend(everyday, ana, "2026-03-05", "-20")
    hers = core.create_money_account(owner=carla, currency="EUR", name="Hers")
    other = spend(hers, carla, "2026-03-05", "-20")
    core.bin_transaction(entry=other)
    address = reverse("reconcile_mend_undo", args=[everyday.pk])
    query = query.format(entry=entry.pk, other=other.pk)
    assert signed_in(ana).post(f"{address}?{query}").status_code == 404
    everyday.refresh_from_db()
    other.refresh_from_db()
    assert (everyday.balance, other.deleted_at is None) == (Decimal(980), False)
