"""What the endpoints of proposals answer, for the API's schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from partnerships.linking.models import LinkProposal


class LinkProposalAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    transaction = serializers.UUIDField(help_text=_("The line of your own ledger."))
    money_account = serializers.UUIDField()
    booked_on = serializers.DateField()
    payee = serializers.CharField()
    amount = MoneyAmountField(help_text=_("As it is booked: negative for what you paid."))
    currency = serializers.CharField()
    expense = serializers.UUIDField(allow_null=True, help_text=_("The shared expense it may pay."))
    name = serializers.CharField(allow_null=True, help_text=_("Of the expense."))
    due_on = serializers.DateField(allow_null=True, help_text=_("The day of the expense it may pay."))
    settlement = serializers.UUIDField(allow_null=True, help_text=_("The settlement whose half of yours it may be."))
    score = serializers.IntegerField(min_value=0, max_value=100)
    reason = serializers.CharField()
    status = serializers.ChoiceField(choices=LinkProposal.Status.choices)
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class LinkProposalPage(PageAnswer):
    results = LinkProposalAnswer(many=True)
