from purchases.services.claims import change_claim, delete_claim, open_claim
from purchases.services.linking import link_payment, unlink_payment
from purchases.services.names import add_name, delete_name
from purchases.services.purchases import create_purchase, delete_purchase, update_purchase
from purchases.services.sharing import end_sharing, share_purchase, unshare_purchase
from purchases.services.warranties import add_warranty, delete_warranty, update_warranty

__all__ = [
    "add_name",
    "add_warranty",
    "change_claim",
    "create_purchase",
    "delete_claim",
    "delete_name",
    "delete_purchase",
    "delete_warranty",
    "end_sharing",
    "link_payment",
    "open_claim",
    "share_purchase",
    "unlink_payment",
    "unshare_purchase",
    "update_purchase",
    "update_warranty",
]
