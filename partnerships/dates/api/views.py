"""`partnerships/current/money-date/`: the week's, its steps and its end."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.core.api.base import PartnershipView
from partnerships.core.standing import Standing
from partnerships.dates import errors, services
from partnerships.dates.api import docs
from partnerships.dates.api.answers import StepBody
from partnerships.dates.api.shapes import state_shape
from partnerships.dates.models import MoneyDate
from partnerships.dates.weeks import date_of_week


class MoneyDateBase(PartnershipView):
    def begun(self, standing: Standing) -> MoneyDate:
        """Raises Overtaken (`not_begun`)."""
        found = date_of_week(standing)
        if found is None:
            raise errors.not_begun()
        return found


class MoneyDateView(MoneyDateBase):
    @docs.DATE_GET
    def get(self, request: Request) -> Response:
        """Some fifty queries."""
        standing = self.standing()
        return Response(state_shape(standing, date_of_week(standing)))

    @docs.DATE_BEGIN
    def post(self, request: Request) -> Response:
        standing = self.standing()
        return Response(state_shape(standing, services.begin_date(standing=standing)))


class MoneyDateStepView(MoneyDateBase):
    @docs.DATE_STEP
    def post(self, request: Request) -> Response:
        standing = self.standing()
        body = self.read(StepBody)
        moved = services.take_step(
            standing=standing, money_date=self.begun(standing), seen=body["step"], to=body.get("to")
        )
        return Response(state_shape(standing, moved))


class MoneyDateFinishView(MoneyDateBase):
    @docs.DATE_FINISH
    def post(self, request: Request) -> Response:
        standing = self.standing()
        return Response(state_shape(standing, services.finish_date(standing=standing, money_date=self.begun(standing))))
