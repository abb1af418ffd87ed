from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.core.models import Shared, SharedQuerySet


class Approval(Shared):
    """A change one partner asked for and the other decides; `kind` names who carries it out (approvals.registry).

    `before` and `after` are what the page shows and what is applied, by field, as JSON (money and days as text): an
    empty `before` asks for something new, an empty `after` for its end. `base_version` is the version of the object
    `object_id` the change was asked on, None where it has none. One decision: see services.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("expired")
        OUTDATED = "outdated", _("overtaken by another change")

    kind = models.CharField(max_length=30)
    object_id = models.UUIDField(null=True)
    base_version = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    message = models.CharField(max_length=500, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.PENDING)
    responded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    responded_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[SharedQuerySet[Approval]] = SharedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["partnership", "status", "-created_at"], name="approvals_by_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "kind", "object_id"], condition=Q(status="pending"), name="one_open_request"
            ),
        ]
