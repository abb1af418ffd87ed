"""Who hears of a thing: whoever sees it. Nobody else, by no frame."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from accounts.models import User
from accounts.notifications.models import Notification
from accounts.notifications.services import take_back
from config.kernel.live import push
from purchases.core.models import Purchase, ThingAccess

ADDED, CHANGED, REMOVED = "purchase:added", "purchase:changed", "purchase:removed"
WARRANTY_ENDS, RETURN_ENDS = "warranty_ends", "return_ends"


def people_of(purchase_id: UUID) -> list[UUID]:
    """In the order of their ids. One query."""
    access = ThingAccess.objects.filter(purchase=purchase_id)
    return list(access.order_by("person").values_list("person_id", flat=True))


def tell(event: str, purchase_id: UUID, people: Iterable[UUID] | None = None) -> None:
    """Call it last in a service. `people` where they were looked up before the thing went."""
    push(people_of(purchase_id) if people is None else people, event, {"purchase_id": str(purchase_id)})


def hold_people(people: Iterable[UUID]) -> None:
    """Before frames of several kinds: each locks its reader, and all lock people in the order of their ids."""
    held = User.objects.select_for_update(no_key=True).filter(pk__in=list(people))
    list(held.order_by("pk").values_list("pk"))


def take_back_what_was_told(purchase_id: UUID, people: list[UUID]) -> None:
    """They may not read it any more, or there is nothing to read of."""
    hold_people(people)
    take_back(Notification.objects.filter(person__in=people, data__purchase=str(purchase_id)))


def about(purchase: Purchase) -> dict[str, str]:
    """What the words of a notification need; by `owner` it is taken back when a partnership ends."""
    return {"purchase": str(purchase.pk), "owner": str(purchase.owner_id), "name": purchase.product_name}
