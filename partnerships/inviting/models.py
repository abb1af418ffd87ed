from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import validate_currency
from partnerships.agreements.models import Method
from partnerships.core.models import Partnership

# What can be proposed to somebody who is no partner yet; anything else is agreed by the two.
METHODS = (Method.INCOME, Method.EQUAL, Method.PERCENT)
OFFERED = [(each.value, each.label) for each in METHODS]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def sent_by(self, user: User | AnonymousUser) -> InvitationQuerySet:
        return self.filter(invited_by=user) if user.is_authenticated else self.none()

    def received_by(self, user: User | AnonymousUser) -> InvitationQuerySet:
        """Those that can be answered and were sent to an address known to be `user`'s. One query for the addresses."""
        if not user.is_authenticated:
            return self.none()
        addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
        known = [each.lower() for each in addresses]
        return self.open().filter(email__in=known).exclude(invited_by=user) if known else self.none()

    def visible_to(self, user: User | AnonymousUser) -> InvitationQuerySet:
        """Sent by `user`, or received by a verified address."""
        return self.sent_by(user) | self.received_by(user) if user.is_authenticated else self.none()

    def open(self) -> InvitationQuerySet:
        """Those that can be answered now."""
        return self.filter(status=Invitation.Status.PENDING, expires_at__gt=timezone.now(), invited_by__is_active=True)


class Invitation(models.Model):
    """A question to become partners, answered by whoever has its secret, or by the verified holder of `email`.

    `digest` is of the secret in its link, `code_digest` of the code for typing; both are shown once. `method` is the
    way of splitting it proposes, `first_percent` what the inviter would bear (method 'percent').
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("expired")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64, unique=True)
    message = models.CharField(max_length=500, blank=True)
    method = models.CharField(max_length=7, choices=OFFERED, default=Method.INCOME)
    first_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, validators=[validate_currency])
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.PENDING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    partnership = models.ForeignKey(Partnership, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(method="percent") | Q(first_percent__gte=0, first_percent__lte=100),
                name="invited_percent_is_said",
            ),
        ]
        indexes = [
            models.Index(fields=["email"], name="invitations_by_address", condition=Q(status="pending")),
        ]

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.PENDING and self.expires_at > timezone.now()
