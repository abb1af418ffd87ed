"""Two people at one record: what stands there now, beside what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model

from config.kernel.formatting import active_locale, format_day


@dataclass(frozen=True, slots=True)
class Standing:
    """One field where the record and the form differ."""

    label: str
    now: str
    typed: str


def with_current_version(data: Any, version: int) -> Any:
    """What was typed, on top of the version that stands now: saving it again overwrites that knowingly."""
    anew = data.copy()
    anew["version"] = str(version)
    return anew


def standing(form: forms.Form) -> list[Standing]:
    """Of a bound form whose `initial` is the record as it stands now. Validates the form."""
    form.is_valid()
    found = []
    for name, typed in form.cleaned_data.items():
        field, now = form.fields[name], form.initial.get(name)
        typed = typed.pk if isinstance(typed, Model) else typed
        if name != "version" and (typed or None) != (now or None):
            found.append(Standing(str(field.label), _words(field, now), _words(field, typed)))
    return found


def _words(field: forms.Field, value: Any) -> str:
    if value in (None, ""):
        return ""
    if isinstance(field, forms.ChoiceField):
        return _label(field.choices, str(value))
    if isinstance(value, date):
        return format_day(value, active_locale())
    return str(field.prepare_value(value)) if isinstance(value, Decimal) else str(value)


def _label(choices: Any, value: str) -> str:
    for key, label in choices:
        if isinstance(label, list | tuple):
            found = _label(label, value)
            if found:
                return found
        elif str(key) == value:
            return str(label)
    return ""
