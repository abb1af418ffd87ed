from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.backing_up.models import BackupPlan
from config.kernel.backing_up.planning import FIELDS

if TYPE_CHECKING:
    _PlanForm = forms.ModelForm[BackupPlan]
else:
    _PlanForm = forms.ModelForm


class PlanForm(_PlanForm):
    """Checks what was typed; the service saves it."""

    weekday = forms.TypedChoiceField(coerce=int, choices=tuple(WEEKDAYS.items()), label=_("Day of the week"))

    class Meta:
        model = BackupPlan
        fields = FIELDS
        labels = {
            "schedule": _("How often"),
            "hour": _("Hour (UTC)"),
            "day_of_month": _("Day of the month"),
            "keep_last": _("Newest backups that stay"),
            "keep_daily": _("Days whose newest backup stays"),
            "keep_weekly": _("Weeks whose newest backup stays"),
            "keep_monthly": _("Months whose newest backup stays"),
            "rehearses": _("Restore each into a scratch database afterwards, as a rehearsal"),
        }
        help_texts = {"keep_last": _("Empty: as many as BACKUP_KEEP says.")}


class RestoreForm(forms.Form):
    """People without a password prove who they are otherwise."""

    confirmation = forms.CharField(
        max_length=200,
        label=_("The name of the backup, typed"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        max_length=1000,
        strip=False,
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *given: Any, person: User, **named: Any) -> None:
        super().__init__(*given, **named)
        if not person.has_usable_password():
            del self.fields["password"]
