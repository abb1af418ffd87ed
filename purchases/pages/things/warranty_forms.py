"""What people type of a warranty, and of a claim."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.formatting import active_locale, format_short_day
from config.kernel.forms import MoneyInput
from config.kernel.money import ZERO
from ledger.recurring.forms import DayInput
from purchases.core import services
from purchases.core.models import Claim, Purchase, Warranty
from purchases.core.values import ClaimValues, WarrantyValues
from purchases.pages.things.forms import COVERS, FOR_LIFE, MONTHS, MOST_MONTHS, UNTIL, ThingServiceForm, end_of

Kind = Warranty.Type


class WarrantyForm(ThingServiceForm):
    """One more warranty of a thing, or one that is there."""

    warranty_start = DayInput(label=_("From"))
    cover = forms.ChoiceField(label=_("How long"), choices=COVERS[1:])
    warranty_months = forms.IntegerField(label=_("Months"), required=False, min_value=1, max_value=MOST_MONTHS)
    warranty_end = DayInput(label=_("Until"), required=False)
    warranty_type = forms.ChoiceField(
        label=_("Kind"), choices=[each for each in Kind.choices if each[0] != Kind.LIFETIME]
    )
    provider = forms.CharField(label=_("Who stands for it"), max_length=100, required=False)
    notes = forms.CharField(label=_("What it covers"), max_length=500, required=False)
    is_void = forms.BooleanField(label=_("It is void"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, person: User, thing: Purchase, warranty: Warranty | None = None) -> None:
        self.person, self.thing, self.warranty = person, thing, warranty
        super().__init__(data, initial=self._initial())
        if warranty is None:
            del self.fields["is_void"]

    def _initial(self) -> dict[str, Any]:
        each = self.warranty
        if each is None:
            start = self.thing.received_date or self.thing.purchase_date
            return {"warranty_start": start, "cover": MONTHS, "warranty_months": 24, "warranty_type": Kind.LIMITED}
        return {
            "warranty_start": each.warranty_start,
            "cover": UNTIL if each.warranty_end else FOR_LIFE,
            "warranty_end": each.warranty_end,
            "warranty_type": Kind.LIMITED if each.warranty_type == Kind.LIFETIME else each.warranty_type,
            "provider": each.provider,
            "notes": each.notes,
            "is_void": each.status == Warranty.Status.VOIDED,
            "version": each.version,
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("cover") == MONTHS and not given.get("warranty_months") and "warranty_months" not in self.errors:
            self.add_error("warranty_months", _("Say how many months."))
        return given

    def save(self) -> Warranty | None:
        """As it is now, or None when the service refused (the form then has errors). Raises Conflict."""
        given = self.cleaned_data
        for_life = given["cover"] == FOR_LIFE
        try:
            values: WarrantyValues = {
                "warranty_start": given["warranty_start"],
                "warranty_end": end_of(given, given["warranty_start"]),
                "warranty_type": Kind.LIFETIME if for_life else given["warranty_type"],
                "provider": given["provider"],
                "notes": given["notes"],
            }
            if self.warranty is None:
                return services.add_warranty(purchase=self.thing, added_by=self.person, **values)
            values["status"] = Warranty.Status.VOIDED if given["is_void"] else Warranty.Status.ACTIVE
            return services.update_warranty(
                warranty=self.warranty, changed_by=self.person, version=given["version"], **values
            )
        except ValidationError as error:
            self.refused(error)
            return None


class ClaimForm(ThingServiceForm):
    """What is wrong with a thing, and what came of it."""

    problem = forms.CharField(label=_("What is wrong"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    warranty = forms.ChoiceField(label=_("Under which warranty"), required=False)
    reference = forms.CharField(label=_("Their reference"), max_length=100, required=False)
    status = forms.ChoiceField(label=_("How it stands"))
    opened_on = DayInput(label=_("Opened on"))
    sent_on = DayInput(label=_("Sent in on"), required=False)
    closed_on = DayInput(label=_("Answered on"), required=False)
    cost = MoneyInput(label=_("What it cost you"), required=False, min_amount=0)
    notes = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, person: User, thing: Purchase, claim: Claim | None = None) -> None:
        self.person, self.thing, self.claim = person, thing, claim
        self.warranties = list(Warranty.objects.filter(purchase=thing).order_by("warranty_start", "pk"))
        super().__init__(data, initial=self._initial())
        for name, choices in (
            ("status", [(value, str(label).capitalize()) for value, label in Claim.Status.choices]),
            ("warranty", [("", _("None")), *((str(each.pk), _words(each)) for each in self.warranties)]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if claim is None:
            for name in ("status", "sent_on", "closed_on", "cost"):
                del self.fields[name]
        if not self.warranties:
            del self.fields["warranty"]

    def _initial(self) -> dict[str, Any]:
        claim = self.claim
        if claim is None:
            running = [each for each in self.warranties if each.status == Warranty.Status.ACTIVE]
            return {"opened_on": self.person.today, "warranty": str(running[0].pk) if running else ""}
        names = ("problem", "reference", "status", "opened_on", "sent_on", "closed_on", "cost", "notes", "version")
        return {**{name: getattr(claim, name) for name in names}, "warranty": str(claim.warranty_id or "")}

    def save(self) -> Claim | None:
        """As it is now, or None when the service refused (the form then has errors). Raises Conflict."""
        given = dict(self.cleaned_data)
        version = given.pop("version")
        chosen = given.pop("warranty", None)
        values: ClaimValues = {**given, "warranty_id": UUID(chosen) if chosen else None}  # type: ignore[typeddict-item]
        try:
            if self.claim is None:
                return services.open_claim(purchase=self.thing, opened_by=self.person, **values)
            values["cost"] = given["cost"] or ZERO
            if values["status"] not in Claim.OUTCOMES:
                values["closed_on"] = None
            return services.change_claim(claim=self.claim, changed_by=self.person, version=version, **values)
        except ValidationError as error:
            self.refused(error)
            return None


def _words(warranty: Warranty) -> str:
    who = warranty.provider or warranty.get_warranty_type_display()
    end = warranty.warranty_end
    if end is None:
        return who
    return str(_("%(who)s, until %(day)s")) % {"who": who, "day": format_short_day(end, active_locale())}
