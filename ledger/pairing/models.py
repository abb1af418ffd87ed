from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from ledger.core.models import Transaction


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User | AnonymousUser) -> ProposalQuerySet:
        return self.filter(person=user) if user.is_authenticated else self.none()


class Proposal(models.Model):
    """Two transactions that may belong together; what was decided is remembered, so that nothing is asked twice.

    Of a transfer `first` is the half that leaves, of a refund the purchase, of a duplicate the one that would stay.
    """

    class Kind(models.TextChoices):
        DUPLICATE = "duplicate", _("the same payment twice")
        TRANSFER = "transfer", _("a transfer")
        REFUND = "refund", _("a refund")

    class Status(models.TextChoices):
        OPEN = "open", _("to decide")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        AUTOMATIC = "auto", _("paired by itself")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    first = models.ForeignKey(Transaction, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Transaction, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=40)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "first", "second"], name="one_proposal_per_pair")
        ]
        indexes = [models.Index(fields=["person", "status", "kind"], name="proposals_of_person")]
