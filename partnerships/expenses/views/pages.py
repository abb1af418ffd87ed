"""Shared expenses: the list, one of them, and saying that one was paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ledger.core.category_tree import category_tree
from ledger.core.errors import NoLongerThere
from ledger.core.views.transactions import person
from partnerships.agreements.month_shares import this_month
from partnerships.approvals.models import Approval
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, current_standing, standing_in, standing_named
from partnerships.expenses import services
from partnerships.expenses.forms import ME, ExpenseForm, PaidForm
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.splits import MonthSplit, month_split

Status = SharedExpense.Status


@dataclass(frozen=True, slots=True)
class Row:
    """An expense as one of the two reads it; amounts are of this month, None where it is not counted."""

    expense: SharedExpense
    category: Any
    monthly: Decimal | None
    mine: Decimal | None
    theirs: Decimal | None
    asked: Approval | None


def reader_of(request: HttpRequest) -> Standing:
    found = current_standing(person(request))
    if found is None:
        raise Http404
    return found


def reader_of_any(request: HttpRequest) -> Standing:
    """In the open partnership, or in the one the address names: of one that has ended everything stays readable."""
    named = request.GET.get("partnership", "")
    if not named:
        return reader_of(request)
    return standing_named(person(request), named)


def latest_month(standing: Standing) -> date:
    """This one, or that in which the partnership ended."""
    ended_on = standing.partnership.ended_on
    return min(ended_on.replace(day=1), this_month()) if ended_on else this_month()


@login_required
@require_safe
def shared_expenses(request: HttpRequest) -> HttpResponse:
    """Seven queries, and those of the split, however many there are."""
    standing = reader_of_any(request)
    split = month_split(standing.partnership, latest_month(standing))
    rows = _rows(standing, split)
    context = {
        **common(standing),
        "active": [each for each in rows if each.expense.status == Status.ACTIVE],
        "waiting": [each for each in rows if each.expense.status == Status.PENDING_APPROVAL],
        "archived": [each for each in rows if each.expense.status == Status.ARCHIVED],
        "month": split.month,
        "total": split.total,
        "mine": split.parts[standing.place],
        "theirs": split.parts[1 - standing.place],
    }
    return render(request, "partnerships/expenses/expenses.html", context)


def common(standing: Standing) -> dict[str, Any]:
    return {
        "partner": str(standing.other),
        "currency": standing.partnership.currency,
        "is_active": standing.partnership.status == Partnership.Status.ACTIVE,
        "past": standing.partnership if standing.partnership.status == Partnership.Status.ENDED else None,
    }


def _rows(standing: Standing, split: MonthSplit) -> list[Row]:
    found = SharedExpense.objects.filter(partnership=standing.partnership).order_by("name", "id")
    waiting = Approval.objects.filter(partnership=standing.partnership, status=Approval.Status.PENDING)
    asked = {each.object_id: each for each in waiting.filter(kind__startswith="expense_")}
    lines = {each.expense.pk: each for each in split.lines}
    tree = category_tree(standing.person)
    rows = []
    for each in found:
        line = lines.get(each.pk)
        rows.append(
            Row(
                expense=each,
                category=tree.get(each.category_id) if each.category_id else None,
                monthly=line.amount if line else None,
                mine=line.parts[standing.place] if line else None,
                theirs=line.parts[1 - standing.place] if line else None,
                asked=asked.get(each.pk),
            )
        )
    return rows


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shared_expense_add(request: HttpRequest) -> HttpResponse:
    standing = reader_of(request)
    form = ExpenseForm(request.POST if request.method == "POST" else None, standing=standing)
    if form.is_valid():
        try:
            expense, asked = services.add_expense(
                standing=standing, values=form.values(), message=form.cleaned_data["message"]
            )
        except ValidationError as error:
            form.refused(error)
        except Overtaken as overtaken:
            form.add_error(None, str(overtaken.message))
        else:
            text = _("%(name)s counts from now on") if asked is None else _("%(name)s waits for your partner")
            messages.success(request, text % {"name": expense.name})
            return redirect("shared_expenses")
    context = {**common(standing), "form": form, "threshold": standing.partnership.approval_threshold}
    return render(request, "partnerships/expenses/expense.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shared_expense(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, of an ended partnership too; sending it asks the partner for the change."""
    expense = _found(request, pk)
    standing = standing_in(person(request), expense.partnership_id)
    form = ExpenseForm(request.POST if request.method == "POST" else None, standing=standing, expense=expense)
    if form.is_valid():
        changes = {**form.values(), "status": request.POST.get("status") or expense.status}
        try:
            asked = services.ask_to_change(
                standing=standing, expense=expense, changes=changes, message=form.cleaned_data["message"]
            )
        except ValidationError as error:
            form.refused(error)
        except Overtaken as overtaken:
            form.add_error(None, str(overtaken.message))
        else:
            messages.success(request, _asked(standing))
            return redirect("approval_detail", asked.pk)
    waiting = Approval.objects.filter(object_id=pk, partnership=expense.partnership_id, status=Approval.Status.PENDING)
    context = {
        **common(standing),
        "form": form,
        "expense": expense,
        "asked": waiting.first(),
        "payments": SharedPayment.objects.filter(expense=expense).order_by("-due_on")[:12],
        "place": standing.place,
    }
    return render(request, "partnerships/expenses/expense.html", context, status=422 if form.is_bound else 200)


def _found(request: HttpRequest, pk: UUID) -> SharedExpense:
    visible = SharedExpense.objects.visible_to(person(request)).select_related("partnership")
    return get_object_or_404(visible, pk=pk)


def _asked(standing: Standing) -> str:
    return _("%(partner)s is asked. Until then everything stays as it is.") % {"partner": standing.other}


@login_required
@require_POST
def shared_expense_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    expense = _found(request, pk)
    standing = standing_in(person(request), expense.partnership_id)
    try:
        asked = services.ask_to_delete(standing=standing, expense=expense)
    except (ValidationError, Overtaken) as refused:
        messages.error(request, refusal(refused))
        return redirect("shared_expense", pk)
    messages.success(request, _("Withdrawn") if asked is None else _asked(standing))
    return redirect("shared_expenses") if asked is None else redirect("approval_detail", asked.pk)


def refusal(error: ValidationError | Overtaken) -> str:
    return str(error.message) if isinstance(error, Overtaken) else " ".join(error.messages)


@login_required
@require_POST
def shared_expense_pay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Back to the statement of the month it was due in."""
    expense = _found(request, pk)
    standing = standing_in(person(request), expense.partnership_id)
    form = PaidForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Look at the amount and the day again."))
        return redirect("statement")
    given = form.cleaned_data
    try:
        paid = services.mark_paid(
            standing=standing,
            expense=expense,
            due_on=given["due_on"],
            payer=standing.place if given["payer"] == ME else 1 - standing.place,
            amount=given["amount"],
            paid_on=given["paid_on"],
        )
    except (ValidationError, Overtaken) as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("%(name)s is paid") % {"name": paid.payee})
    return to_statement(given["due_on"])


def to_statement(day: Any) -> HttpResponse:
    response = redirect("statement")
    response["Location"] += f"?month={day:%Y-%m}"
    return response


@login_required
@require_POST
def shared_payment_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    payment = get_object_or_404(SharedPayment.objects.visible_to(person(request)), pk=pk)
    standing = standing_in(person(request), payment.partnership_id)
    try:
        services.undo_payment(standing=standing, payment=payment)
    except NoLongerThere as gone:
        raise Http404 from gone
    except (ValidationError, Overtaken) as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("It is open again"))
    return to_statement(payment.due_on or payment.paid_on)
