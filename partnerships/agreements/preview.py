"""What other terms would come to, as far as both may know it before they have agreed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from config.kernel.money import decimals_of
from partnerships.agreements.models import Agreement, Method, Reason
from partnerships.agreements.month_shares import as_it_stands
from partnerships.agreements.splitting import HALF, Share, share_of_percent, split_amount
from partnerships.agreements.terms import Terms, checked, terms_in
from partnerships.core.models import Partnership


@dataclass(frozen=True, slots=True)
class Preview:
    """`share` is None where it shows only once both have agreed; `parts` are what an `example` would be, by place."""

    share: Share | None
    example: Decimal
    parts: tuple[Decimal, Decimal] | None


def preview(terms: Terms, partnership: Partnership) -> Preview:
    """Two queries, and those of the incomes. Raises FieldError for terms that cannot be."""
    terms = checked(terms, partnership)
    share = _share(terms, partnership)
    return example_of(share, partnership.currency)


def example_of(share: Share | None, currency: str) -> Preview:
    example = Decimal(1000 if decimals_of(currency) else 100_000).scaleb(0)
    parts = split_amount(example, share.first, currency, UUID(int=0)) if share else None
    return Preview(share, example, parts)


def _share(terms: Terms, partnership: Partnership) -> Share | None:
    if terms.method == Method.EQUAL:
        return Share(HALF, Reason.EQUAL)
    if terms.method == Method.PERCENT:
        assert terms.first_percent is not None, "checked"
        return Share(share_of_percent(terms.first_percent), Reason.PERCENT)
    if terms.method == Method.INCOME and not tells_no_more(terms, partnership):
        return None
    agreement = Agreement(
        partnership=partnership,
        starts_on=terms.starts_on,
        method=terms.method,
        fixed_place=terms.fixed_place,
        fixed_amount=terms.fixed_amount,
        income_months=terms.income_months,
        whole_percent=terms.whole_percent,
    )
    first, reason = as_it_stands(partnership, agreement, terms.starts_on)
    return Share(first, reason)


def tells_no_more(terms: Terms, partnership: Partnership) -> bool:
    """A percent by income tells the other's income to whoever knows their own, so it is shown before both have agreed
    only where what is agreed already shows as much: the same incomes, and not more exactly.
    """
    agreed = terms_in(partnership, terms.starts_on)
    if agreed is None or agreed.method != Method.INCOME or agreed.income_months != terms.income_months:
        return False
    return terms.whole_percent or not agreed.whole_percent
