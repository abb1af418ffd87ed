"""One thing with all that is known of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import User
from config.kernel.money import ZERO
from ledger.core.category_tree import category_tree
from ledger.core.views.transactions import person
from partnerships.core.standing import current_standing
from purchases.core.listing import SeenPurchase, seen_by
from purchases.core.models import Claim, Purchase
from purchases.documents.panel import papers_panel
from purchases.documents.services.removing import documents_alone_on
from purchases.pages.things.claim_steps import card_of as claim_card
from purchases.pages.things.marks import bar_of, cards_of, left_of, telling
from purchases.pages.things.payment import payment_of
from purchases.pages.things.timeline import timeline
from purchases.worth.card import worth_card, worth_of

CLAIMS_SHOWN = 10


def thing_to_see(request: HttpRequest, pk: UUID) -> Purchase:
    found = Purchase.objects.visible_to(person(request)).select_related("retailer", "brand", "owner").filter(pk=pk)
    thing = found.first()
    if thing is None:
        raise Http404
    return thing


@login_required
@require_safe
def thing(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = person(request)
    return render(request, "purchases/things/thing.html", thing_context(request, user, thing_to_see(request, pk)))


@login_required
@require_safe
def thing_worth_card(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The card of its worth: fetched when it comes into view, since its chart would make the page too heavy."""
    card = worth_card(request, thing_to_see(request, pk))
    return render(request, "purchases/things/_worth.html", {"worth_card": card})


def thing_context(request: HttpRequest, user: User, found: Purchase) -> dict[str, Any]:
    standing = current_standing(user)
    partner = standing.partner if standing else None
    seen = seen_by(user, [found])[0]
    claims = list(Claim.objects.filter(purchase=found).order_by("-opened_on", "-pk")[:CLAIMS_SHOWN])
    going_on = next((each for each in claims if each.closed_on is None), None)
    tree = category_tree(user)
    card = cards_of([seen], user, partner, tree, {found.pk: going_on} if going_on else {})[0]
    paid = Claim.objects.filter(purchase=found).aggregate(sum=Sum("cost"))["sum"] if claims else None
    return {
        "thing": found,
        "card": card,
        "seen": seen,
        "partner": partner,
        "may_share": standing is not None and partner is not None,
        "steps": timeline(seen, claims, user.today),
        "claims": [claim_card(each) for each in claims],
        "going_on": going_on,
        "warranties": [(each, bar_of(each, user.today), left_of(each, user.today)) for each in seen.warranties],
        "cover": _cover(seen, user),
        "worth": worth_of(found, user.today, paid_since=paid or ZERO),
        "worth_card": "" if found.life_months else worth_card(request, found),
        "papers": papers_panel(request, purchase=found),
        "payment": payment_of(seen, user),
        "going_with": going_with(seen, len(claims)) if seen.is_mine else "",
    }


def going_with(seen: SeenPurchase, claims: int) -> str:
    """What is deleted along with a thing, and what stays, as the dialog says it. One query."""
    said = []
    if seen.warranties:
        said.append(_counted("%(count)s warranty", "%(count)s warranties", len(seen.warranties)))
    if claims:
        said.append(_counted("%(count)s claim", "%(count)s claims", claims))
    papers = documents_alone_on(seen.purchase).count()
    if papers:
        said.append(_counted("%(count)s paper", "%(count)s papers", papers))
    along = _("With it goes: %(what)s.") % {"what": ", ".join(said)} if said else ""
    stays = _("Its payment and papers that hang elsewhere stay.")
    return f"{along} {stays}".strip()


def _counted(one: str, many: str, count: int) -> str:
    return ngettext(one, many, count) % {"count": count}


def _cover(seen: SeenPurchase, user: User) -> dict[str, Any]:
    """The warranty that matters in a few words: the figure, and what stands under it."""
    warranty = telling(seen.warranties, user.today)
    if warranty is None:
        return {"figure": "", "warranty": None, "state": "gone"}
    figure, state = left_of(warranty, user.today), bar_of(warranty, user.today).state
    return {"figure": figure, "warranty": warranty, "state": state}
