"""What the words of several kinds need: amounts, days and names out of a notification's data."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds import Data
from config.kernel.formatting import active_locale, format_money, format_short_day

PAYMENTS, IMPORTS, RECURRING = _("Payments and balances"), _("Imports"), _("Recurring")
LONGEST_NAME = 50


def amount_of(data: Data, name: str = "amount") -> str:
    """Without a sign: the sentence says which way it went."""
    return format_money(abs(Decimal(data[name])), data["currency"], active_locale()).text


def signed_amount_of(data: Data, name: str) -> str:
    return format_money(Decimal(data[name]), data["currency"], active_locale()).text


def day_of(data: Data, name: str) -> str:
    return format_short_day(date.fromisoformat(data[name]), active_locale())


def name_of(data: Data, name: str = "payee") -> str:
    """Cut so that a title stays within its 80 characters."""
    text = str(data[name])
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"


def lines_of_account(data: Data) -> str:
    return f"{reverse('transactions')}?{urlencode({'money_account': data['account']})}"
