"""What people fill in about themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import GOAL_LENGTH, GOALS_AT_MOST, User, validate_financial_goals
from accounts.payday import LAST, LAST_WORKING_DAY, WEEKDAYS
from accounts.regions import (
    country_choices,
    currency_choices,
    guess_region,
    locale_choices,
    time_zone_choices,
)
from accounts.standing_in import sign_up_nobody
from config.kernel.forms import MoneyInput

Choices = list[tuple[Any, Any]]
DAY_NAMES = {
    "monday": _("Monday"),
    "tuesday": _("Tuesday"),
    "wednesday": _("Wednesday"),
    "thursday": _("Thursday"),
    "friday": _("Friday"),
    "saturday": _("Saturday"),
    "sunday": _("Sunday"),
}


class SignupForm(forms.Form):
    """Base of allauth's sign-up form and of its API's input: what we ask besides e-mail and password.

    The browser fills in `time_zone` and `locale`; an app may send them. Senseless values are as good as none.
    """

    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-intl": "timeZone"}))
    locale = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-intl": "locale"}))

    def clean(self) -> dict[str, Any]:
        """Where an address is taken, and allauth answers as if it were not, the answer takes its usual time too."""
        cleaned = super().clean() or {}
        if getattr(self, "account_already_exists", False) and not self.errors:
            sign_up_nobody(self)
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called once allauth has saved the person."""
        region = guess_region(time_zone=self.cleaned_data["time_zone"], locale=self.cleaned_data["locale"])
        user.name = self.cleaned_data["name"]
        user.country, user.currency = region.country, region.currency
        user.time_zone, user.locale = region.time_zone, region.locale
        user.save(update_fields=["name", "country", "currency", "time_zone", "locale"])


def payday_choices() -> Choices:
    days = [(str(day), str(day)) for day in range(1, 32)]
    return [
        ("", _("Not set")),
        (_("Every month"), [(LAST_WORKING_DAY, _("Last working day")), (LAST, _("Last day")), *days]),
        (_("Every week"), [(day, DAY_NAMES[day]) for day in WEEKDAYS]),
        (_("Every second week"), [(f"{day}/2", DAY_NAMES[day]) for day in WEEKDAYS]),
        (_("Every fourth week"), [(f"{day}/4", DAY_NAMES[day]) for day in WEEKDAYS]),
    ]


class ProfileForm(forms.Form):
    """Needs `initial` of the person; the service checks the amounts against the currency."""

    name = forms.CharField(
        label=_("Name"), max_length=100, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    currency = forms.ChoiceField(
        label=_("Currency"), help_text=_("Of totals and of new accounts. What you have recorded keeps its own.")
    )
    monthly_income = MoneyInput(label=_("Monthly income"), required=False, min_amount=0)
    payday = forms.ChoiceField(label=_("Payday"), required=False, choices=lazy(payday_choices, list)())
    personal_allowance = MoneyInput(
        label=_("Personal allowance"),
        required=False,
        min_amount=0,
        help_text=_("What you may spend each month without asking anybody."),
    )
    financial_goals = forms.CharField(
        label=_("Goals"),
        required=False,
        max_length=GOALS_AT_MOST * (GOAL_LENGTH + 2),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line."),
    )
    risk_tolerance = forms.ChoiceField(label=_("With investments I am"), choices=User.RiskTolerance.choices)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self._offer("country", [("", _("Not set")), *country_choices(language)])
        self._offer("currency", list(currency_choices(language)))
        self._offer("payday", payday_choices())

    def _offer(self, name: str, choices: Choices) -> None:
        """The choices, and what the person has already, should it not be among them."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        current = self.initial.get(name)
        if current and not field.valid_value(current):
            field.choices = [*choices, (current, current)]

    def clean_financial_goals(self) -> list[str]:
        goals = [line.strip() for line in self.cleaned_data["financial_goals"].splitlines() if line.strip()]
        validate_financial_goals(goals)
        return goals


class LookForm(forms.Form):
    theme = forms.ChoiceField(label=_("Theme"), choices=User.Theme.choices)
    locale = forms.ChoiceField(label=_("Language and region"), help_text=_("Decides how amounts and days are written."))
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Decides which day today is."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("locale", locale_choices()), ("time_zone", time_zone_choices())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            current = self.initial.get(name)
            known = any(current == value for value, _label in choices)
            field.choices = list(choices) if known or not current else [*choices, (current, current)]


class AvatarForm(forms.Form):
    file = forms.FileField(
        label=_("Choose a file"),
        help_text=_("PNG, JPEG or WebP, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=User.Theme.choices)


class AccountDeletionForm(forms.Form):
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not person.has_usable_password():
            del self.fields["password"]
