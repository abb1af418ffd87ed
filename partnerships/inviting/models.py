from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import validate_currency
from partnerships.agreements.models import Method
from partnerships.core.models import Partnership


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def sent_by(self, user: User | AnonymousUser) -> InvitationQuerySet:
        return self.filter(invited_by=user) if user.is_authenticated else self.none()


class Invitation(models.Model):
    """A question to become partners, answered by whoever has its secret, or by the verified holder of `email`.

    `digest` is of the secret in its link, which is shown once. `method` is the way of splitting it proposes.
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
    message = models.CharField(max_length=500, blank=True)
    method = models.CharField(max_length=7, choices=Method.choices, default=Method.INCOME)
    currency = models.CharField(max_length=3, validators=[validate_currency])
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.PENDING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    partnership = models.ForeignKey(Partnership, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["email"], name="invitations_by_address", condition=Q(status="pending")),
        ]
