"""Why a payment is unusual and what to do about it, in words."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.kernel.formatting import active_locale, format_money, format_percent, format_short_day
from insights.anomalies.models import Usual
from insights.anomalies.scoring import Kind

if TYPE_CHECKING:
    from insights.anomalies.values import Anomaly


def title_of(kind: Kind) -> str:
    return str(Usual.Kind(kind.value).label)


def reason_of(anomaly: Anomaly) -> str:
    """One or two sentences; the payee is named by whoever shows them."""
    words = {
        "amount": _money(anomaly, anomaly.amount),
        "usual": "" if anomaly.usual is None else _money(anomaly, anomaly.usual),
        "times": _times(anomaly),
        "n": anomaly.seen,
        "total": _money(anomaly, anomaly.total),
    }
    if anomaly.kind == Kind.DUPLICATE:
        before = format_short_day(anomaly.compared[0].booked_on, active_locale())
        words["day"] = before
        return _("The same %(amount)s was charged on %(day)s, and this payee rarely repeats a charge so soon.") % words
    if anomaly.kind == Kind.PRICE_RISE:
        words["percent"] = _percent(anomaly)
        return _("%(amount)s instead of %(usual)s: %(percent)s more than each time before.") % words
    if anomaly.kind == Kind.NEW_PAYEE:
        return _("A first payment to this payee, of %(amount)s. First payments of yours are usually %(usual)s.") % words
    if anomaly.kind == Kind.CATEGORY_BURST:
        return _("This category took %(total)s lately; in as many days before it took %(usual)s as a rule.") % words
    return (
        ngettext(
            "%(amount)s is %(times)s times the %(usual)s of the one payment before.",
            "%(amount)s is %(times)s times the usual %(usual)s of %(n)s payments before.",
            anomaly.seen,
        )
        % words
    )


def recommendation_of(anomaly: Anomaly) -> str:
    if anomaly.kind == Kind.DUPLICATE:
        return _("Compare both with what you bought. If it was once, ask the payee or your bank for the second back.")
    if anomaly.kind == Kind.PRICE_RISE:
        return _("See whether you were told of the new price, and whether you still want it at that.")
    if anomaly.kind == Kind.NEW_PAYEE:
        return _("If you do not know this payee, ask your bank about it soon: charges can be disputed for a few weeks.")
    if anomaly.kind == Kind.CATEGORY_BURST:
        return _("Look at the payments below, and at what is left of the month's plan.")
    return _("See whether the amount is what you agreed to. A wrong one is easiest to change within a few days.")


def _money(anomaly: Anomaly, amount: Decimal) -> str:
    return format_money(amount, anomaly.currency, active_locale()).text


def _times(anomaly: Anomaly) -> str:
    if not anomaly.usual:
        return ""
    ratio = anomaly.amount / anomaly.usual
    places = Decimal(1) if ratio >= 10 else Decimal("0.1")
    return format_decimal(ratio.quantize(places, ROUND_HALF_UP), locale=active_locale())


def _percent(anomaly: Anomaly) -> str:
    assert anomaly.usual, "a price rise has a price before"
    more = ((anomaly.amount / anomaly.usual - 1) * 100).quantize(Decimal(1), ROUND_HALF_UP)
    return format_percent(more, active_locale())
