from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ledger.core.models import Transaction
from ledger.core.models.transactions import lines_seen_by
from partnerships.core.models import Shared, SharedQuerySet
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.statements.models import Settlement

_FREE = {
    f"transaction__{each}": None
    for each in (
        *("shared_payment", "personal_line"),
        *("transfer_out", "transfer_in", "settlement_out", "settlement_in"),
    )
}


class LinkProposalQuerySet(SharedQuerySet["LinkProposal"]):
    def visible_to(self, user: User | AnonymousUser) -> LinkProposalQuerySet:
        """The person's own, of lines they own today: what stands in one's ledger is not for the other to see. One
        small query first.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(lines_seen_by(user, owned=True, of=("transaction__",)), person=user)

    def waiting(self, place: int) -> LinkProposalQuerySet:
        """Those to decide by the member at `place` that still can be: what a line, due day or settlement was taken for
        otherwise lets wait again once it is taken back.
        """
        paid = SharedPayment.objects.filter(expense=OuterRef("expense"), due_on=OuterRef("due_on"), counts=True)
        taken = paid.filter(Q(transaction__isnull=False) | Q(payer=1 - place))
        is_due = Q(settlement=None, expense__status=SharedExpense.Status.ACTIVE) & ~Exists(taken)
        without_half = Q(settlement__payer=place, settlement__outgoing=None) | Q(
            settlement__payer=1 - place, settlement__incoming=None
        )
        return self.filter(
            is_due | without_half,
            **_FREE,
            status=LinkProposal.Status.OPEN,
            transaction__deleted_at=None,
            transaction__withheld="",
        )


class LinkProposal(Shared):
    """A row of `person`'s own ledger that may be the real payment of a shared expense due on `due_on`, or their half
    of a settlement. What was decided is remembered, so that nothing is asked twice.

    `kept` says of a payment that was there before it was linked how it was; it is empty where the link made it. One
    without a transaction is of a line that is gone for good, until the next look.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("to decide")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        AUTOMATIC = "auto", _("linked by itself")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    transaction = models.ForeignKey(Transaction, on_delete=models.SET_NULL, null=True, related_name="+")
    expense = models.ForeignKey(SharedExpense, on_delete=models.CASCADE, null=True, related_name="+")
    due_on = models.DateField(null=True)
    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, null=True, related_name="+")
    score = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=40)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    kept = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[LinkProposalQuerySet] = LinkProposalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expense__isnull=False, due_on__isnull=False, settlement=None)
                | Q(expense=None, due_on=None, settlement__isnull=False),
                name="due_day_or_settlement",
            ),
            models.UniqueConstraint(
                fields=["transaction", "expense", "due_on"],
                condition=Q(expense__isnull=False),
                name="one_proposal_per_due_day",
            ),
            models.UniqueConstraint(
                fields=["transaction", "settlement"],
                condition=Q(settlement__isnull=False),
                name="one_proposal_per_settlement",
            ),
        ]
        indexes = [models.Index(fields=["person", "status"], name="link_proposals_of_person")]

    @property
    def line(self) -> Transaction:
        """Of one that is visible to somebody, which has it."""
        assert self.transaction is not None, "without its line it is visible to nobody"
        return self.transaction
