from purchases.core.models.names import Brand, NameQuerySet, Retailer
from purchases.core.models.sums import PurchaseSum
from purchases.core.models.things import Purchase, PurchaseQuerySet, ThingAccess
from purchases.core.models.warranties import Claim, Warranty, WarrantyQuerySet

__all__ = [
    "Brand",
    "Claim",
    "NameQuerySet",
    "Purchase",
    "PurchaseQuerySet",
    "PurchaseSum",
    "Retailer",
    "ThingAccess",
    "Warranty",
    "WarrantyQuerySet",
]
