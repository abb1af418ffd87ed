"""What the endpoints of messages take and answer, for the API's schema. `shapes.py` makes it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from chat.models import LONGEST, Message
from config.kernel.api.fields import TextField
from config.kernel.api.pagination import PageAnswer
from config.kernel.api.views import BodySerializer


class AboutAnswer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["transaction", "shared_expense", "approval"])
    id = serializers.UUIDField(allow_null=True, help_text=_("null: you do not see this entry."))
    title = serializers.CharField()


class MessageAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text=_("Later messages have greater ids."))
    partnership = serializers.UUIDField()
    sender = serializers.UUIDField(allow_null=True, help_text=_("null: the product says it, or they have left."))
    sender_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Message.Kind.choices)
    event = serializers.CharField(help_text=_("What happened, as `approval:approved`; empty for what people wrote."))
    text = serializers.CharField(help_text=_("Plain text, never markup."))
    about = AboutAnswer(allow_null=True)
    client_id = serializers.UUIDField(allow_null=True)
    read_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class MessagePage(PageAnswer):
    unread = serializers.IntegerField(help_text=_("How many of your partner's you have not read."))
    results = MessageAnswer(many=True)


class MessageBody(BodySerializer):
    text = TextField(max_length=LONGEST, trim_whitespace=True)
    transaction = serializers.UUIDField(required=False, allow_null=True, default=None)
    shared_expense = serializers.UUIDField(required=False, allow_null=True, default=None)
    approval = serializers.UUIDField(required=False, allow_null=True, default=None)
    client_id = serializers.UUIDField(
        required=False,
        allow_null=True,
        default=None,
        help_text=_("A UUID of yours; sent again, it gives the message that it made."),
    )


class PresenceBody(BodySerializer):
    is_shown = serializers.BooleanField()


class PresenceAnswer(serializers.Serializer[Any]):
    is_shown = serializers.BooleanField(help_text=_("Your partner is told when you are here."))


class ReadAnswer(serializers.Serializer[Any]):
    message_id = serializers.UUIDField()
    read = serializers.IntegerField(help_text=_("How many were not read before."))
    unread = serializers.IntegerField()
