"""What becomes of a shared expense, or a large payment for both, once the partner has answered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError
from ledger.core.models import Category, MoneyAccountAccess, Transaction
from partnerships.agreements.splitting import Splitting, monthly_amount, split_amount
from partnerships.agreements.wording import percents_text
from partnerships.approvals.models import Approval
from partnerships.approvals.registry import ApprovalKind, Field, Moved, Shares, register
from partnerships.approvals.showing import category, choice_of, day, member, money
from partnerships.core.models import Member
from partnerships.core.standing import Standing, standing_in
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.services.expenses import ADD, DELETE, EDIT, tell_deleted, tell_updated
from partnerships.expenses.services.sharing import PAYMENT_SHARE, question_of, share_payment, told_of
from partnerships.expenses.values import as_text, checked, columns, from_text, values_of

Status = SharedExpense.Status
SPLITS = [("", _("as agreed")), ("equal", _("half each")), ("percent", _("by percent"))]


class _ExpenseKind(ApprovalKind):
    fields = {
        "name": Field(_("Name")),
        "amount": Field(_("Amount"), money),
        "frequency": Field(_("How often"), choice_of(SharedExpense.Frequency.choices)),
        "category": Field(_("Category"), category),
        "starts_on": Field(_("First due on"), day),
        "ends_on": Field(_("Last due on"), day),
        "payer": Field(_("Usually paid by"), member),
        "method": Field(_("Split"), choice_of(SPLITS)),
        "first_percent": Field(_("Percent"), percents_text),
        "notes": Field(_("Notes")),
        "status": Field(_("Status"), choice_of(Status.choices)),
    }

    def shares(self, approval: Approval) -> Shares | None:
        return Shares(
            currency=approval.partnership.currency,
            before=_parts(approval, approval.before) if approval.before else None,
            after=_parts(approval, approval.after) if approval.after else None,
            per=_("a month"),
        )

    def url(self, approval: Approval) -> str:
        there = SharedExpense.objects.filter(pk=_object(approval)).exists()
        return reverse("shared_expense", args=[approval.object_id]) if there else ""


def _parts(approval: Approval, text: dict[str, Any]) -> tuple[Decimal, Decimal]:
    """What both bear of it a month, by what is agreed for this month. Some five queries."""
    values = from_text(text)
    partnership = approval.partnership
    expense = SharedExpense(partnership=partnership, **columns(values))
    amount = monthly_amount(values["amount"], values["frequency"], partnership.currency)
    share = Splitting(partnership).share(timezone.now().date(), category=expense.category, expense=expense)
    return split_amount(amount, share.first, partnership.currency, _object(approval))


def _object(approval: Approval) -> UUID:
    assert approval.object_id is not None, "each kind here is about an expense"
    return approval.object_id


def _moved(approval: Approval, currency: str) -> Moved:
    """How it stands now; nothing where it is gone."""
    now = SharedExpense.objects.filter(pk=_object(approval)).first()
    if now is None:
        return Moved()
    return Moved(as_text(values_of(now), currency), now.version)


@register
class ExpenseAdd(_ExpenseKind):
    kind = ADD

    def apply(self, approval: Approval, by: Standing) -> None:
        waiting = SharedExpense.objects.filter(
            pk=_object(approval), version=approval.base_version or 0, status=Status.PENDING_APPROVAL
        )
        if not waiting.update(status=Status.ACTIVE, version=F("version") + 1, updated_at=timezone.now()):
            raise Moved()
        changes = {"status": str(Status.ACTIVE)}
        tell_updated(by.partnership, by.people, _object(approval), changes, by.person.pk)

    def describe(self, approval: Approval) -> str:
        return gettext("adds %(name)s") % {"name": approval.title}

    def drop(self, approval: Approval, by: Standing | None) -> None:
        """It never came to be."""
        gone, _each = SharedExpense.objects.filter(pk=_object(approval), status=Status.PENDING_APPROVAL).delete()
        if gone:
            both = Member.objects.filter(partnership=approval.partnership_id, person__isnull=False)
            people = [each for each in both.values_list("person", flat=True) if each is not None]
            tell_deleted(approval.partnership_id, people, _object(approval), by.person.pk if by else None)


@register
class ExpenseEdit(_ExpenseKind):
    kind = EDIT

    def apply(self, approval: Approval, by: Standing) -> None:
        values = checked(from_text(approval.after), by.partnership)
        there = SharedExpense.objects.filter(pk=_object(approval), version=approval.base_version or 0)
        if not there.update(**columns(values), version=F("version") + 1, updated_at=timezone.now()):
            raise _moved(approval, by.partnership.currency)
        changes = {name: value for name, value in approval.after.items() if approval.before.get(name) != value}
        tell_updated(by.partnership, by.people, _object(approval), changes, by.person.pk)

    def describe(self, approval: Approval) -> str:
        return gettext("changes %(name)s") % {"name": approval.title}


@register
class ExpenseDelete(_ExpenseKind):
    kind = DELETE

    def apply(self, approval: Approval, by: Standing) -> None:
        there = SharedExpense.objects.filter(pk=_object(approval), version=approval.base_version or 0)
        if not there.update(version=F("version") + 1):
            raise _moved(approval, by.partnership.currency)
        SharedExpense.objects.filter(pk=_object(approval)).delete()
        tell_deleted(by.partnership.pk, by.people, _object(approval), by.person.pk)

    def describe(self, approval: Approval) -> str:
        return gettext("wants to end %(name)s") % {"name": approval.title}


@register
class PaymentShare(ApprovalKind):
    """The object stands for a transaction of the asker's (question_of). Nothing is left to ask for once it is not as
    the partner was told.
    """

    kind = PAYMENT_SHARE
    fields = {
        "payee": Field(_("Payee")),
        "amount": Field(_("Amount"), money),
        "paid_on": Field(_("Paid on"), day),
        "category": Field(_("Category"), category),
        "payer": Field(_("Paid by"), member),
    }

    def apply(self, approval: Approval, by: Standing) -> None:
        entry = _asked_about(approval)
        if entry is None or approval.requested_by is None or SharedPayment.objects.filter(transaction=entry).exists():
            raise Moved
        asker = standing_in(approval.requested_by, by.partnership.pk)
        try:
            if told_of(entry, asker, by.partnership) != approval.after:
                raise Moved
            share_payment(standing=asker, transaction=entry)
        except FieldError as error:
            raise Moved from error

    def describe(self, approval: Approval) -> str:
        return gettext("wants %(name)s to be for both") % {"name": approval.title}

    def shares(self, approval: Approval) -> Shares | None:
        partnership, after = approval.partnership, approval.after
        of = Category.objects.filter(pk=after["category"]).first() if after["category"] else None
        share = Splitting(partnership).share(date.fromisoformat(after["paid_on"]), category=of)
        parts = split_amount(Decimal(after["amount"]), share.first, partnership.currency, _object(approval))
        return Shares(currency=partnership.currency, before=None, after=parts)


def _asked_about(approval: Approval) -> Transaction | None:
    """Locked; None where it is gone, was moved to another day, or is not on an account of the asker's alone."""
    access, role = MoneyAccountAccess.objects, MoneyAccountAccess.Role
    owned = access.filter(person=approval.requested_by_id, role=role.OWNER).values("account")
    joint = access.filter(role=role.CO_OWNER).values("account")
    found = Transaction.objects.live().filter(account__in=owned, booked_on=approval.after["paid_on"])
    keys = found.exclude(account__in=joint).values_list("pk", flat=True)
    key = next((each for each in keys if question_of(each) == approval.object_id), None)
    locked = Transaction.objects.select_for_update(of=("self",)).select_related("account", "category")
    return locked.filter(pk=key, booked_on=approval.after["paid_on"]).first() if key else None
