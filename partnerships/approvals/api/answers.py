"""What the endpoints of approvals answer, for the API's schema. `shapes.py` makes it; a test holds the two together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import TextField
from config.kernel.api.pagination import PageAnswer
from config.kernel.api.views import BodySerializer
from partnerships.approvals.models import Approval

ANSWER_LENGTH = 500


class ApprovalAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField(help_text=_("What is to be done: `expense_edit`, `agreement_change` and so on."))
    object_id = serializers.UUIDField(allow_null=True, help_text=_("What it is to be done to."))
    title = serializers.CharField()
    before = serializers.DictField(help_text=_("How it was when asked, by field; empty: it is new."))
    after = serializers.DictField(help_text=_("How it is to be, by field; empty: it is to end."))
    message = serializers.CharField(help_text=_("What the asker says to it."))
    requested_by = serializers.UUIDField(allow_null=True)
    status = serializers.ChoiceField(choices=Approval.Status.choices)
    responded_by = serializers.UUIDField(allow_null=True)
    responded_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField(help_text=_("What was said to the decision."))
    expires_at = serializers.DateTimeField(help_text=_("Undecided, it ends by itself then."))
    created_at = serializers.DateTimeField()


class ApprovalPage(PageAnswer):
    results = ApprovalAnswer(many=True)


class DecisionBody(BodySerializer):
    answer = TextField(required=False, allow_blank=True, max_length=ANSWER_LENGTH, default="")
