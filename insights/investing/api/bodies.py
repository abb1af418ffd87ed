"""What a client sends of a plan for investing."""

from __future__ import annotations

from typing import ClassVar, Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.kernel.api.fields import PercentField
from config.kernel.api.views import BodySerializer
from insights.investing.models import LARGEST_FEE, MOST_MONTHS
from ledger.core.api.bodies import VERSION_HELP

_FEE: Final = r"^(20(\.0{1,2})?|1?[0-9](\.[0-9]{1,2})?)$"


@extend_schema_field({"type": "string", "format": "decimal", "pattern": _FEE, "example": "0.50"})
class FeeField(PercentField):
    """At most LARGEST_FEE, which is 20."""


class PlanBody(BodySerializer):
    also_sent: ClassVar = (
        "currency", "total_value", "risk_tolerance", "has_own_targets", "shares", "rules", "rebalancing_suggestions",
        "risk_assessment", "expected_outcomes", "action_priority", "reasoning", "note", "rates", "apart",
    )  # fmt: skip

    targets = serializers.DictField(
        child=PercentField(),
        help_text=_("Per cent by kind of position, 100 together; {} for those of your risk tolerance."),
    )
    position_limit = serializers.IntegerField(required=False, min_value=1, max_value=100)
    protocol_limit = serializers.IntegerField(required=False, min_value=0, max_value=100)
    currency_limit = serializers.IntegerField(required=False, min_value=0, max_value=100)
    cash_months = serializers.IntegerField(required=False, min_value=0, max_value=MOST_MONTHS)
    fee_limit = FeeField(required=False, max_value=LARGEST_FEE)
    version = serializers.IntegerField(required=False, min_value=0, max_value=2**31 - 1, help_text=VERSION_HELP)
