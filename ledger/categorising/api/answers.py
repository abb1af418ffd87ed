"""What is answered about rules and classifications, for the API's schema. `shapes.py` makes it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from ledger.categorising.models import Rule
from ledger.core.api.answers import Answer, TransactionAnswer
from ledger.core.models import Category, Transaction


class RuleAnswer(Answer):
    id = serializers.UUIDField()
    position = serializers.IntegerField(help_text=_("The lowest is tried first."))
    is_active = serializers.BooleanField()
    payee = serializers.CharField()
    payee_match = serializers.ChoiceField(choices=Rule.PayeeMatch.choices)
    text = serializers.CharField()
    kind = serializers.CharField()
    amount_min = MoneyAmountField(allow_null=True)
    amount_max = MoneyAmountField(allow_null=True)
    money_account = serializers.UUIDField(allow_null=True)
    category = serializers.UUIDField(allow_null=True)
    new_payee = serializers.CharField()
    new_notes = serializers.CharField()
    used_count = serializers.IntegerField(help_text=_("How many lines it has filed."))
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class RulePage(PageAnswer):
    results = RuleAnswer(many=True)


class RulePreviewAnswer(Answer):
    fits = serializers.IntegerField(help_text=_("Lines the rule fits."))
    changes = serializers.IntegerField(help_text=_("Those it would change."))
    mine = serializers.IntegerField(help_text=_("Those you filed otherwise yourself: they stay unless you say so."))
    is_exact = serializers.BooleanField()
    first = TransactionAnswer(many=True, help_text=_("The newest 20 it fits."))


class ApplicationAnswer(Answer):
    changed = serializers.IntegerField(allow_null=True, help_text=_("Null (202): it is done in the background."))
    expected = serializers.IntegerField()


class ClassifiedCategoryAnswer(Answer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    kind = serializers.ChoiceField(choices=Category.Kind.choices)
    icon = serializers.CharField()
    color = serializers.CharField()
    necessity_score = serializers.IntegerField(min_value=1, max_value=10)


class AlternativeAnswer(Answer):
    category = ClassifiedCategoryAnswer()
    confidence = serializers.FloatField(min_value=0, max_value=1)


class ClassifyAnswer(Answer):
    category = ClassifiedCategoryAnswer(allow_null=True, help_text=_("Null: nothing is known of it."))
    confidence = serializers.FloatField(min_value=0, max_value=1)
    source = serializers.ChoiceField(choices=Transaction.CategorySource.choices)  # type: ignore[assignment] # a field
    reason = serializers.CharField()
    alternative_categories = AlternativeAnswer(many=True)
