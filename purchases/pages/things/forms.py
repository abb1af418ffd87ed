"""What people type of a thing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.folding import fold
from config.kernel.forms import MoneyInput
from config.kernel.money import validate_currency
from ledger.core.category_tree import category_tree
from ledger.core.forms import ServiceForm
from ledger.recurring.forms import DayInput
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.standing import current_standing
from purchases.core import services
from purchases.core.models import Brand, Purchase, Retailer, Warranty
from purchases.core.models.things import LONGEST_LIFE, MOST_PIECES
from purchases.core.values import Values, WarrantyValues, end_after

NO_COVER, MONTHS, UNTIL, FOR_LIFE = "", "months", "until", "life"
COVERS = [
    (NO_COVER, _("None")),
    (MONTHS, _("So many months")),
    (UNTIL, _("Until a day")),
    (FOR_LIFE, _("For life")),
]
MOST_MONTHS = 600
_FIELD_OF = {
    "currency_code": "currency",
    "retailer_id": "shop",
    "brand_id": "brand",
    "warranty_id": "warranty",
    "warranty_start": "starts_on",
}
_COPIED = (
    "product_name", "price", "currency", "quantity", "purchase_date", "received_date", "return_until", "status",
    "serial_number", "location", "notes", "life_months", "in_net_worth",
)  # fmt: skip


class ThingServiceForm(ServiceForm):
    def refused(self, error: ValidationError) -> None:
        found = error.error_dict if hasattr(error, "error_dict") else {"non_field_errors": error.error_list}
        for field, messages in found.items():
            name = _FIELD_OF.get(field, field)
            self.add_error(name if name in self.fields else None, messages)


class ThingForm(ThingServiceForm):
    """A thing, with a first warranty where it is new. Shops and brands are typed; those not there yet are made."""

    product_name = forms.CharField(label=_("What it is"), max_length=200)
    price = MoneyInput(label=_("Price"), min_amount=0, help_text=_("For all pieces together; 0 for a present."))
    currency = forms.CharField(label=_("Currency"), max_length=3, min_length=3)
    quantity = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=MOST_PIECES)
    purchase_date = DayInput(label=_("Bought on"))
    shop = forms.CharField(label=_("Shop"), max_length=100, required=False)
    brand = forms.CharField(label=_("Brand"), max_length=100, required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    status = forms.ChoiceField(label=_("Status"))
    received_date = DayInput(label=_("Received on"), required=False)
    return_until = DayInput(label=_("Can go back until"), required=False)
    serial_number = forms.CharField(label=_("Serial number"), max_length=100, required=False)
    location = forms.CharField(label=_("Where it is"), max_length=100, required=False)
    tags = forms.CharField(label=_("Tags"), max_length=900, required=False, help_text=_("Separated by commas."))
    life_months = forms.IntegerField(
        label=_("Lasts so many months"),
        required=False,
        min_value=1,
        max_value=LONGEST_LIFE,
        help_text=_("It is worth its price at first and nothing after that time."),
    )
    in_net_worth = forms.BooleanField(label=_("Counts in net worth"), required=False)
    notes = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    cover = forms.ChoiceField(label=_("How long"), choices=COVERS, required=False)
    warranty_months = forms.IntegerField(label=_("Months"), required=False, min_value=1, max_value=MOST_MONTHS)
    warranty_end = DayInput(label=_("Until"), required=False)
    warranty_type = forms.ChoiceField(label=_("Kind"), choices=Warranty.Type.choices, required=False)
    warranty_provider = forms.CharField(label=_("Who stands for it"), max_length=100, required=False)
    is_shared = forms.BooleanField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, person: User, thing: Purchase | None = None, given: dict[str, Any] | None = None
    ) -> None:
        """`given` is what is known of a new one already."""
        self.person, self.thing = person, thing
        super().__init__(data, initial=self._initial() | (given or {}))
        self._choices("status", [(value, str(label).capitalize()) for value, label in Purchase.Status.choices])
        for kind in ("shop", "brand"):
            self.fields[kind].widget.attrs |= _offering(kind)
        groups = category_tree(person).groups(kind="expense", keep=thing.category_id if thing else None)
        named = [(group.name, [(str(each.id), each.name) for each in group.categories]) for group in groups]
        self._choices("category", [("", _("None")), *named])
        if thing is not None:
            for name in ("cover", "warranty_months", "warranty_end", "warranty_type", "warranty_provider", "is_shared"):
                del self.fields[name]
            return
        standing = current_standing(person)
        if standing is None or standing.partner is None or standing.partnership.status != Partnership.Status.ACTIVE:
            del self.fields["is_shared"]
        else:
            self.fields["is_shared"].label = _("%(partner)s sees it too") % {"partner": standing.partner.short_name}

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _initial(self) -> dict[str, Any]:
        thing = self.thing
        if thing is None:
            return {
                "currency": self.person.currency,
                "quantity": 1,
                "purchase_date": self.person.today,
                "status": Purchase.Status.RECEIVED,
                "cover": MONTHS,
                "warranty_months": 24,
                "warranty_type": Warranty.Type.LEGAL,
            }
        return {
            **{name: getattr(thing, name) for name in _COPIED},
            "shop": thing.retailer.name if thing.retailer else "",
            "brand": thing.brand.name if thing.brand else "",
            "category": str(thing.category_id or ""),
            "tags": ", ".join(thing.tags),
            "version": thing.version,
        }

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).upper()
        validate_currency(currency)
        return currency

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for how, field, message in (
            (MONTHS, "warranty_months", _("Say how many months.")),
            (UNTIL, "warranty_end", _("Say until when.")),
        ):
            if given.get("cover") == how and not given.get(field) and field not in self.errors:
                self.add_error(field, message)
        return given

    @property
    def wants_warranty(self) -> bool:
        return bool(self.cleaned_data.get("cover"))

    def save(self) -> Purchase | None:
        """The thing as it is now, or None when the service refused (the form then has errors). Raises Conflict."""
        try:
            with database_transaction.atomic():
                return self._save()
        except ValidationError as error:
            self.refused(error)
        except Overtaken as overtaken:
            self.add_error(None, str(overtaken.message))
        return None

    def _save(self) -> Purchase:
        values = self._values()
        if self.thing is not None:
            version = self.cleaned_data["version"]
            return services.update_purchase(purchase=self.thing, changed_by=self.person, version=version, **values)
        made = services.create_purchase(owner=self.person, warranty=self._warranty(), **values)
        if self.cleaned_data.get("is_shared"):
            services.share_purchase(purchase=made, shared_by=self.person)
        return made

    def _values(self) -> Values:
        given = self.cleaned_data
        price: Decimal = given["price"]
        return {
            **{name: given[name] for name in _COPIED},  # type: ignore[typeddict-item]
            "price": price,
            "retailer_id": named(Retailer, self.person, given["shop"], self.thing and self.thing.retailer),
            "brand_id": named(Brand, self.person, given["brand"], self.thing and self.thing.brand),
            "category_id": UUID(given["category"]) if given["category"] else None,
            "tags": given["tags"].split(","),
        }

    def _warranty(self) -> WarrantyValues | None:
        given = self.cleaned_data
        if not self.wants_warranty:
            return None
        start = given["received_date"] or given["purchase_date"]
        values: WarrantyValues = {
            "warranty_start": start,
            "warranty_end": end_of(given, start),
            "warranty_type": given["warranty_type"] or Warranty.Type.LIMITED,
            "provider": given["warranty_provider"],
        }
        if given["cover"] == FOR_LIFE:
            values["warranty_type"] = Warranty.Type.LIFETIME
        elif values["warranty_type"] == Warranty.Type.LIFETIME:
            values["warranty_type"] = Warranty.Type.LIMITED
        return values


def _offering(kind: str) -> dict[str, str]:
    """Names are fetched into the field's data list while it is typed in."""
    return {
        "list": f"{kind}-names",
        "hx-get": reverse("thing_names", args=[kind]),
        "hx-trigger": "focus once, input changed delay:150ms",
        "hx-target": f"#{kind}-names",
        "hx-swap": "innerHTML",
    }


def end_of(given: dict[str, Any], start: Any) -> Any:
    """The day that `cover` with its months or day comes to; None for life."""
    if given["cover"] == MONTHS:
        return end_after(start, given["warranty_months"])
    return given["warranty_end"] if given["cover"] == UNTIL else None


def named(
    model: type[Retailer] | type[Brand], person: User, typed: str, was: Retailer | Brand | None = None
) -> UUID | None:
    """The one of that name, made where the person has none yet; in the transaction of what names it."""
    key = fold(" ".join(typed.split()))
    if not key:
        return None
    if was is not None and was.name_key == key:
        return was.pk
    known = model.objects.visible_to(person).filter(name_key=key).first()
    return (known or services.add_name(model, owner=person, name=typed)).pk
