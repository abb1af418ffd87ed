"""What clients send. Ids are checked by the services, through what the person may see."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import CurrencyField, DayField, FlagField, LineField, MoneyAmountField, TextField
from config.kernel.api.views import BodySerializer
from insights.advice.models import Advice
from insights.advice.services import LONGEST, MOST_INSTALMENTS

MESSAGE_LENGTH = 500


class PurchaseAdviceBody(BodySerializer):
    item_description = LineField(max_length=LONGEST, help_text=_("What you would like to buy, in your words."))
    amount = MoneyAmountField(positive=True, help_text=_("The whole price."))
    currency = CurrencyField(required=False, help_text=_("Yours when left out."))
    when = DayField(
        required=False, help_text=_("Today when left out; a day that has passed is weighed as today. A year at most.")
    )
    how = serializers.ChoiceField(choices=Advice.How.choices, required=False, help_text=_("`once` when left out."))
    instalments = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=MOST_INSTALMENTS, help_text=_("With `instalments`.")
    )
    category = serializers.UUIDField(required=False, allow_null=True, help_text=_("Guessed when left out."))


class AskBody(BodySerializer):
    message = TextField(required=False, allow_blank=True, max_length=MESSAGE_LENGTH, help_text=_("To your partner."))


class BuyBody(BodySerializer):
    transaction = serializers.UUIDField(
        required=False, allow_null=True, help_text=_("The payment of yours it was bought with.")
    )
    is_here = FlagField(required=False, help_text=_("True: it was received; else it is on its way."))


class ReminderBody(BodySerializer):
    remind_on = DayField(
        required=False, allow_null=True, help_text=_("The day it is to wait until, else in a month, when left out.")
    )
