"""`goals/`: what is saved for, what went in, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import Conflict as ApiConflict
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from config.kernel.money import money_text
from ledger.core.api.base import LedgerView
from ledger.core.models import Transaction
from ledger.goals import errors, services, sharing
from ledger.goals.api import docs
from ledger.goals.api.bodies import ChangedGoalBody, ChangedGoalContributionBody, GoalContributionBody, NewGoalBody
from ledger.goals.models import Goal, GoalContribution
from ledger.goals.queries import GoalReport, Summary, known_accounts, known_entries, report_of, reports, summary
from ledger.goals.shapes import contribution_shape, goal_shape

LISTED = ("status", "goal_type", "shared", "ordering", "limit", "skip")
LOGS = {
    GoalContribution.Kind.CONTRIBUTION: services.contribute,
    GoalContribution.Kind.WITHDRAWAL: services.withdraw,
    GoalContribution.Kind.YIELD: services.log_yield,
}


class GoalBase(LedgerView):
    def goal(self, key: UUID) -> Goal:
        found = Goal.objects.visible_to(self.person).filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    def shape(self, goal: Goal) -> dict[str, Any]:
        return self.shapes([report_of(goal, self.person.today)])[0]

    def shapes(self, found: Iterable[GoalReport]) -> list[dict[str, Any]]:
        rows = list(found)
        accounts = known_accounts(self.person, [each.goal for each in rows])
        return [goal_shape(each, accounts) for each in rows]

    def shape_of(self, record: object) -> dict[str, Any]:
        return self.shape(record) if isinstance(record, Goal) else super().shape_of(record)

    def contribution_shapes(self, goal: Goal, parts: list[GoalContribution]) -> list[dict[str, Any]]:
        entries = known_entries(self.person, parts)
        return [contribution_shape(each, goal.currency, entries) for each in parts]

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, errors.SharingRefused):
            exc = ApiConflict(str(exc.message), exc.code, current=exc.current)
        return super().handle_exception(exc)


class GoalsView(GoalBase):
    @docs.LIST
    def get(self, request: Request) -> Response:
        """Five queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(LISTED)
        window = read_window(parameters)
        statuses = parameters.choices("status", Goal.Status.values)
        kinds = parameters.choices("goal_type", Goal.Type.values)
        shared, ordering = parameters.flag("shared"), parameters.choice("ordering", docs.ORDERINGS) or "priority"
        parameters.raise_refusals()
        found = Goal.objects.visible_to(self.person)
        if statuses:
            found = found.filter(status__in=statuses)
        if kinds:
            found = found.filter(goal_type__in=kinds)
        if shared is not None:
            found = found.filter(household__isnull=not shared)
        field = F(ordering.removeprefix("-"))
        by = field.desc(nulls_last=True) if ordering.startswith("-") else field.asc(nulls_last=True)
        rows = found.order_by(by, "created_at", "pk")[window.skip : window.skip + window.limit]
        page = self.shapes(reports(rows, self.person.today))
        return Response(page_of(request, window, page, count=found.count()))

    @docs.CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        values = self.read(NewGoalBody)
        message, values = values.pop("message", ""), named(values)
        values.pop("version", None)
        if not values.pop("shared", False):
            goal = services.create_goal(person=self.person, **values)
            return answer({**self.shape(goal), "approval": None}, 201)
        goal, asked = sharing.current().add(person=self.person, values=values, message=message)
        return answer({**self.shape(goal), "approval": asked}, 201)


class GoalView(GoalBase):
    @docs.GET
    def get(self, request: Request, key: UUID) -> Response:
        return answer(self.shape(self.goal(key)))

    @docs.PUT
    def put(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=False)

    @docs.PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=True)

    @docs.DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        goal, version = self.goal(key), expected_version(request)
        if goal.household_id is None:
            services.delete_goal(goal=goal, deleted_by=self.person, version=version)
            return Response(status=204)
        asked = sharing.current().delete(person=self.person, goal=goal, version=version)
        return Response(status=204) if asked is None else Response({"approval": asked}, status=202)

    def _change(self, request: Request, key: UUID, *, partial: bool) -> Response:
        goal = self.goal(key)
        body = self.read(ChangedGoalBody, partial=partial)
        version = expected_version(request, body)
        message, changes = body.pop("message", ""), named(body)
        changes.pop("version", None)
        if changes.pop("currency", goal.currency) != goal.currency:
            raise errors.currency_stays()
        if changes.get("account_id", "") is None and not known_accounts(self.person, [goal]):
            # They were shown none: what they do not see stays.
            del changes["account_id"]
        if goal.household_id is None:
            changed = services.update_goal(goal=goal, changed_by=self.person, version=version, **changes)
            return answer(self.shape(changed))
        asked = sharing.current().change(
            person=self.person, goal=goal, changes=changes, version=version, message=message
        )
        return Response({"approval": asked}, status=202)


def named(body: dict[str, Any]) -> dict[str, Any]:
    """A body in the names of the services. A completed goal that is sent back is an active one."""
    columns = {"category": "category_id", "money_account": "account_id"}
    values = {columns.get(name, name): value for name, value in body.items()}
    if values.get("status") == Goal.Status.COMPLETED:
        values["status"] = Goal.Status.ACTIVE
    return values


class ContributeView(GoalBase):
    without_headers = ("If-Match",)

    @docs.CONTRIBUTE
    @happens_once
    def post(self, request: Request, key: UUID) -> Response:
        return answer(self._log(key), 201)

    @docs.LOG
    def put(self, request: Request, key: UUID) -> Response:
        return answer(self._log(key))

    def _log(self, key: UUID) -> dict[str, Any]:
        goal, body = self.goal(key), self.read(GoalContributionBody)
        kind = body.pop("kind", GoalContribution.Kind.CONTRIBUTION)
        entry_id = body.pop("transaction", None)
        if entry_id is not None:
            if kind != GoalContribution.Kind.CONTRIBUTION:
                raise errors.only_put_in()
            body["transaction"] = Transaction.objects.owned_by(self.person).live().filter(pk=entry_id).first()
            if body["transaction"] is None:
                raise errors.payment_not_usable()
        made = LOGS[kind](goal=goal, person=self.person, **body)
        shown = self.contribution_shapes(goal, [made])[0]
        return {"contribution": shown, "goal": self.shape(self.goal(key))}


class ContributionsView(GoalBase):
    @docs.CONTRIBUTIONS
    def get(self, request: Request, key: UUID) -> Response:
        """Five queries."""
        goal, parameters = self.goal(key), Parameters(request.query_params)
        parameters.refuse_others(("limit", "skip"))
        window = read_window(parameters)
        parameters.raise_refusals()
        found = GoalContribution.objects.filter(goal=goal)
        rows = list(found.order_by("-on", "-id")[window.skip : window.skip + window.limit])
        return Response(page_of(request, window, self.contribution_shapes(goal, rows), count=found.count()))


class ContributionView(GoalBase):
    def contribution(self, key: UUID, contribution: UUID) -> GoalContribution:
        goal = self.goal(key)
        found = GoalContribution.objects.select_related("goal").filter(goal=goal, pk=contribution).first()
        if found is None:
            raise Http404
        return found

    @docs.CONTRIBUTION_PATCH
    def patch(self, request: Request, key: UUID, contribution: UUID) -> Response:
        found = self.contribution(key, contribution)
        changes = self.read(ChangedGoalContributionBody, partial=True)
        changed = services.change_contribution(contribution=found, person=self.person, **changes)
        return answer(self.contribution_shapes(changed.goal, [changed])[0])

    @docs.CONTRIBUTION_DELETE
    def delete(self, request: Request, key: UUID, contribution: UUID) -> Response:
        found = self.contribution(key, contribution)
        services.delete_contribution(contribution=found, person=self.person)
        return Response(status=204)


class SummaryView(GoalBase):
    @docs.SUMMARY
    def get(self, request: Request) -> Response:
        """Six queries at most."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("shared",))
        shared = parameters.flag("shared")
        parameters.raise_refusals()
        found = Goal.objects.changeable_by(self.person)
        if shared is not None:
            found = found.filter(household__isnull=not shared)
        return Response(summary_shape(summary(self.person, reports(found, self.person.today))))


def summary_shape(found: Summary) -> dict[str, Any]:
    return {
        "sums": [
            {
                "currency": each.currency,
                "count": each.count,
                "saved_amount": money_text(each.saved, each.currency),
                "target_amount": money_text(each.target, each.currency),
                "going_in_monthly": money_text(each.going_in, each.currency),
                "needed_monthly": money_text(each.needed, each.currency),
                "late": each.late,
            }
            for each in found.sums
        ],
        "accounts": [
            {
                "money_account": each.account.pk,
                "currency": each.account.currency,
                "balance": money_text(each.balance, each.account.currency),
                "earmarked_amount": money_text(each.earmarked, each.account.currency),
                "free_amount": money_text(each.free, each.account.currency),
            }
            for each in found.accounts
        ],
    }
