"""What a client sends about a person, and what it reads."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from accounts.api.proof import PasswordField
from accounts.models import GOAL_LENGTH, GOALS_AT_MOST, User
from accounts.payday import validate_payday
from accounts.regions import validate_country, validate_locale, validate_time_zone
from config.kernel.api.fields import CurrencyField, MoneyAmountField, TextField
from config.kernel.api.views import BodySerializer
from config.kernel.money import money_text

VERSION_HELP = "The version you have read; an older one than the current is refused with 409. If-Match says the same."


class ProfileIn(BodySerializer):
    """Nothing is required, also of PUT: a profile is filled in bit by bit, by clients that know some of it."""

    also_sent = ("id", "email", "avatar", "date_joined")

    name = TextField(required=False, max_length=100, allow_blank=True)
    country = TextField(
        required=False, allow_blank=True, validators=[validate_country], help_text="ISO 3166, two capitals."
    )
    currency = CurrencyField(required=False)
    time_zone = TextField(
        required=False, validators=[validate_time_zone], help_text="IANA name, such as Europe/Berlin."
    )
    locale = TextField(required=False, validators=[validate_locale], help_text="Language and region, such as en-CH.")
    monthly_income = MoneyAmountField(required=False, allow_null=True, help_text="In the person's currency.")
    payday = TextField(
        required=False,
        allow_blank=True,
        validators=[validate_payday],
        help_text="1 to 31, 'last', 'last working day', a weekday, or one with an interval in weeks: 'friday/2'.",
    )
    personal_allowance = MoneyAmountField(
        required=False, allow_null=True, help_text="A month, in the person's currency."
    )
    financial_goals = serializers.ListField(
        required=False, child=TextField(max_length=GOAL_LENGTH), max_length=GOALS_AT_MOST
    )
    risk_tolerance = serializers.ChoiceField(User.RiskTolerance.choices, required=False)
    theme = serializers.ChoiceField(User.Theme.choices, required=False)
    version = serializers.IntegerField(required=False, min_value=1, help_text=VERSION_HELP)


class IncomeIn(BodySerializer):
    also_sent = ("currency",)

    monthly_income = MoneyAmountField(allow_null=True, help_text="In the person's currency; null forgets it.")
    version = serializers.IntegerField(required=False, min_value=1, help_text=VERSION_HELP)


class DeletionIn(BodySerializer):
    password = PasswordField()


class IncomeOut(serializers.Serializer[User]):
    monthly_income = serializers.SerializerMethodField()
    currency = serializers.CharField()
    version = serializers.IntegerField()

    @extend_schema_field({"type": "string", "format": "decimal", "nullable": True, "example": "3200.00"})
    def get_monthly_income(self, person: User) -> str | None:
        return None if person.monthly_income is None else money_text(person.monthly_income, person.currency)


class ProfileOut(IncomeOut):
    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    avatar = serializers.SerializerMethodField()
    country = serializers.CharField()
    time_zone = serializers.CharField()
    locale = serializers.CharField()
    payday = serializers.CharField()
    personal_allowance = serializers.SerializerMethodField()
    financial_goals = serializers.ListField(child=serializers.CharField())
    risk_tolerance = serializers.ChoiceField(User.RiskTolerance.choices)
    theme = serializers.ChoiceField(User.Theme.choices)
    date_joined = serializers.DateTimeField()

    @extend_schema_field({"type": "string", "format": "uri", "nullable": True})
    def get_avatar(self, person: User) -> str | None:
        if person.avatar_id is None:
            return None
        address = reverse("api_me_avatar", request=self.context["request"])
        return f"{address}?picture={person.avatar_id}"

    @extend_schema_field({"type": "string", "format": "decimal", "nullable": True, "example": "150.00"})
    def get_personal_allowance(self, person: User) -> str | None:
        return None if person.personal_allowance is None else money_text(person.personal_allowance, person.currency)
