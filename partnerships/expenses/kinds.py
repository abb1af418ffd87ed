"""What becomes of a shared expense once the partner has answered."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.agreements.splitting import Splitting, monthly_amount, split_amount
from partnerships.agreements.wording import percents_text
from partnerships.approvals.models import Approval
from partnerships.approvals.registry import ApprovalKind, Field, Moved, Shares, register
from partnerships.approvals.showing import category, choice_of, day, member, money
from partnerships.core.models import Member
from partnerships.core.standing import Standing
from partnerships.expenses.models import SharedExpense
from partnerships.expenses.services.expenses import ADD, DELETE, EDIT, tell_deleted, tell_updated
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
