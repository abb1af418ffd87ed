"""`recurring/`: what comes back, the days to come, and the calendar feed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import Http404
from django.urls import reverse
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import invalid
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from ledger.core.api.base import LedgerView, account_in_body, category_in_body
from ledger.recurring import services
from ledger.recurring.api import docs
from ledger.recurring.api.bodies import RecurringBody, SkipBody
from ledger.recurring.api.shapes import due_shape, feed_shape, recurring_shape, whole_shape
from ledger.recurring.calendars import close_feed, rotate_feed
from ledger.recurring.models import Recurring, RecurringFeed
from ledger.recurring.upcoming import DAYS, MOST_DAYS, upcoming

LISTED = ("money_account", "status", "limit", "skip")


class RecurringBase(LedgerView):
    def to_see(self, key: UUID) -> Recurring:
        visible = Recurring.objects.visible_to(self.person).select_related("account", "to_account")
        found = visible.filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    def to_change(self, key: UUID) -> Recurring:
        """404 when the person does not see it, 403 when they see it and no more."""
        found = self.to_see(key)
        if not Recurring.objects.owned_by(self.person).filter(pk=key).exists():
            raise PermissionDenied
        return found

    def shape_of(self, record: object) -> dict[str, Any]:
        return recurring_shape(record) if isinstance(record, Recurring) else super().shape_of(record)

    def values(self, body: dict[str, Any]) -> dict[str, Any]:
        """A body in the names of the services, its ids resolved."""
        values = {name: body[name] for name in body.keys() - {"money_account", "version"}}
        if "money_account" in body:
            values["account"] = account_in_body(self.person, body["money_account"], "money_account")
        if body.get("to_account") is not None:
            values["to_account"] = account_in_body(self.person, body["to_account"], "to_account")
        if "category" in body:
            values["category"] = category_in_body(self.person, body["category"])
        return values


class RecurringListView(RecurringBase):
    @docs.LIST
    def get(self, request: Request) -> Response:
        """Two queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(LISTED)
        window = read_window(parameters)
        accounts, statuses = parameters.ids("money_account"), parameters.choices("status", Recurring.Status.values)
        parameters.raise_refusals()
        found = Recurring.objects.visible_to(self.person)
        if accounts:
            found = found.filter(account__in=accounts)
        if statuses:
            found = found.filter(status__in=statuses)
        rows = found.select_related("account", "to_account").order_by(F("next_on").asc(nulls_last=True), "pk")
        page = [recurring_shape(each) for each in rows[window.skip : window.skip + window.limit]]
        return Response(page_of(request, window, page, count=found.count()))

    @docs.CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        values = self.values(self.read(RecurringBody))
        made = services.create_recurring(recorded_by=self.person, **values)
        return answer(recurring_shape(made), 201)


class RecurringView(RecurringBase):
    @docs.GET
    def get(self, request: Request, key: UUID) -> Response:
        return answer(whole_shape(self.to_see(key), self.person))

    @docs.PUT
    def put(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=False)

    @docs.PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=True)

    @docs.DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        services.delete_recurring(recurring=self.to_change(key), version=expected_version(request))
        return Response(status=204)

    def _change(self, request: Request, key: UUID, *, partial: bool) -> Response:
        found = self.to_change(key)
        body = self.read(RecurringBody, partial=partial)
        version = expected_version(request, body)
        values = self.values(body)
        changed = services.change_recurring(recurring=found, changed_by=self.person, version=version, **values)
        return answer(recurring_shape(changed))


class SkipView(RecurringBase):
    @docs.SKIP_DAY
    def post(self, request: Request, key: UUID) -> Response:
        found = self.to_change(key)
        return answer(recurring_shape(services.skip_day(recurring=found, **self.read(SkipBody))))

    @docs.UNSKIP_DAY
    def delete(self, request: Request, key: UUID) -> Response:
        found = self.to_change(key)
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("due_on",))
        day = parameters.day("due_on")
        parameters.raise_refusals()
        if day is None:
            raise invalid("due_on", "Name the day.", "required")
        services.unskip_day(recurring=found, due_on=day, by=self.person)
        return Response(status=204)


class PauseView(RecurringBase):
    @docs.PAUSE
    def post(self, request: Request, key: UUID) -> Response:
        return answer(recurring_shape(services.pause_recurring(recurring=self.to_change(key))))


class ResumeView(RecurringBase):
    @docs.RESUME
    def post(self, request: Request, key: UUID) -> Response:
        found = self.to_change(key)
        return answer(recurring_shape(services.resume_recurring(recurring=found, resumed_by=self.person)))


class EndView(RecurringBase):
    @docs.END
    def post(self, request: Request, key: UUID) -> Response:
        return answer(recurring_shape(services.end_recurring(recurring=self.to_change(key))))


class UpcomingView(RecurringBase):
    @docs.UPCOMING
    def get(self, request: Request) -> Response:
        """Two queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("days", "money_account"))
        days, accounts = parameters.integer("days", 1, MOST_DAYS) or DAYS, parameters.ids("money_account")
        parameters.raise_refusals()
        seen = Recurring.objects.visible_to(self.person)
        if accounts:
            seen = seen.filter(account__in=accounts)
        today = self.person.today
        results = [due_shape(each) for each in upcoming(self.person, days=days, recurring=seen)]
        return Response({"first": today, "last": today + timedelta(days=days - 1), "results": results})


class FeedView(RecurringBase):
    """No area, so that no key opens a feed that would outlive it."""

    key_area = ""

    @docs.FEED_GET
    def get(self, request: Request) -> Response:
        return Response(feed_shape(RecurringFeed.objects.visible_to(self.person).first()))

    @docs.FEED_CREATE
    def post(self, request: Request) -> Response:
        """Not repeatable by Idempotency-Key: the kept answer would be the secret in clear."""
        secret = rotate_feed(person=self.person)
        url = request.build_absolute_uri(reverse("recurring_calendar_feed", args=[secret]))
        feed = RecurringFeed.objects.visible_to(self.person).first()
        response = Response({**feed_shape(feed), "url": url}, status=201)
        response["Cache-Control"] = "no-store"
        return response

    @docs.FEED_DELETE
    def delete(self, request: Request) -> Response:
        close_feed(person=self.person)
        return Response(status=204)
