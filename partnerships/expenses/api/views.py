"""`shared-expenses/`: what both bear, its payments and its split."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import Conflict as ApiConflict
from config.kernel.api.errors import does_not_exist
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from config.kernel.money import money_text
from ledger.core.errors import Conflict
from ledger.core.models import Transaction
from partnerships.approvals.shapes import approval_shape
from partnerships.core.api.base import PartnershipView
from partnerships.core.models import Member, Partnership
from partnerships.expenses import services
from partnerships.expenses.api import docs
from partnerships.expenses.api.answers import ExpenseBody, LinkBody, PaymentBody
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.months import month_asked
from partnerships.expenses.shapes import expense_shape, payment_shape
from partnerships.expenses.splits import MonthSplit, month_split

LISTED = ("status", "limit", "skip")
ANY = "any"
PAYMENTS_LISTED = ("month", "expense", "limit", "skip")


class ExpenseBase(PartnershipView):
    def expense(self, key: UUID) -> SharedExpense:
        found = SharedExpense.objects.visible_to(self.person).select_related("partnership").filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    def payment(self, key: UUID) -> SharedPayment:
        found = SharedPayment.objects.visible_to(self.person).select_related("partnership").filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    def shape(self, payment: SharedPayment) -> dict[str, Any]:
        return payment_shape(payment, payment.partnership.currency, self.person.pk)

    def handle_exception(self, exc: Exception) -> Response:
        """A version that is no longer the current one comes with what stands now."""
        if isinstance(exc, Conflict) and isinstance(exc.current, SharedExpense):
            current = expense_shape(exc.current, exc.current.partnership.currency)
            exc = ApiConflict(attr="version", current=current)
        return super().handle_exception(exc)


class SharedExpensesView(ExpenseBase):
    @docs.EXPENSE_LIST
    def get(self, request: Request) -> Response:
        """Those of ended partnerships too. Two queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(LISTED)
        window = read_window(parameters)
        status = parameters.choice("status", [*SharedExpense.Status.values, ANY]) or ANY
        parameters.raise_refusals()
        found = SharedExpense.objects.visible_to(self.person).select_related("partnership")
        if status != ANY:
            found = found.filter(status=status)
        page = found.order_by("-created_at", "-id")[window.skip : window.skip + window.limit]
        results = [expense_shape(each, each.partnership.currency) for each in page]
        return Response(page_of(request, window, results, count=found.count()))

    @docs.EXPENSE_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        standing = self.standing()
        values = self.read(ExpenseBody)
        message = values.pop("message")
        values.pop("version", None)
        expense, asked = services.add_expense(standing=standing, values=values, message=message)
        shape = expense_shape(expense, standing.partnership.currency)
        return answer({**shape, "approval": str(asked.pk) if asked else None}, 201)


class SharedExpenseView(ExpenseBase):
    @docs.EXPENSE_GET
    def get(self, request: Request, key: UUID) -> Response:
        found = self.expense(key)
        return answer(expense_shape(found, found.partnership.currency))

    @docs.EXPENSE_PUT
    def put(self, request: Request, key: UUID) -> Response:
        return self._ask(request, key, partial=False)

    @docs.EXPENSE_PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        return self._ask(request, key, partial=True)

    @docs.EXPENSE_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        found = self.expense(key)
        asked = services.ask_to_delete(
            standing=self.standing_in(found.partnership_id), expense=found, version=expected_version(request)
        )
        return Response({"approval": approval_shape(asked)}, status=202) if asked else Response(status=204)

    def _ask(self, request: Request, key: UUID, *, partial: bool) -> Response:
        found = self.expense(key)
        changes = self.read(ExpenseBody, partial=partial)
        message = changes.pop("message", "")
        version = expected_version(request, changes)
        changes.pop("version", None)
        asked = services.ask_to_change(
            standing=self.standing_in(found.partnership_id),
            expense=found,
            changes=changes,
            version=version,
            message=message,
        )
        return Response({"approval": approval_shape(asked)}, status=202)


class ExpenseSplitView(ExpenseBase):
    @docs.EXPENSE_SPLIT
    def get(self, request: Request) -> Response:
        """Of the running month, or of `month`. Six queries, and those of the incomes."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("month",))
        month = month_asked(parameters) or timezone.now().date()
        parameters.raise_refusals()
        partnership = self.standing().partnership
        return Response(split_shape(month_split(partnership, month), partnership))


def split_shape(split: MonthSplit, partnership: Partnership) -> dict[str, Any]:
    """One query for the two people."""
    currency = partnership.currency
    members = Member.objects.filter(partnership=partnership).order_by("place")
    return {
        "month": f"{split.month:%Y-%m}",
        "currency": currency,
        "total": money_text(split.total, currency),
        "partners": [
            {
                "place": each.place,
                "person": str(each.person_id) if each.person_id else None,
                "amount": money_text(split.parts[each.place], currency),
                "percent": str(split.percent(each.place)),
            }
            for each in members
        ],
        "reason": str(split.reason) if split.reason else None,
        "lines": [
            {
                "expense": str(each.expense.pk),
                "name": each.expense.name,
                "amount": money_text(each.amount, currency),
                "shares": [money_text(part, currency) for part in each.parts],
                "reason": str(each.share.reason),
            }
            for each in split.lines
        ],
    }


class PaymentsView(ExpenseBase):
    @docs.PAYMENT_LIST
    def get(self, request: Request) -> Response:
        """The newest first. Two queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(PAYMENTS_LISTED)
        window = read_window(parameters)
        month, expenses = month_asked(parameters), parameters.ids("expense")
        parameters.raise_refusals()
        wanted = Q()
        if month is not None:
            wanted &= Q(paid_on__year=month.year, paid_on__month=month.month)
        if expenses:
            wanted &= Q(expense__in=expenses)
        found = SharedPayment.objects.visible_to(self.person).filter(wanted).select_related("partnership")
        page = found.order_by("-paid_on", "-id")[window.skip : window.skip + window.limit]
        return Response(page_of(request, window, [self.shape(each) for each in page], count=found.count()))


class ExpensePaymentsView(ExpenseBase):
    @docs.PAYMENT_CREATE
    @happens_once
    def post(self, request: Request, key: UUID) -> Response:
        found = self.expense(key)
        body = self.read(PaymentBody)
        standing = self.standing_in(found.partnership_id)
        paid = services.mark_paid(standing=standing, expense=found, **body)
        return answer(self.shape(paid), 201)


class PaymentView(ExpenseBase):
    @docs.PAYMENT_GET
    def get(self, request: Request, key: UUID) -> Response:
        return answer(self.shape(self.payment(key)))

    @docs.PAYMENT_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        found = self.payment(key)
        services.undo_payment(standing=self.standing_in(found.partnership_id), payment=found)
        return Response(status=204)


class PaymentLinkView(ExpenseBase):
    without_headers = ("If-Match",)

    @docs.PAYMENT_LINK
    def put(self, request: Request, key: UUID) -> Response:
        found = self.payment(key)
        named = self.read(LinkBody)["transaction"]
        entry = Transaction.objects.owned_by(self.person).live().select_related("account").filter(pk=named).first()
        if entry is None:
            raise does_not_exist("transaction")
        standing = self.standing_in(found.partnership_id)
        return answer(self.shape(services.link_payment(standing=standing, payment=found, entry=entry)))

    @docs.PAYMENT_UNLINK
    def delete(self, request: Request, key: UUID) -> Response:
        found = self.payment(key)
        standing = self.standing_in(found.partnership_id)
        services.unlink_payment(standing=standing, payment=found)
        return Response(status=204)
