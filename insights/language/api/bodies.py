"""What a client sends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.views import BodySerializer


class ConsentIn(BodySerializer):
    answers = serializers.BooleanField(
        help_text=_("The model writes answers and may read the figures they need, and what you ask.")
    )
    payees = serializers.BooleanField(
        help_text=_("The model is told names of payees that nobody could put into a category.")
    )
