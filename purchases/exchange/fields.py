"""What the fields of a file are called on pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_LABELS: dict[str, str | Promise] = {
    "product_name": _("Product"),
    "price": _("Price"),
    "currency_code": _("Currency"),
    "quantity": _("Pieces"),
    "retailer": _("Shop"),
    "retailer_url": _("Shop's website"),
    "brand": _("Brand"),
    "brand_url": _("Brand's website"),
    "category": _("Category"),
    "status": _("Status"),
    "purchase_date": _("Bought on"),
    "received_date": _("Received on"),
    "return_until": _("Can go back until"),
    "serial_number": _("Serial number"),
    "location": _("Where it is"),
    "notes": _("Notes"),
    "tags": _("Tags"),
    "is_archived": _("Archived"),
    "life_months": _("Lasts, in months"),
    "in_net_worth": _("Counts in net worth"),
    "warranty_start": _("Warranty from"),
    "warranty_end": _("Warranty until"),
    "warranty_months": _("Warranty, in months"),
    "warranty_type": _("Kind of warranty"),
    "warranty_status": _("Status of warranty"),
    "warranty_provider": _("Who stands for it"),
    "warranty_notes": _("Notes on warranty"),
    "transaction": _("Payment"),
    "origin": _("Id elsewhere"),
    "id": _("Id"),
}
LABELS = tuple(_LABELS.items())


def label_of(field: str) -> str:
    return str(_LABELS.get(field, field))
