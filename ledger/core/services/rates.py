"""Exchange rates: entered by hand, and loaded from published tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db import transaction as database_transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.sql import db_date, db_datetime
from ledger.core.errors import FieldError
from ledger.core.exchange import SHARED_BASE
from ledger.core.models import ExchangeRate
from ledger.core.rate_files import EARLIEST, PublishedRate

MOST_BY_HAND = 5_000
_AT_ONCE = 20_000
Source = ExchangeRate.Source


@dataclass(frozen=True, slots=True)
class RatesLoaded:
    """What a table brought: `added` and `changed` lines, and those that were `known`; its `first` and `last` day."""

    added: int
    changed: int
    known: int
    first: date
    last: date


@database_transaction.atomic
def enter_rate(*, person: User, base: str, currency: str, rate: Decimal, on: date) -> ExchangeRate:
    """Say that one `base` was worth `rate` of `currency` on a day, for `person` alone.

    A second one of the same two currencies and day takes the first one's place, whichever way round it was.

    Raises:
        FieldError: one currency twice, a day to come or before 1900, or more than 5,000 by hand.
        ValidationError: a currency nobody knows, a rate out of bounds.
    """
    check_rate(person=person, base=base, currency=currency, on=on)
    entered = ExchangeRate(owner=person, base=base, currency=currency, on=on, rate=rate, source=Source.HAND)
    entered.clean_fields(exclude=["owner"])
    # The person's row is locked, so that two requests cannot both find nothing to replace.
    User.objects.select_for_update(no_key=True).filter(pk=person.pk).first()
    own = ExchangeRate.objects.owned_by(person)
    own.filter(base__in=(base, currency), currency__in=(base, currency), on=on).delete()
    if own.count() >= MOST_BY_HAND:
        raise FieldError(
            "non_field_errors", _("You have %(most)s rates by hand. Delete some first."), "too_many_rates",
            {"most": MOST_BY_HAND},
        )  # fmt: skip
    entered.save(force_insert=True)
    return entered


def check_rate(*, person: User, base: str, currency: str, on: date) -> None:
    """Raises FieldError: `same_currency`, `out_of_range`, `future_day`."""
    if base == currency:
        raise FieldError("currency", _("Choose two different currencies."), "same_currency")
    if on < EARLIEST:
        raise FieldError("on", _("Enter a day after %(earliest)s."), "out_of_range", {"earliest": EARLIEST})
    if on > person.today:
        raise FieldError("on", _("This day has not come yet."), "future_day")


def remove_rate(*, rate: ExchangeRate) -> None:
    """Take away a rate found through `owned_by`; one that is gone already is no mistake."""
    ExchangeRate.objects.filter(pk=rate.pk).delete()


def may_load_rates(person: User) -> bool:
    """Everybody's sums change with them: for staff who may, as on the staff site."""
    return person.is_staff and person.has_perm("ledger.add_exchangerate")


def load_rates(*, rates: Sequence[PublishedRate], source: str) -> RatesLoaded:
    """Put published rates into the table everybody uses. Loading them again changes nothing.

    20,000 at a time, each lot in a transaction of its own, so that others may write in between; the European Central
    Bank's word stands before a provider's.
    """
    ordered = sorted(rates, key=lambda each: (each.on, each.currency))
    added = changed = 0
    for start in range(0, len(ordered), _AT_ONCE):
        lot = ordered[start : start + _AT_ONCE]
        with database_transaction.atomic():
            more, other = _compared(lot, source)
            if more:
                _insert(more, source)
            for key, each in other:
                ExchangeRate.objects.filter(pk=key).update(rate=each.rate, source=source)
        added, changed = added + len(more), changed + len(other)
    return RatesLoaded(added, changed, len(ordered) - added - changed, ordered[0].on, ordered[-1].on)


def _compared(lot: Sequence[PublishedRate], source: str) -> tuple[list[PublishedRate], list[tuple[int, PublishedRate]]]:
    """Those that are new, and those that differ from what stands there, with its key. One query."""
    there = ExchangeRate.objects.shared().filter(base=SHARED_BASE, on__gte=lot[0].on, on__lte=lot[-1].on)
    standing = {
        (currency, on): rest for currency, on, *rest in there.values_list("currency", "on", "pk", "rate", "source")
    }
    more: dict[tuple[str, date], PublishedRate] = {}
    other: dict[int, PublishedRate] = {}
    for each in lot:
        key, rate, said_by = standing.get((each.currency, each.on), (None, None, ""))
        if key is None:
            more[each.currency, each.on] = each
        elif (said_by == source and rate != each.rate) or (said_by != source and source == Source.ECB):
            other[key] = each
    return list(more.values()), list(other.items())


_INSERT_ARRAYS = """
    INSERT INTO ledger_exchangerate (base, currency, "on", rate, source, created_at)
    SELECT %s, new.currency, new.day, new.rate, %s, %s
    FROM unnest(%s::text[], %s::date[], %s::numeric[]) AS new (currency, day, rate)
    ON CONFLICT DO NOTHING
"""
_INSERT_LINE = """
    INSERT INTO ledger_exchangerate (base, currency, "on", rate, source, created_at)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


def _insert(rates: Sequence[PublishedRate], source: str) -> None:
    """One statement for all; a line that came in at the same moment stays as it is."""
    now = db_datetime(timezone.now())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays: list[list[Any]] = [
                [each.currency for each in rates],
                [each.on for each in rates],
                [each.rate for each in rates],
            ]
            cursor.execute(_INSERT_ARRAYS, [SHARED_BASE, source, now, *arrays])
        else:
            lines = [
                (SHARED_BASE, each.currency, db_date(each.on), format(each.rate, "f"), source, now) for each in rates
            ]
            cursor.executemany(_INSERT_LINE, lines)
