"""What figures rest on, as a key to keep them by: see `config.kernel.kept`."""

from __future__ import annotations

from collections.abc import Hashable

from accounts.models import User
from ledger.core.access import Lens
from ledger.core.category_tree import CategoryTree


def basis(
    person: User, lens: Lens, currency: str, *asked: Hashable, tree: CategoryTree | None = None
) -> Hashable | None:
    """Stands for all lines and sums that `person` sees through `lens` today, the places of their categories, and what
    was `asked`. None where other currencies take rates, which change by themselves. As many queries as `lens.state`.
    """
    state = lens.state
    if state is None or any(each.currency != currency for each in lens):
        return None
    return person.pk, person.today, person.time_zone, person.payday, currency, state, tree and tree.state, asked
