"""Every model of the things, gathered from its sub-packages for Django."""

from purchases.core.models import Brand, Claim, Purchase, PurchaseSum, Retailer, ThingAccess, Warranty
from purchases.documents.models import Attachment, Document
from purchases.exchange.models import ThingImport

__all__ = [
    "Attachment",
    "Brand",
    "Claim",
    "Document",
    "Purchase",
    "PurchaseSum",
    "Retailer",
    "ThingAccess",
    "ThingImport",
    "Warranty",
]
