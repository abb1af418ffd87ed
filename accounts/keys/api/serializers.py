"""What a client sends about a key, and what it reads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.proof import PasswordField
from accounts.keys.models import ApiKey
from accounts.keys.scopes import WORDS
from config.kernel.api.fields import TextField
from config.kernel.api.pagination import PageAnswer
from config.kernel.api.views import BodySerializer

SCOPES = tuple(WORDS)


class KeyIn(BodySerializer):
    name = TextField(max_length=60)
    scopes = serializers.ListField(
        child=TextField(max_length=40),
        min_length=1,
        max_length=len(SCOPES),
        help_text=_("Some of: %(scopes)s. Those of admin are for staff.") % {"scopes": ", ".join(SCOPES)},
    )
    expires_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text=_("A year from now where it is not sent; null means never.")
    )
    password = PasswordField()


class KeyOut(serializers.ModelSerializer[ApiKey]):
    scopes = serializers.ListField(child=serializers.ChoiceField(SCOPES), source="scope_names")
    beginning = serializers.CharField(help_text=_("How the key begins, to tell it by."))
    last_used_on = serializers.DateField(allow_null=True, help_text=_("A day of UTC."))

    class Meta:
        model = ApiKey
        fields = ("id", "name", "beginning", "scopes", "created_at", "expires_at", "last_used_on", "last_used_from")
        read_only_fields = fields


class NewKeyOut(KeyOut):
    secret = serializers.CharField(help_text=_("The key itself. It is not shown again."))

    class Meta(KeyOut.Meta):
        fields = (*KeyOut.Meta.fields, "secret")  # type: ignore[assignment]


class KeyPage(PageAnswer):
    results = KeyOut(many=True)
