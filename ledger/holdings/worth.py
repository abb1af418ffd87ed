"""What is held counts in every net worth beside the cash of its account, as far as the account's balance does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.models import User
from ledger.core import assets
from ledger.core.access import Lens, lens_of
from ledger.holdings.history import History, history


@dataclass(frozen=True, slots=True)
class Held:
    """Whole amounts through every lens, as balances are: a joint account's are there once."""

    told: History

    @property
    def words(self) -> str:
        return _("of which investments")

    @property
    def url(self) -> str:
        """'' where no page shows them."""
        try:
            return reverse("investments")
        except NoReverseMatch:
            return ""

    @property
    def currencies(self) -> set[str]:
        return self.told.currencies

    def on(self, day: date) -> Mapping[str, Decimal]:
        """By whole weeks, as the balances of accounts are told in a course."""
        return self.told.value_on(day)


class HeldAssets:
    """What the ledger asks for its net worth."""

    def of(self, person: User, scope: str, lens: Lens | None) -> Held:
        return Held(history(lens_of(person, scope) if lens is None else lens, person.today))


assets.register(HeldAssets())
