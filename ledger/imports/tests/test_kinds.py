"""Money out that is no spending: transfers and card bills whose other half is not here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from ledger.core.models import Category
from ledger.imports.kinds import judge
from ledger.imports.readers import ReadLine

pytestmark = pytest.mark.django_db


def line(payee: str, amount: str = "-50", kind: str = "") -> ReadLine:
    return ReadLine(
        line_no=1, booked_on=date(2026, 3, 2), amount=Decimal(amount), payee=payee, notes="", raw=payee, kind=kind
    )


@pytest.mark.parametrize(
    ("payee", "slug"),
    [
        ("Online Transfer to Savings ...1234", "own-transfer"),
        ("Umbuchung Sparkonto", "own-transfer"),
        ("Virement interne livret", "own-transfer"),
        ("CREDIT CARD PAYMENT", "card-payment"),
        ("KREDITKARTENABRECHNUNG", "card-payment"),
    ],
)
def test_what_says_it_is_a_transfer_is_no_spending(ana: User, payee: str, slug: str) -> None:
    [judged] = judge(ana, [line(payee)], "checking")
    assert judged.kind == "transfer"
    assert judged.suggested is not None
    assert Category.objects.get(pk=judged.suggested.category_id).slug == slug


@pytest.mark.parametrize(
    "payee",
    ["AUTOPAY NETFLIX", "Transfer to Landlord rent", "Dauerauftrag Miete Meier", "Lastschrift Stadtwerke", "Zelle"],
)
def test_other_bills_stay_spending(ana: User, payee: str) -> None:
    [judged] = judge(ana, [line(payee)], "checking")
    assert judged.kind == "expense"


def test_the_files_own_word_goes_first(ana: User) -> None:
    [judged] = judge(ana, [line("Umbuchung Sparkonto", kind="expense")], "checking")
    assert judged.kind == "expense"
