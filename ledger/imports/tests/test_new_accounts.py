"""Which currency a new account is offered in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import User
from ledger.core import services as core
from ledger.imports import services
from ledger.imports.matching import AccountDraft

DOLLARS = b'Date,Description,Amount\n2026-03-02,Diner,"-$12.00"\n2026-03-03,Payroll,"$1,234.00"\n'
BARE = b"Date,Description,Amount\n2026-03-02,Diner,-12.00\n2026-03-03,Payroll,1234.00\n"
Drafting = Callable[[bytes], AccountDraft]


@pytest.fixture
def drafted(ana: User) -> Drafting:
    def draft(data: bytes) -> AccountDraft:
        source = services.start_import(person=ana, data=data, filename="march.csv")
        found: AccountDraft = source.batches.get().account_draft
        return found

    return draft


def _holding(person: User, *currencies: str) -> None:
    for number, currency in enumerate(currencies):
        core.create_money_account(owner=person, currency=currency, name=f"Account {number}")


@pytest.mark.parametrize(
    ("profile", "held", "expected"),
    [
        ("CAD", (), ("CAD", True)),
        ("EUR", ("EUR", "EUR", "AUD"), ("AUD", True)),
        ("USD", ("EUR",), ("USD", True)),
        ("EUR", ("EUR",), ("USD", False)),
    ],
)
def test_a_bare_dollar_sign_is_the_dollar_the_person_has(
    ana: User, drafted: Drafting, profile: str, held: tuple[str, ...], expected: tuple[str, bool]
) -> None:
    ana.currency = profile
    _holding(ana, *held)
    draft = drafted(DOLLARS)
    assert (draft["currency"], draft["currency_known"]) == expected


@pytest.mark.parametrize(
    ("held", "expected"), [((), "USD"), (("EUR", "EUR", "USD"), "EUR"), (("EUR", "USD"), "USD"), (("GBP",), "GBP")]
)
def test_a_file_without_a_currency_is_in_that_of_most_accounts(
    ana: User, drafted: Drafting, held: tuple[str, ...], expected: str
) -> None:
    ana.currency = "USD"
    _holding(ana, *held)
    draft = drafted(BARE)
    assert (draft["currency"], draft["currency_known"]) == (expected, False)


def test_a_closed_account_says_nothing_about_a_new_one(ana: User, drafted: Drafting) -> None:
    ana.currency = "USD"
    closed = core.create_money_account(owner=ana, currency="EUR", name="Old")
    core.close_money_account(account=closed, on=ana.today)
    assert drafted(BARE)["currency"] == "USD"
