"""The page of rates: what is known, what is missing, what was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from config.kernel.models import Job
from ledger.core import services
from ledger.core.models import ExchangeRate, MoneyAccount, Transfer
from ledger.core.rate_files import PublishedRate
from ledger.core.rate_forms import RateInput
from ledger.core.rate_provider import FETCH
from ledger.core.services.rates import enter_rate, load_rates
from ledger.core.tests.test_rate_files import HISTORY
from ledger.core.views.rate_notes import transfer_note

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
TYPED = {"base": "usd", "currency": "EUR", "rate": "0.9239", "on": "2026-03-13"}


@pytest.fixture
def abroad(ana: User) -> None:
    for currency in ("EUR", "USD", "CHF"):
        services.create_money_account(owner=ana, currency=currency, name=f"In {currency}")


def page(client: Client) -> str:
    return client.get(reverse("rates")).content.decode()


def test_each_currency_in_use_has_its_rate_or_says_what_is_missing(
    ana: User, abroad: None, signed_in: SignedIn
) -> None:
    load_rates(rates=[PublishedRate("USD", ana.today - timedelta(days=2), Decimal("1.25"))], source="ecb")
    shown = page(signed_in(ana))
    assert "1 USD = 0.8 EUR" in shown
    assert "at 1 EUR = 1.25 USD of " in shown
    assert "(ECB)" in shown
    assert "No rate yet, so CHF stays out of every sum in EUR." in shown
    assert 'href="?base=CHF#by-hand"' in shown
    assert ">old<" not in shown


def test_a_rate_that_is_old_is_marked(ana: User, abroad: None, signed_in: SignedIn) -> None:
    load_rates(rates=[PublishedRate("USD", ana.today - timedelta(days=11), Decimal("1.25"))], source="ecb")
    assert ">old<" in page(signed_in(ana))


def test_who_has_one_currency_is_told_so(ana: User, everyday: object, signed_in: SignedIn) -> None:
    assert "All your accounts are in EUR." in page(signed_in(ana))


def test_a_rate_is_entered_and_taken_away(ana: User, abroad: None, carla: User, signed_in: SignedIn) -> None:
    client = signed_in(ana)
    assert client.post(reverse("rates"), TYPED, follow=True).status_code == 200
    entered = ExchangeRate.objects.owned_by(ana).get()
    assert (entered.base, entered.rate, entered.source) == ("USD", Decimal("0.9239"), "hand")
    assert "Entered by you" in page(client)
    assert signed_in(carla).post(reverse("rate_delete", args=[entered.pk])).status_code == 404
    client.post(reverse("rate_delete", args=[entered.pk]))
    assert not ExchangeRate.objects.exists()
    assert client.post(reverse("rate_delete", args=[entered.pk])).status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rate": "much"}, "Enter a rate, such as 1.0823."),
        ({"rate": "0"}, "A rate is above zero."),
        ({"currency": "USD"}, "Choose two different currencies."),
        ({"base": "XQZ"}, "XQZ is no currency we know."),
        ({"on": "2999-01-01"}, "This day has not come yet."),
        ({"on": "0001-01-01"}, "Enter a day after"),
    ],
)
def test_what_is_refused_stays_as_it_was_typed(
    ana: User, abroad: None, signed_in: SignedIn, change: dict[str, str], words: str
) -> None:
    answer = signed_in(ana).post(reverse("rates"), {**TYPED, **change})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert words in shown
    assert all(f'value="{typed}"' in shown for typed in {**TYPED, **change}.values())
    assert not ExchangeRate.objects.exists()


def test_a_long_history_has_pages(ana: User, signed_in: SignedIn) -> None:
    for back in range(61):
        on = ana.today - timedelta(days=back)
        enter_rate(person=ana, base="USD", currency="EUR", rate=Decimal(back + 1), on=on)
    client = signed_in(ana)
    assert "1 USD = 61 EUR" not in page(client)
    assert "?skip=60" in page(client)
    assert "1 USD = 61 EUR" in client.get(reverse("rates"), {"skip": "60"}).content.decode()
    assert client.get(reverse("rates"), {"skip": "-1"}).status_code == 200


def test_staff_bring_the_table_and_see_how_the_fetch_went(sam: User, ana: User, signed_in: SignedIn) -> None:
    url = reverse("rates_file")
    assert signed_in(ana).post(url, {"file": SimpleUploadedFile("a.csv", HISTORY)}).status_code == 404
    assert "Published rates" not in page(signed_in(ana))
    client = signed_in(sam)
    answer = client.post(url, {"file": SimpleUploadedFile("a.csv", HISTORY)}, follow=True)
    assert "7 rates are new" in answer.content.decode()
    again = client.post(url, {"file": SimpleUploadedFile("a.csv", HISTORY)}, follow=True)
    assert "All of these rates were known already" in again.content.decode()
    refused = client.post(url, {"file": SimpleUploadedFile("a.csv", b"hello")})
    assert refused.status_code == 422
    assert "This is no table of rates" in refused.content.decode()
    Job.objects.create(kind=FETCH, status=Job.Status.FAILED, error="RatesNotFetched: the provider answered 500")
    assert "the provider answered 500" in page(client)
    assert ExchangeRate.objects.shared().filter(on=date(2026, 3, 13)).count() == 2


@pytest.mark.parametrize(
    ("typed", "locale", "rate"),
    [
        ("1.0823", "en-gb", "1.0823"),
        ("1,0823", "en-gb", "1.0823"),
        ("1.0823", "de", "1.0823"),
        ("0,92", "de", "0.92"),
        ("17,500", "en-gb", "17500"),
        ("17.500", "de", "17500"),
        ("1.082", "en-gb", "1.082"),
        ("17,500.25", "en-gb", "17500.25"),
        (" 161 ", "en-gb", "161"),
    ],
)
def test_a_rate_is_read_as_its_writer_means_it(typed: str, locale: str, rate: str) -> None:
    with translation.override(locale):
        assert RateInput().clean(typed) == Decimal(rate)


@pytest.fixture
def transfer(ana: User, abroad: None) -> dict[str, str]:
    """What is typed for 100 euros that go to the account in dollars, without what arrives."""
    keys = {each.currency: str(each.pk) for each in MoneyAccount.objects.owned_by(ana)}
    return {
        "from_account": keys["EUR"],
        "to_account": keys["USD"],
        "amount": "100",
        "to_amount": "",
        "booked_on": "2026-03-16",
        "notes": "",
    }


def test_what_arrives_is_proposed_and_never_entered(ana: User, transfer: dict[str, str], signed_in: SignedIn) -> None:
    load_rates(rates=[PublishedRate("USD", date(2026, 3, 13), Decimal("1.0881"))], source="ecb")
    client = signed_in(ana)
    refused = client.post(reverse("transaction_transfer"), transfer)
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "Say how much arrives in USD." in shown
    assert "at 1 EUR = 1.0881 USD of 13 Mar (ECB)" in shown
    assert not Transfer.objects.exists()
    hint = client.get(reverse("transfer_suggestion"), transfer).content.decode()
    assert "at 1 EUR = 1.0881 USD of 13 Mar (ECB)" in hint
    taken = client.get(reverse("transfer_suggestion"), {**transfer, "take": "1"}).content.decode()
    assert 'name="to_amount" value="108.81"' in taken
    assert not Transfer.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "No rate is known between EUR and USD on this day."),
        ({"amount": ""}, ""),
        ({"amount": "much"}, ""),
        ({"booked_on": "never"}, "No rate is known"),
        ({"from_account": "not-an-id"}, ""),
        ({"to_account": ""}, ""),
    ],
)
def test_where_nothing_can_be_proposed_nothing_is(
    ana: User, transfer: dict[str, str], signed_in: SignedIn, changes: dict[str, str], words: str
) -> None:
    answer = signed_in(ana).get(reverse("transfer_suggestion"), {**transfer, **changes})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert words in shown
    assert ("rates-note" in shown) == bool(words)
    assert 'id="transfer-rate"' in shown


def test_anothers_account_is_not_converted_from(
    ana: User, carla: User, transfer: dict[str, str], signed_in: SignedIn
) -> None:
    answer = signed_in(carla).get(reverse("transfer_suggestion"), transfer)
    assert "rates-note" not in answer.content.decode()


def test_a_transfer_says_its_own_rate(ana: User, transfer: dict[str, str], signed_in: SignedIn) -> None:
    client = signed_in(ana)
    client.post(reverse("transaction_transfer"), {**transfer, "to_amount": "107.5"})
    pair = Transfer.objects.select_related("outgoing__account", "incoming__account").get()
    for half, other in ((pair.outgoing, pair.incoming), (pair.incoming, pair.outgoing)):
        assert transfer_note(half, other) == "1 EUR = 1.075 USD"
        assert "1 EUR = 1.075 USD" in client.get(reverse("transaction_detail", args=[half.pk])).content.decode()


def test_the_accounts_come_to_one_sum_that_names_its_rate(ana: User, signed_in: SignedIn) -> None:
    client = signed_in(ana)
    for currency, amount in (("EUR", "100"), ("USD", "125"), ("JPY", "700")):
        opening = Decimal(amount)
        services.create_money_account(owner=ana, currency=currency, name=f"In {currency}", opening_balance=opening)
    load_rates(rates=[PublishedRate("USD", ana.today, Decimal("1.25"))], source="ecb")
    page = client.get(reverse("accounts_list"))
    whole = page.context["whole"]
    assert (whole.net, whole.apart) == (Decimal(200), {"JPY": Decimal(700)})
    shown = page.content.decode()
    assert "All in EUR" in shown
    assert "at 1 EUR = 1.25 USD" in shown
    assert "without ¥700, as no rate is known" in shown.replace("JP¥", "¥")


def test_accounts_of_one_currency_need_no_rate(ana: User, everyday: MoneyAccount, signed_in: SignedIn) -> None:
    page = signed_in(ana).get(reverse("accounts_list"))
    assert page.context["whole"] is None
    assert "All in" not in page.content.decode()
