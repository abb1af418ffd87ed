from __future__ import annotations

from typing import ClassVar, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id

LONGEST_QUESTION = 500
LONGEST_ANSWER = 8000


Row = TypeVar("Row", bound=models.Model)


class OwnQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User | AnonymousUser) -> OwnQuerySet[Row]:
        """Whoever asked, and nobody else: no partner, no staff."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class Conversation(models.Model):
    """Questions of one person that belong together. `title` is the first of them, shortened."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)
    last_at = models.DateTimeField()

    person_id: UUID

    objects: ClassVar[OwnQuerySet[Conversation]] = OwnQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["person", "-last_at"], name="conversations_newest_first")]


class AssistantMessage(models.Model):
    """A question of a person, or what they were answered. Ids rise with time.

    Of an answer: `understood` is what a question that follows goes on from (a tool's name with its arguments), `data`
    is drawn below the words, `source` says who worded it, `reason` why a model did not, and `record` names the kept
    call of one. A question's `client_id` came with it, so that sending it twice asks once; its `intent` is empty until
    it is answered, then its `understood` holds the id of its one answer.
    """

    class Role(models.TextChoices):
        USER = "user", _("you")
        ASSISTANT = "assistant", _("assistant")

    class Source(models.TextChoices):
        LOCAL = "local", _("this server")
        MODEL = "model", _("a language model")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False)
    role = models.CharField(max_length=9, choices=Role.choices)
    content = models.CharField(max_length=LONGEST_ANSWER)
    intent = models.CharField(max_length=20, blank=True)
    understood = models.JSONField(default=dict)
    suggestions = models.JSONField(default=list)
    data = models.JSONField(default=list)
    links = models.JSONField(default=list)
    source = models.CharField(max_length=5, choices=Source.choices, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    record = models.UUIDField(null=True)
    client_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    person_id: UUID
    conversation_id: UUID

    objects: ClassVar[OwnQuerySet[AssistantMessage]] = OwnQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="answers_newest_first"),
            models.Index(fields=["conversation", "id"], name="answers_of_a_conversation"),
        ]
        constraints = [models.UniqueConstraint(fields=["person", "client_id"], name="one_question_per_client_id")]


class AssistantAction(models.Model):
    """A change that was proposed in an answer, and waits for the person's one tap until `expires_at`.

    `payload` was checked when it was proposed and is checked again by the service that carries it out. `result` is what
    taking it back needs.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("proposed")
        DONE = "done", _("done")
        DISMISSED = "dismissed", _("dismissed")
        UNDONE = "undone", _("taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(AssistantMessage, on_delete=models.CASCADE, related_name="actions")
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=200)
    payload = models.JSONField()
    result = models.JSONField(default=dict)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.PENDING)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    person_id: UUID

    objects: ClassVar[OwnQuerySet[AssistantAction]] = OwnQuerySet.as_manager()  # type: ignore[assignment]
