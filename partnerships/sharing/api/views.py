"""What the partner sees, what is for both, what is hidden until a day, and accounts of both."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.money import money_text
from ledger.core.api.base import category_in_body, transaction_to_change
from ledger.core.models import MoneyAccount, Transaction
from partnerships.approvals.shapes import approval_shape
from partnerships.core.api.base import PartnershipView
from partnerships.core.standing import Standing, current_standing
from partnerships.expenses.services import waiting_share
from partnerships.sharing import errors
from partnerships.sharing.api import docs
from partnerships.sharing.api.answers import EmbargoBody, JointBody, PrivacyBody, SharingRuleBody, WhoseBody
from partnerships.sharing.gifts import hide_until, show_again
from partnerships.sharing.joint import ask_to_join, leave
from partnerships.sharing.levels import OwnAccount, accounts_of_one, choose_level, own_accounts
from partnerships.sharing.models import SharingRule
from partnerships.sharing.rules import add_rule, remove_rule, rules_of
from partnerships.sharing.whose import part_of, say_whose, whose_of


class PrivacyView(PartnershipView):
    without_headers = ("If-Match",)

    @docs.PRIVACY_GET
    def get(self, request: Request) -> Response:
        """Three queries."""
        standing = current_standing(self.person)
        if standing is None or standing.partner is None:
            raise Http404
        shown = [_shape(each) for each in own_accounts(standing)]
        return Response({"partner": str(standing.partner.pk), "accounts": shown})

    @docs.PRIVACY_PUT
    def put(self, request: Request) -> Response:
        standing = self.standing()
        body = self.read(PrivacyBody)
        account = next((each for each in accounts_of_one(self.person) if each.pk == body["money_account"]), None)
        if account is None:
            raise errors.account_not_yours()
        choose_level(standing=standing, account=account, level=body["level"])
        return Response(_shape(OwnAccount(account, body["level"])))


def _shape(own: OwnAccount) -> dict[str, Any]:
    return {"money_account": str(own.account.pk), "name": own.account.name, "level": own.level}


class WhoseView(PartnershipView):
    without_headers = ("If-Match",)

    @docs.WHOSE_GET
    def get(self, request: Request, key: UUID) -> Response:
        standing = current_standing(self.person)
        if standing is None:
            raise Http404
        return Response(self._shape(standing, transaction_to_change(self.person, key)))

    @docs.WHOSE_PUT
    def put(self, request: Request, key: UUID) -> Response:
        entry = transaction_to_change(self.person, key)
        standing = self.standing()
        body = self.read(WhoseBody)
        return Response(self._shape(standing, say_whose(standing=standing, entry=entry, whose=body["whose"])))

    def _shape(self, standing: Standing, entry: Transaction) -> dict[str, Any]:
        waiting = waiting_share(entry)
        return {
            "transaction": str(entry.pk),
            "whose": whose_of(standing, entry),
            "approval": str(waiting.pk) if waiting else None,
            "own_amount": money_text(part_of(self.person, entry), entry.account.currency),
        }


class EmbargoView(PartnershipView):
    without_headers = ("If-Match",)

    @docs.EMBARGO_PUT
    def put(self, request: Request, key: UUID) -> Response:
        entry = transaction_to_change(self.person, key)
        until = self.read(EmbargoBody)["until"]
        hide_until(entry=entry, by=self.person, until=until)
        return Response({"transaction": str(key), "until": until.isoformat()})

    @docs.EMBARGO_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        show_again(entry=transaction_to_change(self.person, key), by=self.person)
        return Response(status=204)


class JointView(PartnershipView):
    without_headers = ("If-Match",)

    @docs.JOINT_POST
    def post(self, request: Request, key: UUID) -> Response:
        account = get_object_or_404(MoneyAccount.objects.owned_by(self.person), pk=key)
        standing = self.standing()
        asked = ask_to_join(standing=standing, account=account, **self.read(JointBody))
        return Response({"approval": approval_shape(asked)}, status=202)

    @docs.JOINT_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        leave(person=self.person, account=get_object_or_404(MoneyAccount.objects.owned_by(self.person), pk=key))
        return Response(status=204)


class RulesView(PartnershipView):
    without_headers = ("If-Match",)

    @docs.RULES_GET
    def get(self, request: Request) -> Response:
        if current_standing(self.person) is None:
            raise Http404
        return Response({"results": [_rule_shape(each) for each in rules_of(self.person)]})

    @docs.RULES_POST
    def post(self, request: Request) -> Response:
        standing = self.standing()
        body = self.read(SharingRuleBody)
        account = None
        if body["money_account"] is not None:
            account = next((each for each in accounts_of_one(self.person) if each.pk == body["money_account"]), None)
            if account is None:
                raise errors.account_not_yours()
        category = category_in_body(self.person, body["category"])
        rule = add_rule(standing=standing, since=body["since"], account=account, category=category)
        return Response(_rule_shape(rule), status=201)


class RuleView(PartnershipView):
    without_headers = ("If-Match",)

    @docs.RULE_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        rule = get_object_or_404(SharingRule.objects.filter(person=self.person), pk=key)
        remove_rule(standing=self.standing(), rule=rule)
        return Response(status=204)


def _rule_shape(rule: SharingRule) -> dict[str, Any]:
    return {
        "id": str(rule.pk),
        "money_account": str(rule.account_id) if rule.account_id else None,
        "category": str(rule.category_id) if rule.category_id else None,
        "since": rule.since.isoformat(),
    }
