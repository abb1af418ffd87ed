"""What a client sends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import IdField
from config.kernel.api.views import BodySerializer


class InsightBody(BodySerializer):
    read = serializers.BooleanField(required=False)
    dismissed = serializers.BooleanField(required=False, help_text=_("What is dismissed never comes back by itself."))


class ApplyBody(BodySerializer):
    month = serializers.CharField(required=False, max_length=7, help_text=_("Such as 2026-12; else the next one."))
    categories = serializers.ListField(
        child=IdField(), required=False, max_length=200, help_text=_("Only these; else all of them.")
    )
