"""What a person chooses about notifications."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.notifications.models import NotificationSettings
from accounts.notifications.preferences import (
    Channel,
    change_preferences,
    change_settings,
    preferences_of,
    settings_of,
)
from config.kernel.forms import MoneyInput

SETTINGS = ("digest", "push_details", "large_payment", "low_balance")


class NotificationForm(forms.Form):
    """`app`, `email` and `push` hold the names of the kinds that are on there; the template draws them as a table."""

    app = forms.MultipleChoiceField(required=False)
    email = forms.MultipleChoiceField(required=False)
    push = forms.MultipleChoiceField(required=False)
    digest = forms.ChoiceField(
        label=_("Summary by e-mail"),
        choices=NotificationSettings.Digest.choices,
        help_text=_("At eight in the morning where you live. What is critical is sent at once."),
    )
    push_details = forms.BooleanField(label=_("Say amounts and names in pushes, not the title alone"), required=False)
    large_payment = MoneyInput(
        label=_("A payment is large from"),
        required=False,
        min_amount=0,
        help_text=_("Left empty: three times what you usually pay there."),
    )
    low_balance = MoneyInput(
        label=_("A balance is low below"), required=False, min_amount=0, help_text=_("Left empty: below zero.")
    )

    def __init__(self, data: Any = None, *, person: User) -> None:
        self.person = person
        self.current = preferences_of(person)
        settings = settings_of(person)
        super().__init__(data, initial={name: getattr(settings, name) for name in SETTINGS})
        for channel in Channel.values:
            field = self.fields[channel]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(kind.name, kind.label) for kind, _channels in self.current]
            self.initial[channel] = [kind.name for kind, channels in self.current if getattr(channels, channel)]

    def rows(self) -> list[dict[str, Any]]:
        """The table: each kind with the state of its three boxes, as typed where it was refused."""
        on = {channel: set(self[channel].value() or ()) for channel in Channel.values}
        return [
            {
                "kind": kind,
                "boxes": [(channel, label, kind.name in on[channel]) for channel, label in Channel.choices],
            }
            for kind, _channels in self.current
        ]

    @transaction.atomic
    def save(self) -> bool:
        """False where a service refused a value; the form says which."""
        change_preferences(
            person=self.person,
            choices=[
                (kind.name, channel, kind.name in self.cleaned_data[channel])
                for kind, channels in self.current
                for channel in Channel.values
                if (kind.name in self.cleaned_data[channel]) != getattr(channels, channel)
            ],
        )
        try:
            change_settings(person=self.person, **{name: self.cleaned_data[name] for name in SETTINGS})
        except ValidationError as error:
            transaction.set_rollback(True)
            self.add_error(None, error)
            return False
        return True
