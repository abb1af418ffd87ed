"""What becomes of a goal of both, once the partner has answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ledger.goals.keeping import is_kept
from ledger.goals.models import Goal
from ledger.goals.services import put_values, remove, tell_change
from ledger.goals.values import checked
from partnerships.approvals.models import Approval
from partnerships.approvals.registry import ApprovalKind, Field, Moved, register
from partnerships.approvals.showing import category, choice_of, day, money
from partnerships.core.standing import Standing
from partnerships.goals.values import from_text, text_of

ADD, EDIT, DELETE = "goal_add", "goal_edit", "goal_delete"
Status = Goal.Status


class _GoalKind(ApprovalKind):
    fields = {
        "name": Field(_("Name")),
        "target_amount": Field(_("Target"), money),
        "target_date": Field(_("Wanted by"), day),
        "monthly_amount": Field(_("Each month"), money),
        "goal_type": Field(_("Kind"), choice_of(Goal.Type.choices)),
        "category": Field(_("Category"), category),
        "priority": Field(_("Priority")),
        "description": Field(_("Note")),
        "status": Field(_("Status"), choice_of(Status.choices)),
    }

    def url(self, approval: Approval) -> str:
        there = _of(approval).exists()
        return reverse("goal", args=[approval.object_id]) if there else ""


def _id(approval: Approval) -> UUID:
    assert approval.object_id is not None, "each kind here is about a goal"
    return approval.object_id


def _of(approval: Approval) -> Any:
    return Goal.objects.filter(pk=_id(approval), household__partnerships=approval.partnership_id)


def _moved(approval: Approval) -> Moved:
    """How it stands now; nothing where it is gone."""
    now = _of(approval).first()
    return Moved() if now is None else Moved(text_of(now), now.version)


@register
class GoalAdd(_GoalKind):
    kind = ADD

    def apply(self, approval: Approval, by: Standing) -> None:
        waiting = _of(approval).filter(version=approval.base_version or 0, status=Status.PENDING_APPROVAL)
        if not waiting.update(status=Status.ACTIVE, version=F("version") + 1, updated_at=timezone.now()):
            raise Moved
        tell_change(_of(approval).get(), [], by=by.person.pk)

    def describe(self, approval: Approval) -> str:
        return gettext("wants to save for %(name)s") % {"name": approval.title}

    def drop(self, approval: Approval, by: Standing | None) -> None:
        """It never came to be."""
        goal = _of(approval).filter(status=Status.PENDING_APPROVAL).first()
        if goal is not None:
            remove(goal, by=by.person.pk if by else None)


@register
class GoalEdit(_GoalKind):
    kind = EDIT

    def apply(self, approval: Approval, by: Standing) -> None:
        now = _of(approval).first()
        if now is None:
            raise Moved
        asker = approval.requested_by or by.person
        found = checked(
            from_text(approval.after), person=asker, currency=now.currency, household_id=now.household_id, was=now
        )
        changed = put_values(
            goal_id=now.pk, base_version=approval.base_version or 0, values=found, today=by.person.today
        )
        if changed is None:
            raise _moved(approval)
        tell_change(*changed, by=by.person.pk)

    def describe(self, approval: Approval) -> str:
        return gettext("changes the goal %(name)s") % {"name": approval.title}


@register
class GoalDelete(_GoalKind):
    kind = DELETE

    def apply(self, approval: Approval, by: Standing) -> None:
        there = _of(approval).filter(version=approval.base_version or 0)
        if not there.update(version=F("version") + 1):
            raise _moved(approval)
        goal = _of(approval).get()
        if is_kept(goal.pk):
            # A month that has it in its plan was closed while this waited.
            _of(approval).update(status=Status.ARCHIVED)
            tell_change(_of(approval).get(), [], by=by.person.pk)
        else:
            remove(goal, by=by.person.pk)

    def describe(self, approval: Approval) -> str:
        return gettext("wants to drop the goal %(name)s") % {"name": approval.title}
