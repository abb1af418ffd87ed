"""`chat/extract-expense/`: an entry's fields from a sentence, for the person to look at before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chat.extracting import Extracted
from chat.extracting_by_model import extract_or_ask
from chat.sentences.reading import Split
from chat.sentences.tokens import LONGEST
from config.kernel.api.fields import CurrencyField, DayField, TextField
from config.kernel.api.views import BodySerializer
from config.kernel.money import smallest_unit_of
from ledger.categorising.api.answers import ClassifiedCategoryAnswer
from ledger.core.api.base import LedgerView
from ledger.core.api.docs.common import GROCERIES, example
from ledger.core.models import Transaction

LONGEST_TAG = 20
RHYTHMS = ("daily", "weekly", "biweekly", "monthly", "quarterly", "yearly")
READ_BY = (("local", _("this server")), ("model", _("a language model")))
_FIELDS = ("amount", "currency", "date", "payee", "category", "kind")


class LocaleField(TextField):
    """A language with or without a region, `de` or `en-GB`; answers as the reader wants it."""

    default_error_messages = {"unknown_locale": _("Enter a language and a region, such as en-GB.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_TAG, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        tag = super().to_internal_value(data)
        try:
            parsed = Locale.parse(tag.replace("_", "-"), sep="-")
        except (UnknownLocaleError, ValueError):
            self.fail("unknown_locale")
        return f"{parsed.language}-{parsed.territory}" if parsed.territory else str(parsed.language)


class ExtractExpenseBody(BodySerializer):
    text = TextField(max_length=LONGEST, help_text=_("What was said, as `coffee 4.75 at Starbucks`."))
    reference_date = DayField(
        required=False,
        allow_null=True,
        default=None,
        help_text=_("The day `today` means; yours, where it is left out."),
    )
    default_currency = CurrencyField(
        required=False, allow_null=True, default=None, help_text=_("Of an amount without a sign; yours, if left out.")
    )
    locale = LocaleField(
        required=False,
        allow_null=True,
        default=None,
        help_text=_("Decides what is ambiguous, as 3/11; yours, where it is left out."),
    )


class SaidConfidenceAnswer(serializers.Serializer[Any]):
    amount = serializers.FloatField(min_value=0, max_value=1)
    currency = serializers.FloatField(min_value=0, max_value=1)
    date = serializers.FloatField(min_value=0, max_value=1)
    payee = serializers.FloatField(min_value=0, max_value=1)
    category = serializers.FloatField(min_value=0, max_value=1)
    kind = serializers.FloatField(min_value=0, max_value=1)


class SaidSplitAnswer(serializers.Serializer[Any]):
    ways = serializers.IntegerField(min_value=2)
    my_share = serializers.CharField(allow_null=True)
    others_share = serializers.CharField(allow_null=True)


class ExtractExpenseAnswer(serializers.Serializer[Any]):
    amount = serializers.CharField(allow_null=True, help_text=_("Null: no amount was found."))
    currency = serializers.CharField()
    date = serializers.DateField(help_text=_("The reference day, where none was said."))
    payee = serializers.CharField(allow_null=True)
    category = ClassifiedCategoryAnswer(allow_null=True)
    category_source = serializers.ChoiceField(choices=Transaction.CategorySource.choices)
    category_reason = serializers.CharField()
    kind = serializers.ChoiceField(choices=Transaction.Kind.choices)
    confidence = serializers.FloatField(min_value=0, max_value=1, help_text=_("Of the whole."))
    confidences = SaidConfidenceAnswer(help_text=_("Of each field."))
    items = serializers.ListField(child=serializers.CharField(), help_text=_("What the amount was added up from."))
    recurring = serializers.ChoiceField(choices=RHYTHMS, allow_null=True)
    split = SaidSplitAnswer(allow_null=True, help_text=_("Where it says that it was shared."))
    with_whom = serializers.ListField(child=serializers.CharField())
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=READ_BY, help_text=_("Who read it: this server, or a language model.")
    )
    source_reason = serializers.CharField(
        allow_null=True, help_text=_("Why no model read what this server was not sure of.")
    )
    from_account = serializers.CharField(help_text=_("Of a transfer, as it was said; else empty."))
    to_account = serializers.CharField()


SAID = {
    "text": "Coffee at Starbucks 4.75",
    "reference_date": "2026-11-20",
    "default_currency": "USD",
    "locale": "en-US",
}
EXTRACTED: dict[str, Any] = {
    "amount": "4.75",
    "currency": "USD",
    "date": "2026-11-20",
    "payee": "Starbucks",
    "category": {
        "id": GROCERIES,
        "name": "Coffee",
        "slug": "coffee",
        "kind": "expense",
        "icon": "coffee",
        "color": "#DF5D5D",
        "necessity_score": 3,
    },
    "category_source": "keyword",
    "category_reason": "",
    "kind": "expense",
    "confidence": 0.39,
    "confidences": {"amount": 0.98, "currency": 0.98, "date": 0.6, "payee": 0.92, "category": 0.9, "kind": 0.8},
    "items": [],
    "recurring": None,
    "split": None,
    "with_whom": [],
    "source": "local",
    "source_reason": None,
    "from_account": "",
    "to_account": "",
}
EXTRACT_EXPENSE = extend_schema(
    operation_id="chat_extract_expense",
    summary="Read an entry's fields out of a sentence",
    description=(
        "In English, German, French, Spanish, Italian, Dutch or Portuguese, by this server. Where it is not sure, and "
        "you allow a language model, that is asked once (`source` model): no amount or payee is taken that does not "
        "stand in the sentence. Nothing is kept of it. Your rules and what you taught choose the category first. 400 "
        "`blank`, `max_length`, `unknown_currency`, `unknown_locale`, and `invalid` or `out_of_range` for the day."
    ),
    request=ExtractExpenseBody,
    responses={200: ExtractExpenseAnswer},
    examples=[example(SAID, request=True), example(EXTRACTED)],
)


class ExtractExpenseView(LedgerView):
    @EXTRACT_EXPENSE
    def post(self, request: Request) -> Response:
        return Response(extracted_shape(extract_or_ask(person=self.person, **self.read(ExtractExpenseBody))))


def extracted_shape(extracted: Extracted) -> dict[str, Any]:
    said, node = extracted.sentence, extracted.category
    names = ("id", "name", "slug", "kind", "icon", "color", "necessity_score")
    confidences: Mapping[str, Decimal] = {**said.confidence, "category": extracted.confidence}
    return {
        "amount": _plain(said.amount, said.currency),
        "currency": said.currency,
        "date": said.date.isoformat(),
        "payee": said.payee,
        "category": {name: getattr(node, name) for name in names} if node else None,
        "category_source": extracted.source,
        "category_reason": extracted.reason,
        "kind": said.kind,
        "confidence": float(said.confidence["all"]),
        "confidences": {name: float(confidences[name]) for name in _FIELDS},
        "items": [_plain(each, said.currency) for each in said.items],
        "recurring": said.recurring,
        "split": _split_shape(said.split, said.currency),
        "with_whom": list(said.with_whom),
        "source": "model" if extracted.by_model else "local",
        "source_reason": extracted.why_local or None,
        "from_account": said.from_account,
        "to_account": said.to_account,
    }


def _split_shape(split: Split | None, currency: str) -> dict[str, Any] | None:
    if split is None:
        return None
    return {
        "ways": split.ways,
        "my_share": _plain(split.my_share, currency),
        "others_share": _plain(split.others_share, currency),
    }


def _plain(amount: Decimal | None, currency: str) -> str | None:
    """With the decimals of its currency."""
    return None if amount is None else str(amount.quantize(smallest_unit_of(currency)))
