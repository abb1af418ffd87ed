from purchases.core.services.claims import change_claim, delete_claim, open_claim
from purchases.core.services.linking import link_payment, unlink_payment
from purchases.core.services.names import add_name, delete_name
from purchases.core.services.papers import count_papers
from purchases.core.services.purchases import create_purchase, delete_purchase, update_purchase
from purchases.core.services.sharing import end_sharing, share_purchase, unshare_purchase
from purchases.core.services.warranties import add_warranty, delete_warranty, update_warranty

__all__ = [
    "add_name",
    "add_warranty",
    "change_claim",
    "count_papers",
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
