"""What the endpoints of invitations read and answer, for the API's schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import PercentField, TextField
from config.kernel.api.pagination import PageAnswer
from config.kernel.api.views import BodySerializer
from partnerships.agreements.models import Method
from partnerships.inviting.models import OFFERED, Invitation
from partnerships.inviting.secrets import LONGEST_TYPED
from partnerships.inviting.services import MESSAGE_LENGTH

FIRST_PERCENT = _("What the inviter would bear; the other one bears the rest. With method `percent` only.")


class InvitationBody(BodySerializer):
    email = serializers.EmailField(
        required=False, allow_blank=True, default="", max_length=254, help_text=_("Empty: by link or code only.")
    )
    message = TextField(required=False, allow_blank=True, max_length=MESSAGE_LENGTH, default="")
    method = serializers.ChoiceField(choices=OFFERED, required=False, default=Method.INCOME.value)
    first_percent = PercentField(required=False, allow_null=True, default=None, help_text=FIRST_PERCENT)


class SecretBody(BodySerializer):
    secret = TextField(max_length=LONGEST_TYPED, help_text=_("The secret of the link, the whole link, or the code."))


class OpeningBody(BodySerializer):
    """Without a secret where the invitation was sent to an address that is known to be yours."""

    secret = TextField(
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_TYPED,
        help_text=_("The secret of the link, the whole link, or the code."),
    )


class InvitationAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    is_sent = serializers.BooleanField(help_text=_("By you; else it waits for your answer."))
    invited_by = serializers.CharField(help_text=_("The first name of who invites."))
    email = serializers.CharField(help_text=_("Of those you sent; empty: by link or code only."))
    message = serializers.CharField()
    method = serializers.ChoiceField(choices=OFFERED, help_text=_("The split that is proposed."))
    first_percent = serializers.CharField(allow_null=True, help_text=FIRST_PERCENT)
    currency = serializers.CharField(help_text=_("Of everything that will be shared."))
    status = serializers.ChoiceField(choices=Invitation.Status.choices)
    expires_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class InvitationPage(PageAnswer):
    results = InvitationAnswer(many=True)


class SentAnswer(InvitationAnswer):
    secret = serializers.CharField(help_text=_("Opens the invitation; readable this once."))
    code = serializers.CharField(help_text=_("The same for typing; readable this once."))
    link = serializers.CharField()
