"""Whether a person lets a model read of their money, what it was sent, and what that cost."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.kernel.ids import new_id
from config.kernel.secrets import EncryptedTextField
from insights.language.contract import Reason
from ledger.core.models import Category


class OwnQuerySet(models.QuerySet[Any]):
    """Rows that are one person's alone: a partner never sees them."""

    def visible_to(self, user: Any) -> OwnQuerySet:
        return self.filter(person=user.pk) if user.is_authenticated else self.none()


class LanguageConsent(models.Model):
    """A person lets one recipient read what `what` needs. Taken back, the row goes; the audit trail remembers both."""

    class What(models.TextChoices):
        ANSWERS = "answers", _("answers")
        PAYEES = "payees", _("payees")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    recipient = models.CharField(max_length=255)
    given_at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "what"], name="one_consent_for_each")]


class LanguageCall(models.Model):
    """One call of a model. `sent` is the body as it left, `received` what was understood of the answer.

    Both are encrypted: they may hold an income, which is encrypted where it lives. `cost` is in micro-dollars; while
    the call runs it is the most it can come to, and stays so where nobody learned how it ended.
    """

    class Status(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=20)
    provider = models.CharField(max_length=20)
    recipient = models.CharField(max_length=255)
    model = models.CharField(max_length=100)
    sent = EncryptedTextField()
    received = EncryptedTextField(blank=True)
    sent_tokens = models.PositiveIntegerField(null=True)
    received_tokens = models.PositiveIntegerField(null=True)
    cost = models.BigIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    reason = models.CharField(max_length=20, blank=True, choices=[(each.value, each.value) for each in Reason])
    started_at = models.DateTimeField(default=timezone.now)
    first_token_ms = models.PositiveIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="language_call_by_person"),
            models.Index(fields=["started_at"], name="language_call_by_time"),
        ]

    @property
    def sent_body(self) -> Any:
        return json.loads(self.sent)

    @property
    def received_parts(self) -> Any:
        """`{"text": ..., "calls": [{"name": ..., "arguments": ...}]}`, or None where nothing came."""
        return json.loads(self.received) if self.received else None


class LanguageSpend(models.Model):
    """What a month (its first day, UTC) has cost, in micro-dollars: of a person, or without one of the instance.

    Kept apart from the calls, so that deleting those gives nobody their ceiling back. Running calls count in full.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    month = models.DateField()
    spent = models.BigIntegerField(default=0)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "month"], condition=models.Q(person__isnull=False), name="one_spend_of_a_person"
            ),
            models.UniqueConstraint(
                fields=["month"], condition=models.Q(person__isnull=True), name="one_spend_of_the_instance"
            ),
        ]


class PayeeAnswer(models.Model):
    """What a model said of a payee, kept so that it is asked once. `category` None: it knew none.

    `confidence` is the model's own, in per cent.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    payee_key = models.CharField(max_length=120)
    category = models.ForeignKey(Category, on_delete=models.SET_NULL, null=True, related_name="+")
    confidence = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "payee_key"], name="one_answer_for_a_payee")]
