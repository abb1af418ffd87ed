"""A kind of change for the tests: the threshold of the partnership itself, or the putting away of a note."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import F

from partnerships.approvals.models import Approval
from partnerships.approvals.registry import ApprovalKind, Field, Moved, register
from partnerships.approvals.services import request_approval
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing


@register
class Probe(ApprovalKind):
    """Changes what the partnership's threshold is; `dropped` notes what was put away."""

    kind = "probe"
    fields = {"threshold": Field("Threshold")}
    dropped: list[str] = []

    def apply(self, approval: Approval, by: Standing) -> None:
        assert approval.object_id is not None
        assert approval.base_version is not None
        there = Partnership.objects.filter(pk=approval.object_id)
        changed = there.filter(version=approval.base_version).update(
            approval_threshold=Decimal(approval.after["threshold"]), version=F("version") + 1
        )
        if not changed:
            now = there.get()
            raise Moved({"threshold": str(now.approval_threshold)}, now.version)

    def describe(self, approval: Approval) -> str:
        return "changes the threshold"

    def drop(self, approval: Approval, by: Standing | None) -> None:
        self.dropped.append(approval.status)


def ask(standing: Standing, threshold: str = "250", message: str = "") -> Approval:
    now = Partnership.objects.get(pk=standing.partnership.pk)
    return request_approval(
        standing=standing,
        kind="probe",
        object_id=now.pk,
        base_version=now.version,
        title="Threshold",
        before={"threshold": now.approval_threshold},
        after={"threshold": Decimal(threshold)},
        message=message,
    )
