"""What agreements have to know of expenses and settlements."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Q

from partnerships.core.models import Partnership
from partnerships.expenses import splits
from partnerships.statements.models import Contribution, Settlement


class KnownCosts:
    """See agreements.costs.Costs."""

    def planned(self, partnership: Partnership, month: date) -> Decimal:
        return splits.planned(partnership, month)

    def is_settled(self, partnership: Partnership, month: date) -> bool:
        """Two queries at most."""
        first = month.replace(day=1)
        made = Q(settled_on__gte=first) | Q(created_at__date__gte=first)
        settled = Settlement.objects.filter(made, partnership=partnership)
        paid = Contribution.objects.filter(partnership=partnership, month__gte=first, paid_on__isnull=False)
        return settled.exists() or paid.exists()
