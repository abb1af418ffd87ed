"""Payees that nobody could put into a category: a model is asked once for each, and entries without a category follow.

It is told the payees' keys (no number, place or amount) and the categories' names, nothing else. What comes back is a
category or none: a payee that is written to mislead it can be sorted wrongly, and nothing more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel import jobs, schedule
from insights.language.contract import Answer, Request, Tool, Turn, Unavailable
from insights.language.fencing import RULE, fence
from insights.language.models import LanguageConsent, PayeeAnswer
from insights.language.talking import ask, why_not
from ledger.categorising.machine import MachineChoice, payees_without_category, take_machine_choices
from ledger.core.models import Category

SORT: Final = "insights.sort_payees"
SORT_ALL: Final = "insights.sort_payees_of_all"
BATCH: Final = 40
BATCHES_A_RUN: Final = 10
SURE_ENOUGH: Final = 70
SYSTEM: Final = (
    "You sort payees of bank payments into the categories you are given. Call the tool once, with an entry for each "
    "payee by its number. Leave a payee out where no category fits or its name does not tell. " + RULE
)


def sort_payees(*, person: User, between: Any = lambda: None) -> int:
    """Ask for what was never asked, keep each answer, and put entries where a sure one says; how many entries.

    `between` is called before each batch, of 40 payees. Never inside a transaction.

    Raises:
        Unavailable: the model does not answer; what it said before is kept, the rest is asked another time.
    """
    open_keys = payees_without_category(person)
    answered = set(PayeeAnswer.objects.filter(person=person).values_list("payee_key", flat=True))
    unasked = [each for each in open_keys if each not in answered]
    categories = _offered(person)
    try:
        for start in range(0, min(len(unasked), BATCH * BATCHES_A_RUN), BATCH):
            between()
            batch = unasked[start : start + BATCH]
            _keep(person, batch, _understood(ask(_request(person, batch, categories)), len(batch), categories))
    finally:
        changed = _apply(person)
    return changed


def _offered(person: User) -> dict[str, Category]:
    """The categories the person may use, by a word for each that says nothing of its owner."""
    kinds = [Category.Kind.EXPENSE, Category.Kind.INCOME]
    found = Category.objects.visible_to(person).filter(kind__in=kinds).order_by("slug", "pk")
    return {each.slug or f"own-{place}": each for place, each in enumerate(found)}


def _request(person: User, batch: Sequence[str], categories: Mapping[str, Category]) -> Request:
    named = "\n".join(f"{word}: {each.name} ({each.kind})" for word, each in categories.items())
    payees = fence(json.dumps(dict(enumerate(batch)), ensure_ascii=False), "payees")
    turn = Turn("user", f"Categories:\n{fence(named, 'categories')}\n\nPayees:\n{payees}")
    return Request(person, "payees", SYSTEM, (turn,), (_tool(list(categories)),), most_tokens=2000, must_call=True)


def _tool(words: list[str]) -> Tool:
    entry = {
        "type": "object",
        "properties": {
            "number": {"type": "integer"},
            "category": {"type": "string", "enum": words},
            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        },
        "required": ["number", "category", "confidence"],
    }
    schema = {"type": "object", "properties": {"payees": {"type": "array", "items": entry}}, "required": ["payees"]}
    return Tool("sort_payees", "Say which category each payee belongs to, and how sure you are.", schema)


def _understood(answer: Answer, count: int, categories: Mapping[str, Category]) -> dict[int, tuple[Category, int]]:
    """By number, the category and the confidence in per cent. What does not fit the schema is nothing."""
    found: dict[int, tuple[Category, int]] = {}
    for each in _entries(answer):
        number, word, confidence = (each.get(name) for name in ("number", "category", "confidence"))
        if not (isinstance(number, int) and isinstance(confidence, (int, float)) and isinstance(word, str)):
            continue
        if 0 <= number < count and 0 <= confidence <= 1 and word in categories:
            found.setdefault(number, (categories[word], int(confidence * 100)))
    return found


def _entries(answer: Answer) -> Iterable[Mapping[str, Any]]:
    lists = (each.arguments.get("payees") for each in answer.calls if each.name == "sort_payees")
    return (entry for found in lists if isinstance(found, list) for entry in found if isinstance(entry, dict))


def _keep(person: User, batch: Sequence[str], understood: Mapping[int, tuple[Category, int]]) -> None:
    """Also of those it said nothing about: each is asked once."""
    rows = []
    for number, key in enumerate(batch):
        category, confidence = understood.get(number, (None, 0))
        rows.append(PayeeAnswer(person=person, payee_key=key, category=category, confidence=confidence))
    PayeeAnswer.objects.bulk_create(rows, ignore_conflicts=True)


def _apply(person: User) -> int:
    sure = PayeeAnswer.objects.filter(person=person, category__isnull=False, confidence__gte=SURE_ENOUGH)
    choices = {
        each.payee_key: MachineChoice(each.category, Decimal(each.confidence) / 100)
        for each in sure.select_related("category")
        if each.category is not None
    }
    return take_machine_choices(person=person, choices=choices, reason=_("by the language model")) if choices else 0


@jobs.handles(SORT)
def run_sorting(job: jobs.JobRun) -> None:
    """Where the model does not answer, the next night asks again."""
    person = User.objects.filter(pk=job.person_id).first() if job.person_id else None
    if person is None or why_not(person, "payees") is not None:
        return
    try:
        sort_payees(person=person, between=job.extend)
    except Unavailable:
        return


@jobs.handles(SORT_ALL)
def sort_of_all(job: jobs.JobRun) -> None:
    allowed = LanguageConsent.objects.filter(what=LanguageConsent.What.PAYEES, person__is_active=True)
    with transaction.atomic():
        for consent in allowed.select_related("person"):
            jobs.enqueue(SORT, {}, person=consent.person)


schedule.daily(hour=4, name="Ask a language model about payees nobody knows", kind=SORT_ALL)
