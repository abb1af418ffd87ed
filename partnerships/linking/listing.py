"""Which proposals a person has: those to decide, and what was linked."""

from __future__ import annotations

from django.db.models import F, Q

from partnerships.core.models import Partnership
from partnerships.core.standing import Standing
from partnerships.linking.models import LinkProposal, LinkProposalQuerySet

LINKED = (LinkProposal.Status.AUTOMATIC, LinkProposal.Status.ACCEPTED)


def waiting_for(standing: Standing) -> LinkProposalQuerySet:
    """Those the person can decide now, the best first; none while the partnership rests. One small query first."""
    if standing.partnership.status != Partnership.Status.ACTIVE:
        return LinkProposal.objects.none()
    found = _of(standing).waiting(standing.place)
    return found.order_by("-score", "-transaction__booked_on", "pk")


def linked(standing: Standing) -> LinkProposalQuerySet:
    """What was accepted or linked by itself and still is, the latest first. One small query first."""
    pays = Q(transaction__shared_payment__expense=F("expense"), transaction__shared_payment__due_on=F("due_on"))
    is_half = Q(settlement__outgoing=F("transaction")) | Q(settlement__incoming=F("transaction"))
    return _of(standing).filter(pays | is_half, status__in=LINKED).order_by("-decided_at", "pk")


def _of(standing: Standing) -> LinkProposalQuerySet:
    mine = LinkProposal.objects.visible_to(standing.person).filter(partnership=standing.partnership)
    return mine.select_related("transaction__account", "expense", "settlement", "partnership")
