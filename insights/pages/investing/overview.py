"""All that is held, and one position."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.kernel import charts
from config.kernel.formatting import active_locale, format_short_day, format_short_month
from insights.investing.rebalancing import NO_FORECAST, rebalancing
from insights.investing.report import HIGH_CONCENTRATION, Investments, formulas, investments
from insights.investing.rules import kind_name
from ledger.core.access import ME, PARTNER, SCOPES, TOGETHER, lens_of
from ledger.core.models import Transaction
from ledger.core.views.rows import drill_url
from ledger.core.views.transactions import person
from ledger.holdings.models import Position, PositionMove
from ledger.holdings.queries import Holding
from ledger.holdings.wallet_models import Wallet

SHOWN = 50
TONES = ("accent", "teal", "blue", "gold", "violet", "orange", "slate")
_PERCENT = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A line of the table; `share` in per cent."""

    held: Holding
    share: Decimal | None
    tone: str


@login_required
@require_safe
def investments_page(request: HttpRequest) -> HttpResponse:
    """As many queries as `investments` and `rebalancing`, and three, however much is held."""
    user = person(request)
    asked = request.GET.get("scope", ME)
    scope = asked if asked in SCOPES else ME
    has_others = any(not each.is_mine for each in lens_of(user, TOGETHER))
    found = investments(user, scope=scope)
    advised = rebalancing(user, found.portfolio) if scope == ME else None
    held = found.portfolio
    rows = [_row(each) for each in held.holdings[:SHOWN]]
    context = {
        "found": found,
        "held": held,
        "rows": rows,
        "more": len(held.holdings) - len(rows),
        "advised": advised,
        "chart": _chart(found),
        "donut": _donut(found),
        "index": held.concentration and int(held.concentration * 10_000),
        "is_concentrated": bool(held.concentration and held.concentration >= HIGH_CONCENTRATION),
        "formulas": formulas(),
        "note": NO_FORECAST,
        "wallets": list(Wallet.objects.visible_to(user).select_related("account").order_by("created_at")[:SHOWN]),
        "scopes": _scopes(scope) if has_others else [],
        "is_mine": scope == ME,
    }
    return render(request, "insights/investing/investments.html", context)


def _row(held: Holding) -> HeldRow:
    share = None if held.share is None else (100 * held.share).quantize(_PERCENT)
    place = list(Position.Kind.values).index(held.position.kind)
    return HeldRow(held, share, TONES[place])


def _scopes(current: str) -> list[dict[str, object]]:
    names = {ME: _("Mine"), PARTNER: _("My partner’s"), TOGETHER: _("Together")}
    address = reverse("investments")
    return [
        {"url": drill_url(address, scope=key), "text": name, "current": key == current} for key, name in names.items()
    ]


def _chart(found: Investments) -> charts.Chart | None:
    """None where nothing was ever held."""
    points = found.course
    if len(points) < 2 or not any(each.amount for each in points):
        return None
    locale = active_locale()
    first, span = points[0].on, (points[-1].on - points[0].on).days or 1
    at = [(each.on - first).days / span for each in points]
    names = [format_short_month(each.on, locale) for each in points]
    return charts.line_chart(
        [charts.Series(_("Value"), [each.amount for each in points], area=True, ends=True)],
        [format_short_day(each.on, locale) for each in points],
        currency=found.portfolio.currency,
        ticks=[(place, name) for place, name in list(zip(at, names, strict=True))[:-1:2]],
        at=at,
        from_zero=True,
    )


def _donut(found: Investments) -> charts.Donut | None:
    sums: dict[str, Decimal] = {}
    for position, worth in found.portfolio.rated:
        if worth.value > 0:
            sums[position.kind] = sums.get(position.kind, Decimal(0)) + worth.value
    if not sums:
        return None
    kinds = list(Position.Kind.values)
    ordered = sorted(sums, key=lambda each: (-sums[each], each))
    return charts.donut([charts.Slice(kind_name(each), sums[each], TONES[kinds.index(each)]) for each in ordered])


@login_required
@require_safe
def position_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = person(request)
    found = get_object_or_404(Position.objects.visible_to(user).select_related("account"), pk=pk)
    moves = list(PositionMove.objects.filter(position=found).order_by("-on", "-pk")[:SHOWN])
    lines = Transaction.objects.visible_to(user).live().filter(pk__in=[each.transaction_id for each in moves])
    context = {
        "position": found,
        "moves": moves,
        "seen": set(lines.values_list("pk", flat=True)),
        "values": list(found.values.order_by("-on")[:12]),
        "may_change": Position.objects.owned_by(user).filter(pk=pk).exists(),
    }
    return render(request, "insights/investing/position.html", context)
