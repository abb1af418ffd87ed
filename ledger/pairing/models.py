from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from ledger.core.models import Transaction
from ledger.core.models.transactions import lines_seen_by


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User | AnonymousUser) -> ProposalQuerySet:
        """The person's own, of entries they see today. Nobody signed in: none. One small query first."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(lines_seen_by(user, of=("first__", "second__")), person=user)

    def waiting(self) -> ProposalQuerySet:
        """Those to decide that still can be: both entries count, and neither was joined elsewhere since."""
        kinds = Proposal.Kind
        unpaired = {f"{side}__transfer_{way}": None for side in ("first", "second") for way in ("out", "in")}
        return self.filter(
            ~Q(kind=kinds.TRANSFER) | Q(**unpaired),
            ~Q(kind=kinds.REFUND) | Q(second__refund_of=None, second__transfer_in=None),
            status=Proposal.Status.OPEN,
            first__deleted_at=None,
            second__deleted_at=None,
        )


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
