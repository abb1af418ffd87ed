"""Which approvals wait for whom."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from partnerships.approvals.models import Approval
from partnerships.core.models import Partnership


def waiting_for(person: User | AnonymousUser) -> QuerySet[Approval]:
    """What the partner asked `person`, in a partnership that is active, oldest first."""
    return _open(person).exclude(requested_by=person.pk)


def asked_by(person: User | AnonymousUser) -> QuerySet[Approval]:
    """What `person` asked and the partner has not answered, oldest first."""
    return _open(person).filter(requested_by=person.pk)


def _open(person: User | AnonymousUser) -> QuerySet[Approval]:
    here = Q(partnership__status=Partnership.Status.ACTIVE, expires_at__gt=timezone.now())
    visible = Approval.objects.visible_to(person).filter(here, status=Approval.Status.PENDING)
    return visible.select_related("partnership", "requested_by").order_by("created_at", "id")
