"""An agreement in words, field by field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.kernel.formatting import active_locale, format_percent, with_colon
from partnerships.agreements.models import Method
from partnerships.approvals import showing
from partnerships.approvals.models import Approval
from partnerships.approvals.registry import Field
from partnerships.core.models import Member, Partnership

mode_text = showing.choice_of(Partnership.Mode.choices)


def percents_text(first_percent: Any, approval: Approval) -> str:
    """ "Ana 60%, Ben 40%". One query."""
    if first_percent is None:
        return ""
    names = [str(each) for each in _members(approval)]
    return both_percents(Decimal(first_percent), names)


def both_percents(first_percent: Decimal, names: list[str]) -> str:
    parts = zip(names, (first_percent, 100 - first_percent), strict=True)
    return ", ".join(f"{name} {percent_text(percent)}" for name, percent in parts)


def percent_text(percent: Decimal) -> str:
    """ "61.54%", without decimals that are zero."""
    shown = percent.normalize()
    shown = shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown
    return format_percent(shown, active_locale())


def _members(approval: Approval) -> Any:
    return Member.objects.filter(partnership=approval.partnership_id).select_related("person").order_by("place")


def _incomes(months: Any, approval: Approval) -> str:
    if months is None:
        return ""
    return incomes_text(int(months))


def incomes_text(months: int) -> str:
    if not months:
        return _("those of your profiles")
    return ngettext(
        "what came in during the month before",
        "the average of the %(months)s months before",
        months,
    ) % {"months": months}


def _yes(value: Any, approval: Approval) -> str:
    return _("yes") if value else ""


def _exceptions(values: Any, approval: Approval) -> str:
    """ "Pets: half each; Health: Ana 60 %, Ben 40 %". Two queries."""
    if values == []:
        return _("none")
    names = showing.category_names([UUID(each["category"]) for each in values or ()])
    people = [str(each) for each in _members(approval)]
    said = []
    for each in values or ():
        name = with_colon(names.get(UUID(each["category"]), ""))
        said.append(f"{name} {exception_text(each['method'], each['first_percent'], people)}")
    return "; ".join(said)


def exception_text(method: str, first_percent: Any, names: list[str]) -> str:
    if method == Method.EQUAL or first_percent is None:
        return _("half each")
    return both_percents(Decimal(first_percent), names)


FIELDS = {
    "method": Field(gettext_lazy("Split"), showing.choice_of(Method.choices)),
    "first_percent": Field(gettext_lazy("Percent"), percents_text),
    "fixed_place": Field(gettext_lazy("Fixed amount borne by"), showing.member),
    "fixed_amount": Field(gettext_lazy("Fixed amount a month"), showing.money),
    "income_months": Field(gettext_lazy("Incomes"), _incomes),
    "whole_percent": Field(gettext_lazy("Whole percents"), _yes),
    "exceptions": Field(gettext_lazy("Exceptions"), _exceptions),
    "starts_on": Field(gettext_lazy("Counts from"), showing.month),
}
