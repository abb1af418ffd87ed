"""What one of two hides is in nothing the other is told, nor is a gift that is withheld."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from insights.conftest import Speaks
from insights.feed.models import Insight
from insights.feed.months import month_in_words
from insights.feed.recommending import recommendations
from insights.feed.services import generate_insights
from ledger.core import services
from ledger.core.models import Category, MoneyAccount
from partnerships.conftest import couple as couple
from purchases.core.services import create_purchase

pytestmark = pytest.mark.usefixtures("couple")
CHRISTMAS = date(2026, 12, 24)


@pytest.fixture
def joint(ana: User, ben: User) -> MoneyAccount:
    account = services.create_money_account(owner=ana, currency="EUR", name="Ours", opening_balance=Decimal(4000))
    services.add_co_owner(account=account, person=ben, added_by=ana)
    for month in range(1, 12):
        pay(account, ana, "-200", date(2026, month, 7), "groceries")
    return account


def pay(account: MoneyAccount, by: User, amount: str, day: date, slug: str, **given: Any) -> Any:
    category = Category.objects.get(slug=slug)
    return services.record_transaction(
        account=account, recorded_by=by, amount=Decimal(amount), booked_on=day, category=category, **given
    )


def everything_told(person: User) -> list[Any]:
    """All that the feed says to a person: figures, words, months and steps."""
    Insight.objects.filter(person=person).delete()
    generate_insights(person=person)
    rows = Insight.objects.visible_to(person).live().order_by("cause")
    told = list(rows.values("kind", "cause", "title", "content", "data", "priority", "url"))
    months = [month_in_words(person, date(2026, month, 1)) for month in (10, 11)]
    return [told, months, recommendations(person)]


def test_what_one_hides_is_in_nothing_the_other_is_told(
    ana: User, ben: User, spent_much: MoneyAccount, joint: MoneyAccount
) -> None:
    before = everything_told(ana)
    assert before[0]
    own = services.create_money_account(owner=ben, currency="EUR", name="Ben’s own", opening_balance=Decimal(90))
    pay(own, ben, "-5000", date(2026, 11, 12), "electronics", payee="Casino")
    pay(joint, ben, "-640", date(2026, 10, 14), "gifts", payee="Jeweller", withheld_until=CHRISTMAS)
    pay(joint, ben, "-700", date(2026, 11, 18), "gifts", payee="Jeweller", withheld_until=CHRISTMAS)
    create_purchase(owner=ben, product_name="Ring", price=Decimal(700), return_until=date(2026, 11, 24))
    assert everything_told(ana) == before
    assert "Ring" in str(everything_told(ben)[0])


def test_a_line_that_is_withheld_later_takes_its_insight_along(
    ana: User, ben: User, lived: MoneyAccount, joint: MoneyAccount, speaks: Speaks
) -> None:
    line = pay(joint, ben, "-1900", date(2026, 11, 18), "gifts", payee="Jeweller")
    generate_insights(person=ana)
    told = Insight.objects.get(person=ana, kind="unusual")
    client, address = speaks(ana), f"/api/v1/insights/{told.pk}/"
    assert client.get(address).status_code == 200
    services.withhold_transaction(entry=line, by=ben, until=CHRISTMAS)
    assert client.get(address).status_code == 404
    assert "Jeweller" not in str(client.get("/api/v1/insights/").json())
    generate_insights(person=ana)
    assert not Insight.objects.visible_to(ana).filter(kind="unusual").exists()
