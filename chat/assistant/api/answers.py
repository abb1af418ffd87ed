"""What the assistant's endpoints take and answer, for the API's schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from chat.assistant.models import LONGEST_QUESTION, AssistantAction, AssistantMessage
from config.kernel.api.fields import IdField, TextField
from config.kernel.api.views import BodySerializer

Answer = serializers.Serializer[Any]


class QuestionBody(BodySerializer):
    message = TextField(max_length=LONGEST_QUESTION, help_text=_("The question, or what you spent."))
    conversation = IdField(
        required=False, allow_null=True, default=None, help_text=_("One of yours; a new one, when left out.")
    )
    client_id = IdField(
        required=False, allow_null=True, default=None, help_text=_("Yours for it: sent twice, it is asked once.")
    )


class ActionAnswer(Answer):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    status = serializers.ChoiceField(choices=AssistantAction.Status.choices)
    payload = serializers.DictField(help_text=_("What would be done."))
    expires_at = serializers.DateTimeField()
    can_undo = serializers.BooleanField()
    url = serializers.CharField(allow_null=True, help_text=_("The page of what was made."))


class LinkAnswer(Answer):
    label = serializers.CharField()  # type: ignore[assignment]
    url = serializers.CharField()


class MetadataAnswer(Answer):
    intent = serializers.CharField(allow_null=True)
    tool = serializers.CharField(allow_null=True)
    record = serializers.UUIDField(allow_null=True, help_text=_("Of what was sent to a model."))


class AssistantMessageAnswer(Answer):
    id = serializers.UUIDField()
    conversation = serializers.UUIDField()
    role = serializers.ChoiceField(choices=AssistantMessage.Role.choices)
    content = serializers.CharField()
    message = serializers.CharField(help_text=_("The same as `content`."))
    timestamp = serializers.DateTimeField()
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=AssistantMessage.Source.choices, allow_null=True
    )
    reason = serializers.CharField(allow_null=True, help_text=_("Why no model worded it."))
    suggestions = serializers.ListField(child=serializers.CharField())
    data = serializers.ListField(  # type: ignore[assignment]
        child=serializers.DictField(), help_text=_("To draw: `kind` is figures, table or bars.")
    )
    links = LinkAnswer(many=True)
    actions = ActionAnswer(many=True)
    metadata = MetadataAnswer()


class AssistantMessagePage(Answer):
    count = serializers.IntegerField()
    count_exact = serializers.BooleanField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    next_cursor = serializers.CharField(allow_null=True)
    results = AssistantMessageAnswer(many=True)


class ConversationAnswer(Answer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    created_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()


class ConversationPage(Answer):
    count = serializers.IntegerField()
    count_exact = serializers.BooleanField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    next_cursor = serializers.CharField(allow_null=True)
    results = ConversationAnswer(many=True)
