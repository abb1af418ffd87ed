from purchases.models.names import Brand, NameQuerySet, Retailer
from purchases.models.sums import PurchaseSum
from purchases.models.things import Purchase, PurchaseQuerySet, ThingAccess
from purchases.models.warranties import Claim, Warranty, WarrantyQuerySet

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
