"""Shops, brands, categories and payments a file names, as those the person has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel.folding import fold
from ledger.core.category_tree import category_tree
from ledger.core.models import Transaction
from ledger.exporting.selection import category_keys
from purchases.core.models import Brand, Retailer
from purchases.core.services import add_name
from purchases.exchange.reading.records import Name, ReadThing, Remark

Resolved: TypeAlias = tuple[dict[str, Any], UUID | None, Sequence[Remark]]
_MODELS: dict[str, type[Retailer] | type[Brand]] = {"retailer": Retailer, "brand": Brand}


class Names:
    """What the person has, looked up once; what is missing is made as it is met. Make a new one for each transaction
    that may be rolled back.
    """

    def __init__(self, person: User, listed: dict[str, list[Name]]) -> None:
        self._person = person
        self._urls = {(field, fold(each.name)): each.url for field, names in listed.items() for each in names}
        self._ids = {field: self._there(model) for field, model in _MODELS.items()}
        self._categories = _categories(person)

    def _there(self, model: type[Retailer] | type[Brand]) -> dict[str, UUID]:
        """One's own goes before a common one of the same name."""
        rows = model.objects.visible_to(self._person).order_by("owner").values_list("name_key", "pk", "owner")
        found: dict[str, UUID] = {}
        for key, pk, owner in rows:
            if owner is not None or key not in found:
                found[key] = pk
        return found

    def id_of(self, field: str, name: Name) -> UUID | None:
        """Of `retailer` or `brand`. Raises ValidationError for one that cannot be a name."""
        if not name.name:
            return None
        key = fold(name.name)
        if key not in self._ids[field]:
            self._ids[field][key] = self._added(field, name, name.url or self._urls.get((field, key), ""))
        return self._ids[field][key]

    def _added(self, field: str, name: Name, url: str) -> UUID:
        """An address that is none is left out."""
        try:
            made = add_name(_MODELS[field], owner=self._person, name=name.name, url=url)
        except ValidationError as error:
            if "url" not in getattr(error, "error_dict", {}):
                raise
            made = add_name(_MODELS[field], owner=self._person, name=name.name)
        return made.pk

    def category_id(self, key: str) -> UUID | None:
        """By its key, else by a name that only one has."""
        return self._categories.get(key) or self._categories.get(fold(key))

    def keep(self, listed: dict[str, list[Name]]) -> None:
        """Make those of a list that are missing, whatever names them; what cannot be a name is passed over."""
        for field, names in listed.items():
            for each in names:
                try:
                    self.id_of(field, each)
                except ValidationError:
                    continue


def _categories(person: User) -> dict[str, UUID]:
    keys = category_keys(person)
    tree = category_tree(person)
    names = {key: node.name for key in keys if (node := tree.get(key)) is not None}
    times = Counter(fold(name) for name in names.values())
    named = {fold(name): key for key, name in names.items() if times[fold(name)] == 1}
    return named | {text: key for key, text in keys.items()}


def usable_payments(person: User, things: Iterable[ReadThing]) -> set[UUID]:
    """Those of the payments named that are the person's own and went out. One query, none where none is named."""
    named = {each.transaction_id for each in things if each.transaction_id is not None}
    if not named:
        return set()
    found = Transaction.objects.owned_by(person).live().filter(pk__in=named, amount__lt=0)
    return set(found.values_list("pk", flat=True))


def resolved(thing: ReadThing, names: Names, payments: set[UUID]) -> Resolved:
    """The thing's values with ids in the place of names, its payment, and what could not be found of them.

    Raises ValidationError.
    """
    values, remarks = dict(thing.values), list(thing.remarks)
    for field, name in thing.names.items():
        values[f"{field}_id"] = names.id_of(field, name)
    if thing.category is not None:
        values["category_id"] = names.category_id(thing.category) if thing.category else None
        if thing.category and values["category_id"] is None:
            del values["category_id"]
            text = _("You have no category %(name)s; it has none.") % {"name": thing.category[:100]}
            remarks.append(Remark("category", "does_not_exist", text))
    payment = thing.transaction_id if thing.transaction_id in payments else None
    if thing.transaction_id is not None and payment is None:
        remarks.append(Remark("transaction", "does_not_exist", _("Its payment is not among yours.")))
    return values, payment, remarks
