"""What the API says of proposals, for its schema; and how it says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import TextField
from config.kernel.api.pagination import PageAnswer
from config.kernel.api.views import BodySerializer
from ledger.core.access import Sight
from ledger.core.api.answers import Answer, TransactionAnswer
from ledger.core.api.shapes import whole_transaction_shape
from ledger.pairing.models import Proposal
from ledger.pairing.sentences import reason_of


class PairBody(BodySerializer):
    """Two of your entries; which is the purchase or the half that leaves is read off their amounts."""

    kind = serializers.ChoiceField(choices=Proposal.Kind.choices)
    entry = serializers.UUIDField(help_text=_("Of two that are one payment the one to keep."))
    other = serializers.UUIDField()


class PairAnswer(Answer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Proposal.Kind.choices)
    status = serializers.ChoiceField(choices=Proposal.Status.choices)
    score = serializers.IntegerField(min_value=0, max_value=100)
    reason = TextField(help_text=_("A stable code."))
    reason_text = TextField()
    first = TransactionAnswer(help_text=_("The half that leaves, the purchase, the entry that stays."))
    second = TransactionAnswer()
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class PairPage(PageAnswer):
    results = PairAnswer(many=True)


def pair_shape(proposal: Proposal, sights: Mapping[UUID, Sight]) -> dict[str, Any]:
    """With both entries and their accounts joined; a query for each that is split."""
    return {
        "id": proposal.pk,
        "kind": proposal.kind,
        "status": proposal.status,
        "score": proposal.score,
        "reason": proposal.reason,
        "reason_text": reason_of(proposal),
        "first": whole_transaction_shape(proposal.first, sights),
        "second": whole_transaction_shape(proposal.second, sights),
        "created_at": proposal.created_at,
        "decided_at": proposal.decided_at,
    }
