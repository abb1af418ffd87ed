"""What the endpoints answer, for the API's schema. `shapes` makes it; a test holds the two together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from insights.advice.answers import LOCAL, MODEL
from insights.advice.considering import AGAINST, FOR, NEUTRAL
from insights.advice.models import Advice
from insights.advice.wording import LINES
from partnerships.approvals.models import Approval

Answer = serializers.Serializer[Any]
LACKS = (
    "rate", "accounts", "history", "budget", "category", "horizon", "balances_rate", "savings_rate", "goals_rate",
    "spending_rate", "budget_rate",
)  # fmt: skip
OPTIONS = ("claim", "wait", "instalments", "move", "cheaper", "shared", "ask", "used", "now")


class ConsiderationAnswer(Answer):
    name = serializers.ChoiceField(choices=sorted(LINES))
    verdict = serializers.ChoiceField(choices=[FOR, AGAINST, NEUTRAL])
    weight = serializers.IntegerField(help_text=_("How many points it moves the decision."))
    is_decisive = serializers.BooleanField(help_text=_("Against it, this alone decides."))
    title = serializers.CharField()
    value = serializers.CharField(help_text=_("Its figure in short, for people."))
    text = serializers.CharField()
    url = serializers.CharField(help_text=_("The page with what the figure is made of."))


class AdviceOptionAnswer(Answer):
    name = serializers.ChoiceField(choices=OPTIONS)
    title = serializers.CharField()
    text = serializers.CharField()
    cost = MoneyAmountField(allow_null=True)
    lowest = MoneyAmountField(allow_null=True, help_text=_("The lowest point of the accounts that way."))
    goal_reached_on = serializers.DateField(allow_null=True, help_text=_("The nearest goal, that way."))
    is_suggested = serializers.BooleanField()


class AdviceCategoryAnswer(Answer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class AdviceAnswer(Answer):
    id = serializers.UUIDField()
    item_description = serializers.CharField()
    amount = MoneyAmountField()
    currency = serializers.CharField()
    when = serializers.DateField()
    how = serializers.ChoiceField(choices=Advice.How.choices)
    instalments = serializers.IntegerField()
    category = AdviceCategoryAnswer(allow_null=True)
    decision = serializers.ChoiceField(choices=Advice.Decision.choices)
    wait_until = serializers.DateField(
        allow_null=True, help_text=_("The first day it passes; null where none is seen.")
    )
    confidence = serializers.ChoiceField(choices=Advice.Confidence.choices)
    reason = serializers.CharField()
    impact_on_budget = serializers.CharField()
    alternative_suggestions = serializers.ListField(child=serializers.CharField())
    options = AdviceOptionAnswer(many=True, help_text=_("The suggestions with their figures, in `figures_currency`."))
    considerations = ConsiderationAnswer(many=True)
    lacks = serializers.ListField(
        child=serializers.ChoiceField(choices=LACKS),
        help_text=_("What was not known, so that it is less sure; `savings_rate`: savings no rate is known for."),
    )
    figures_currency = serializers.CharField(help_text=_("Yours: what everything was weighed in."))
    source = serializers.ChoiceField(  # type: ignore[assignment]  # the metaclass takes it off the class
        choices=[LOCAL, MODEL], help_text=_("Who wrote the reason.")
    )
    outcome = serializers.ChoiceField(choices=Advice.Outcome.choices)
    approval = serializers.UUIDField(allow_null=True)
    approval_status = serializers.ChoiceField(choices=Approval.Status.choices, allow_null=True)
    purchase = serializers.UUIDField(allow_null=True, help_text=_("The thing it became."))
    remind_on = serializers.DateField(allow_null=True)
    created_at = serializers.DateTimeField()


class AdvicePage(PageAnswer):
    results = AdviceAnswer(many=True)
