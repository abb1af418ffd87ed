"""What was learned of payees, and rates entered by hand, of an archive. What is known here already stays."""

from __future__ import annotations

from typing import Any

from config.kernel.own_data.opening import OpenedArchive
from config.kernel.own_data.taking import Section, Taking, WithoutJob, as_id, built, takes_in
from ledger.categorising.models import PayeeChoice
from ledger.core.models import ExchangeRate
from ledger.core.services.rates import MOST_BY_HAND, check_rate

LEARNED = "learned.json"
CHOICE = ("payee_key", "kind", "times")
RATE = ("base", "currency", "on", "rate")


class Learned(WithoutJob):
    sections = tuple(Section(kind, LEARNED, kind) for kind in ("payees", "exchange_rates"))

    def check(self, person: Any, archive: OpenedArchive) -> None:
        for row in archive.rows(LEARNED, "payees"):
            as_id(row, "category_id"), built(PayeeChoice, row, CHOICE)
        for row in archive.rows(LEARNED, "exchange_rates"):
            built(ExchangeRate, row, RATE, source=ExchangeRate.Source.HAND)

    def take(self, taking: Taking) -> None:
        _take_choices(taking)
        _take_rates(taking)


def _take_choices(taking: Taking) -> None:
    here = set(PayeeChoice.objects.filter(person=taking.person).values_list("payee_key", "kind"))
    new = []
    for row in taking.archive.rows(LEARNED, "payees"):
        choice = built(PayeeChoice, row, CHOICE, person=taking.person)
        category = taking.ids.get(str(row.get("category_id")))
        if (choice.payee_key, choice.kind) in here:
            taking.passed["payees"] += 1
        elif category is not None:
            here.add((choice.payee_key, choice.kind))
            choice.category_id = category
            new.append(choice)
    PayeeChoice.objects.bulk_create(new, batch_size=500)
    taking.counts["payees"] += len(new)


def _take_rates(taking: Taking) -> None:
    """One rate of two currencies and a day, whichever way round, as by hand."""
    own = ExchangeRate.objects.owned_by(taking.person)
    here = {(frozenset(pair), on) for *pair, on in own.values_list("base", "currency", "on")}
    room = MOST_BY_HAND - own.count()
    for row in taking.archive.rows(LEARNED, "exchange_rates"):
        rate = built(ExchangeRate, row, RATE, owner=taking.person, source=ExchangeRate.Source.HAND)
        key = (frozenset([rate.base, rate.currency]), rate.on)
        if key in here:
            taking.passed["exchange_rates"] += 1
        elif room > 0:
            with taking.one("exchange_rates"):
                check_rate(person=taking.person, base=rate.base, currency=rate.currency, on=rate.on)
                rate.save(force_insert=True)
                here.add(key)
                room -= 1


takes_in(Learned())
