from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.assistant.models import AssistantAction, AssistantMessage, Conversation
from ledger.core.models import Transaction
from partnerships.approvals.models import Approval
from partnerships.core.models import Shared, SharedQuerySet
from partnerships.expenses.models import SharedExpense

__all__ = [
    "AssistantAction",
    "AssistantMessage",
    "Conversation",
    "HiddenPresence",
    "Message",
    "Presence",
    "WebProcess",
]
LONGEST = 2000


class Message(Shared):
    """What one of the two wrote, or what the product says of something that happened between them.

    `place` is that of the member who wrote it, None for the product's own; of these `cause` names what happened, once
    for ever, and `event` with `details` what it was: each reads it in their own language. `transaction`, `expense` or
    `approval` is what it is about; who does not see the transaction reads 'about an entry'. `read_at`: the other one
    has read it. The ids rise with the order in which the messages came.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("message")
        SYSTEM = "system", _("what happened")
        NOTIFICATION = "notification", _("notice")

    place = models.PositiveSmallIntegerField(null=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.TEXT)
    text = models.CharField(_("message"), max_length=LONGEST, blank=True)
    event = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)
    cause = models.CharField(max_length=100, null=True, unique=True)  # noqa: DJ001 many have none, and each is unique
    transaction = models.ForeignKey(Transaction, on_delete=models.SET_NULL, null=True, related_name="+")
    expense = models.ForeignKey(SharedExpense, on_delete=models.SET_NULL, null=True, related_name="+")
    approval = models.ForeignKey(Approval, on_delete=models.SET_NULL, null=True, related_name="+")
    client_id = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[SharedQuerySet[Message]] = SharedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["partnership", "-id"], name="messages_newest_first"),
            models.Index(
                fields=["partnership", "place"], condition=Q(kind="text", read_at=None), name="messages_not_read"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "place", "client_id"], name="one_message_per_client_id"),
            models.CheckConstraint(
                condition=Q(kind="text", place__in=[0, 1], cause=None) | (~Q(kind="text") & Q(place=None)),
                name="messages_have_a_writer_or_a_cause",
            ),
            models.CheckConstraint(
                condition=Q(transaction=None, expense=None)
                | Q(transaction=None, approval=None)
                | Q(expense=None, approval=None),
                name="messages_are_about_one_thing",
            ),
        ]


class HiddenPresence(models.Model):
    """This person's partner does not learn when they are here, type or were here last, nor do they of the partner."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )


class WebProcess(models.Model):
    """A process that holds sockets; one that has not beaten for a while is believed to be dead."""

    id = models.UUIDField(primary_key=True, editable=False)
    beat_at = models.DateTimeField(db_index=True)


class Presence(models.Model):
    """A person has a socket open in a process."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    process = models.ForeignKey(WebProcess, on_delete=models.CASCADE, related_name="people")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "process"], name="one_presence_per_process")]
