"""What a client reads of notifications, and what it sends."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import User
from accounts.notifications.kinds import Kind
from accounts.notifications.models import Notification, NotificationSettings
from accounts.notifications.preferences import Channels
from accounts.notifications.reading import Told
from config.kernel.api.fields import FlagField, MoneyAmountField, TextField
from config.kernel.api.pagination import PageAnswer
from config.kernel.api.views import BodySerializer
from config.kernel.money import money_text

Answer = serializers.Serializer[Any]
CHANNELS = ("app", "email", "push")


class NotificationOut(Answer):
    id = serializers.UUIDField()
    kind = serializers.CharField(help_text=_("Stable; made for programs. More kinds may come."))
    severity = serializers.ChoiceField(Notification.Severity.choices)
    title = serializers.CharField(help_text=_("In the language of the request, at most 80 characters."))
    text = serializers.CharField()
    url = serializers.CharField(help_text=_("The page it leads to, a path of this server."))
    data = serializers.DictField(  # type: ignore[assignment]
        help_text=_("What the texts are made of: ids, days, amounts as text.")
    )
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class NotificationPage(PageAnswer):
    results = NotificationOut(many=True)
    unread = serializers.IntegerField(help_text=_("How many wait in all; 100 where there are more than 99."))


class UnreadOut(Answer):
    unread = serializers.IntegerField(help_text=_("100 where there are more than 99."))


class ReadIn(BodySerializer):
    until = serializers.UUIDField(required=False, help_text=_("Only this notification and what is older; else all."))


class ReadOut(UnreadOut):
    marked = serializers.IntegerField(help_text=_("How many were marked by this call."))


class KindOut(Answer):
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    group = serializers.CharField()
    app = serializers.BooleanField()
    email = serializers.BooleanField()
    push = serializers.BooleanField()


class PreferencesOut(Answer):
    kinds = KindOut(many=True)
    digest = serializers.ChoiceField(NotificationSettings.Digest.choices)
    push_details = serializers.BooleanField(help_text=_("Whether a push says more than its title."))
    large_payment = MoneyAmountField(
        allow_null=True, help_text=_("A payment from this amount on is told of; null leaves it to what is usual.")
    )
    low_balance = MoneyAmountField(allow_null=True, help_text=_("A balance that will fall below it is told of."))
    currency = serializers.CharField(help_text=_("Of the two amounts."))


class KindIn(BodySerializer):
    also_sent = ("label", "group")

    kind = TextField(max_length=40)
    app = FlagField(required=False)
    email = FlagField(required=False)
    push = FlagField(required=False)


class PreferencesIn(BodySerializer):
    also_sent = ("currency",)

    kinds = KindIn(many=True, required=False, max_length=200)  # type: ignore[call-arg]
    digest = serializers.ChoiceField(NotificationSettings.Digest.choices, required=False)
    push_details = FlagField(required=False)
    large_payment = MoneyAmountField(required=False, allow_null=True)
    low_balance = MoneyAmountField(required=False, allow_null=True)


def told_shape(told: Told) -> dict[str, Any]:
    of = told.notification
    return {
        "id": of.pk,
        "kind": of.kind,
        "severity": of.severity,
        "title": told.words.title,
        "text": told.words.text,
        "url": told.words.url,
        "data": of.data,
        "created_at": of.created_at,
        "read_at": of.read_at,
    }


def preferences_shape(
    person: User, chosen: list[tuple[Kind, Channels]], settings: NotificationSettings
) -> dict[str, Any]:
    def bound(name: str) -> str | None:
        amount = getattr(settings, name)
        return None if amount is None else money_text(amount, person.currency)

    return {
        "kinds": [
            {
                "kind": kind.name,
                "label": str(kind.label),
                "group": str(kind.group),
                "app": channels.app,
                "email": channels.email,
                "push": channels.push,
            }
            for kind, channels in chosen
        ],
        "digest": settings.digest,
        "push_details": settings.push_details,
        "large_payment": bound("large_payment"),
        "low_balance": bound("low_balance"),
        "currency": person.currency,
    }
