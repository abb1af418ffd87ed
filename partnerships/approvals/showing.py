"""How values of an approval are written for people: `Field(_("Amount"), money)`. Nothing is shown as nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext

from config.kernel.formatting import active_locale, format_day, format_money, format_month
from ledger.core.models import Category
from partnerships.approvals.models import Approval
from partnerships.core.models import Member


def money(value: Any, approval: Approval) -> str:
    """An amount in the partnership's currency. One query unless the approval's partnership was fetched."""
    if value is None:
        return ""
    return format_money(Decimal(value), approval.partnership.currency, active_locale()).text


def day(value: Any, approval: Approval) -> str:
    return format_day(date.fromisoformat(value), active_locale()) if value else ""


def month(value: Any, approval: Approval) -> str:
    return format_month(date.fromisoformat(value), active_locale()) if value else ""


def choice_of(choices: Iterable[tuple[Any, str | Promise]]) -> Callable[[Any, Approval], str]:
    """The label of a value among Django's `choices`."""
    labels = {str(value): label for value, label in choices}

    def show(value: Any, approval: Approval) -> str:
        return "" if value in (None, "") else str(labels.get(str(value), value))

    return show


def member(value: Any, approval: Approval) -> str:
    """Who has the place `value`, 0 or 1. One query."""
    if value is None:
        return ""
    found = Member.objects.filter(partnership=approval.partnership_id, place=value).select_related("person").first()
    return str(found) if found else ""


def category(value: Any, approval: Approval) -> str:
    """The name of a category both have, by its id. One query."""
    if not value:
        return ""
    return category_names([UUID(value)]).get(UUID(value), "")


def category_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names everybody has for them, those of the system in the reader's language. One query."""
    found = Category.objects.filter(pk__in=list(ids), owner__isnull=True).values_list("pk", "name", "household")
    return {key: name if household else gettext(name) for key, name, household in found}
