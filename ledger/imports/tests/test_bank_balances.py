"""What a file says an account held is kept, and shown beside what the lines come to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import bin_transaction
from ledger.core.standings import Standing
from ledger.imports import services
from ledger.imports.tests.conftest import Taking
from ledger.reconciling.models import StatementBalance
from ledger.reconciling.standing import standing_of

pytestmark = pytest.mark.django_db
HEADER = "Booking date;Payee;Amount;Balance;Currency"
MARCH = """2026-03-02;Stadtwerke Strom;-65.00;435.00;EUR
2026-03-03;Kaffeemobil;-3.20;431.80;EUR
2026-03-05;Buchladen;-20.00;411.80;EUR
2026-03-27;Felder IT Gehalt;2580.00;2991.80;EUR"""
APRIL = """2026-04-02;Stadtwerke Strom;-65.00;2926.80;EUR
2026-04-03;Kaffeemobil;-3.20;2923.60;EUR
2026-04-09;Drogerie;-11.60;2912.00;EUR"""


def _file(rows: str) -> bytes:
    return f"{HEADER}\n{rows}\n".encode()


def _standing(person: User) -> Standing | None:
    return standing_of(person, MoneyAccount.objects.get())


def test_an_account_made_from_a_file_agrees_with_it_and_with_the_next_one(ana: User, take: Taking) -> None:
    take(ana, _file(MARCH))
    found = _standing(ana)
    assert found is not None
    assert (found.on, found.bank, found.agrees) == (date(2026, 3, 27), Decimal("2991.80"), True)
    take(ana, _file(APRIL))
    found = _standing(ana)
    assert found is not None
    assert (found.on, found.bank, found.agrees) == (date(2026, 4, 9), Decimal(2912), True)


def test_a_line_that_is_missing_shows_on_the_day_it_was_booked(ana: User, take: Taking) -> None:
    take(ana, _file(MARCH))
    bin_transaction(entry=Transaction.objects.get(payee="Buchladen"))
    take(ana, _file(APRIL))
    found = _standing(ana)
    assert found is not None
    assert (found.gap, found.agreed_on, found.apart_since) == (Decimal(-20), date(2026, 3, 3), date(2026, 3, 5))


def test_undoing_an_import_forgets_what_its_file_said(ana: User, take: Taking) -> None:
    take(ana, _file(MARCH))
    second = take(ana, _file(APRIL))
    services.undo_import(source=second)
    found = _standing(ana)
    assert found is not None
    assert (found.on, found.agrees) == (date(2026, 3, 27), True)
    assert not StatementBalance.objects.filter(on__month=4).exists()


@pytest.mark.parametrize("newest_first", [False, True])
def test_lines_that_are_not_in_the_order_of_their_days_leave_no_gap(
    ana: User, take: Taking, newest_first: bool
) -> None:
    rows = [*MARCH.splitlines(), "2026-03-26;Kiosk;-9.00;2982.80;EUR", "2026-03-25;Kiosk;-2.80;2980.00;EUR"]
    take(ana, _file("\n".join(reversed(rows) if newest_first else rows)))
    found = _standing(ana)
    assert found is not None
    assert (found.on, found.bank, found.gap) == (date(2026, 3, 27), Decimal("2980.00"), Decimal(0))
    assert MoneyAccount.objects.get().opening_balance == Decimal("500.00")
