"""What was learned of payees, and rates entered by hand, of an archive. What is known here already stays."""

from __future__ import annotations

from typing import Any

from config.kernel.own_data.opening import OpenedArchive
from config.kernel.own_data.taking import Taking, as_id, built, takes_in
from ledger.categorising.models import PayeeChoice
from ledger.core.models import ExchangeRate

LEARNED = "learned.json"
CHOICE = ("payee_key", "kind", "times")
RATE = ("base", "currency", "on", "rate")


class Learned:
    has_a_job = False

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
        if category is not None and (choice.payee_key, choice.kind) not in here:
            here.add((choice.payee_key, choice.kind))
            choice.category_id = category
            new.append(choice)
    PayeeChoice.objects.bulk_create(new, batch_size=500)
    taking.counts["payees"] += len(new)


def _take_rates(taking: Taking) -> None:
    here = set(ExchangeRate.objects.owned_by(taking.person).values_list("base", "currency", "on"))
    new = []
    for row in taking.archive.rows(LEARNED, "exchange_rates"):
        rate = built(ExchangeRate, row, RATE, owner=taking.person, source=ExchangeRate.Source.HAND)
        if (rate.base, rate.currency, rate.on) not in here:
            here.add((rate.base, rate.currency, rate.on))
            new.append(rate)
    ExchangeRate.objects.bulk_create(new, batch_size=500)
    taking.counts["exchange_rates"] += len(new)


takes_in(Learned())
