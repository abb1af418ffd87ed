"""`statements/`, `settlements/` and `contributions/`."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import does_not_exist
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.views import answer
from config.kernel.money import ZERO, money_text
from ledger.core.models import MoneyAccount, Transaction
from partnerships.agreements.month_shares import this_month
from partnerships.core.api.base import PartnershipView
from partnerships.core.models import Member
from partnerships.core.standing import Standing
from partnerships.expenses.months import month_asked, month_named, month_text
from partnerships.statements import errors, services
from partnerships.statements.api import docs
from partnerships.statements.api.answers import HalfBody, MarkPaidBody, SettleBody
from partnerships.statements.balance import balance_of, ower
from partnerships.statements.models import Contribution, Settlement
from partnerships.statements.shapes import contribution_shape, settlement_shape, statement_shape
from partnerships.statements.statement import statement_of


class StatementBase(PartnershipView):
    def settlement(self, key: UUID) -> tuple[Settlement, Standing]:
        found = Settlement.objects.visible_to(self.person).filter(pk=key).first()
        if found is None:
            raise Http404
        return found, self.standing_in(found.partnership_id)

    def own_half(self, body: dict[str, Any]) -> dict[str, Any]:
        """What a body names of the person's own ledger. Raises a 400 for what is not theirs."""
        found: dict[str, Any] = {}
        if body.get("money_account"):
            account = MoneyAccount.objects.owned_by(self.person).filter(pk=body["money_account"]).first()
            if account is None:
                raise does_not_exist("money_account")
            found["account"] = account
        if body.get("transaction"):
            found["entry"] = self.own_entry(body["transaction"])
        return found

    def own_entry(self, key: UUID) -> Transaction:
        entries = Transaction.objects.owned_by(self.person).live().select_related("account")
        entry = entries.filter(pk=key).first()
        if entry is None:
            raise does_not_exist("transaction")
        return entry


class StatementView(StatementBase):
    @docs.STATEMENT_GET
    def get(self, request: Request, month: str) -> Response:
        """Of the open partnership, or of an ended one by `partnership`. Nine queries, and those of the split."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("partnership",))
        ended = parameters.ids("partnership")
        parameters.raise_refusals()
        first = month_named(month)
        if first is None:
            raise Http404
        standing = self.standing_in(ended[0]) if ended else self.standing()
        statement = statement_of(standing.partnership, first)
        return Response(statement_shape(statement, self.person.pk, standing.place))


class SettlementsView(StatementBase):
    @docs.SETTLEMENT_LIST
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("limit", "skip"))
        window = read_window(parameters)
        parameters.raise_refusals()
        found = Settlement.objects.visible_to(self.person).select_related("partnership")
        page = list(found.order_by("-created_at", "-id")[window.skip : window.skip + window.limit])
        mine = Member.objects.filter(person=self.person, partnership__in={each.partnership_id for each in page})
        places = dict(mine.values_list("partnership", "place"))
        results = [settlement_shape(each, each.partnership.currency, places.get(each.partnership_id)) for each in page]
        return Response(page_of(request, window, results, count=found.count()))

    @docs.SETTLEMENT_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        standing = self.standing()
        body = self.read(SettleBody)
        half = self.own_half(body)
        for name in ("money_account", "transaction"):
            body.pop(name, None)
        made = services.settle(standing=standing, **body, **half)
        return answer(settlement_shape(made, standing.partnership.currency, standing.place), 201)


class CandidatesView(StatementBase):
    @docs.SETTLEMENT_CANDIDATES
    def get(self, request: Request) -> Response:
        """For the balance as it stands today, or for a settlement that is made. Six queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("settlement",))
        asked = parameters.ids("settlement")
        parameters.raise_refusals()
        if asked:
            made, standing = self.settlement(asked[0])
            payer, amount, around = made.payer, made.amount, made.settled_on
        else:
            standing = self.standing()
            balance = balance_of(standing.partnership)
            payer, amount, around = ower(balance) or 0, abs(balance), self.person.today
        found = services.candidates(standing=standing, payer=payer, amount=amount, around=around) if amount else ()
        return Response({"results": [_candidate(each) for each in found]})


def _candidate(entry: Transaction) -> dict[str, Any]:
    currency = entry.account.currency
    return {
        "id": str(entry.pk),
        "money_account": str(entry.account_id),
        "booked_on": entry.booked_on.isoformat(),
        "payee": entry.payee,
        "amount": money_text(entry.amount, currency),
        "currency": currency,
    }


class SettlementView(StatementBase):
    without_headers = ("If-Match",)

    @docs.SETTLEMENT_GET
    def get(self, request: Request, key: UUID) -> Response:
        found, standing = self.settlement(key)
        return answer(settlement_shape(found, standing.partnership.currency, standing.place))

    @docs.SETTLEMENT_PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        found, standing = self.settlement(key)
        half = self.own_half(self.read(HalfBody, partial=True))
        booked = services.book_half(standing=standing, settlement=found, **half)
        return answer(settlement_shape(booked, standing.partnership.currency, standing.place))

    @docs.SETTLEMENT_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        found, standing = self.settlement(key)
        services.undo_settlement(standing=standing, settlement=found)
        return Response(status=204)


class ContributionsView(StatementBase):
    @docs.CONTRIBUTION_LIST
    def get(self, request: Request) -> Response:
        """The newest month first. Three queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("month", "limit", "skip"))
        window = read_window(parameters)
        month = month_asked(parameters)
        parameters.raise_refusals()
        found = Contribution.objects.visible_to(self.person).select_related("partnership")
        if month is not None:
            found = found.filter(month=month)
        page = list(found.order_by("-month", "place", "id")[window.skip : window.skip + window.limit])
        people = _people({each.partnership_id for each in page})
        results = [
            contribution_shape(each, each.partnership.currency, people.get((each.partnership_id, each.place)))
            for each in page
        ]
        return Response(page_of(request, window, results, count=found.count()))


class CurrentContributionsView(StatementBase):
    @docs.CONTRIBUTION_CURRENT
    def get(self, request: Request) -> Response:
        standing = self.standing()
        partnership = standing.partnership
        found = list(Contribution.objects.filter(partnership=partnership, month=this_month()).order_by("place"))
        people = _people({partnership.pk})
        total = sum((each.required for each in found), ZERO)
        return Response(
            {
                "month": month_text(timezone.now().date()),
                "mode": partnership.mode,
                "currency": partnership.currency,
                "total_required": money_text(total, partnership.currency),
                "contributions": [
                    contribution_shape(each, partnership.currency, people.get((partnership.pk, each.place)))
                    for each in found
                ],
            }
        )


class MarkPaidView(StatementBase):
    @docs.CONTRIBUTION_MARK
    @happens_once
    def post(self, request: Request) -> Response:
        standing = self.standing()
        body = self.read(MarkPaidBody)
        month = _month(body.pop("month", None))
        named = body.pop("transaction", None)
        entry = self.own_entry(named) if named else None
        paid = services.mark_contribution(standing=standing, month=month, entry=entry, **body)
        return answer(contribution_shape(paid, standing.partnership.currency, self.person.pk))

    @docs.CONTRIBUTION_UNMARK
    def delete(self, request: Request) -> Response:
        standing = self.standing()
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("month",))
        month = month_asked(parameters)
        parameters.raise_refusals()
        freed = services.unmark_contribution(standing=standing, month=month)
        return answer(contribution_shape(freed, standing.partnership.currency, self.person.pk))


def _month(text: str | None) -> date | None:
    found = month_named(text) if text else None
    if text and found is None:
        raise errors.not_a_first()
    return found


def _people(partnerships: set[UUID]) -> dict[tuple[UUID, int], UUID | None]:
    members = Member.objects.filter(partnership__in=partnerships)
    return {(each, place): person for each, place, person in members.values_list("partnership", "place", "person")}
