"""`rules/`: if this, then that; and `ranking/classify/`: where would this belong?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import does_not_exist
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from ledger.categorising.api import docs
from ledger.categorising.api.bodies import ApplicationBody, ClassifyBody, RuleBody
from ledger.categorising.api.shapes import classified_shape, preview_shape, rule_shape
from ledger.categorising.applying import apply_rule, preview_rule
from ledger.categorising.models import Rule
from ledger.categorising.ruling import create_rule, delete_rule, move_rule, update_rule
from ledger.categorising.services import rank
from ledger.core.api.base import LedgerView, category_in_body
from ledger.core.categoriser import Question
from ledger.core.category_tree import category_tree
from ledger.core.models import MoneyAccount

RANKED = 4


class RuleView(LedgerView):
    def found(self, key: UUID) -> Rule:
        rules = Rule.objects.visible_to(self.person).select_related("person", "category", "account")
        rule = rules.filter(pk=key).first()
        if rule is None:
            raise Http404
        return rule

    def shape_of(self, record: object) -> dict[str, Any]:
        return rule_shape(record) if isinstance(record, Rule) else super().shape_of(record)

    def fields(self, body: dict[str, Any]) -> dict[str, Any]:
        """The body with account and category found; without what is no field of the rule."""
        fields = {name: value for name, value in body.items() if name not in ("version", "position", "money_account")}
        if "category" in body:
            fields["category"] = category_in_body(self.person, body["category"])
        if "money_account" in body:
            fields["account"] = self.account(body["money_account"])
        return fields

    def account(self, key: UUID | None) -> MoneyAccount | None:
        if key is None:
            return None
        account = MoneyAccount.objects.visible_to(self.person).filter(pk=key).first()
        if account is None:
            raise does_not_exist("money_account")
        return account


class RulesView(RuleView):
    @docs.RULE_LIST
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("limit", "skip"))
        window = read_window(parameters)
        parameters.raise_refusals()
        rules = Rule.objects.visible_to(self.person)
        shown = [rule_shape(each) for each in rules[window.skip : window.skip + window.limit]]
        return Response(page_of(request, window, shown, count=rules.count()))

    @docs.RULE_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        body = self.read(RuleBody)
        with transaction.atomic():
            rule = create_rule(person=self.person, **self.fields(body))
            rule = _to_place(rule, body)
        return answer(rule_shape(rule), 201)


class OneRuleView(RuleView):
    @docs.RULE_GET
    def get(self, request: Request, key: UUID) -> Response:
        return answer(rule_shape(self.found(key)))

    @docs.RULE_PUT
    def put(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=False)

    @docs.RULE_PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=True)

    @docs.RULE_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        delete_rule(rule=self.found(key))
        return Response(status=204)

    def _change(self, request: Request, key: UUID, *, partial: bool) -> Response:
        rule = self.found(key)
        body = self.read(RuleBody, partial=partial)
        with transaction.atomic():
            changed = update_rule(rule=rule, version=expected_version(request, body), **self.fields(body))
            changed = _to_place(changed, body)
        return answer(rule_shape(changed))


def _to_place(rule: Rule, body: dict[str, Any]) -> Rule:
    if "position" in body and body["position"] != rule.position:
        in_order = move_rule(rule=rule, place=body["position"])
        rule = next(each for each in in_order if each.pk == rule.pk)
        rule.refresh_from_db(fields=["version"])
    return rule


class RulePreviewView(RuleView):
    heavy = ("GET",)

    @docs.RULE_PREVIEW
    def get(self, request: Request, key: UUID) -> Response:
        return Response(preview_shape(preview_rule(rule=self.found(key)), self.sights))


class RuleApplicationView(RuleView):
    heavy = ("POST",)

    @docs.RULE_APPLICATION
    def post(self, request: Request, key: UUID) -> Response:
        rule = self.found(key)
        applied = apply_rule(rule=rule, also_mine=self.read(ApplicationBody)["also_mine"])
        status = 202 if applied.changed is None else 200
        return Response({"changed": applied.changed, "expected": applied.expected}, status=status)


class ClassifyView(RuleView):
    @docs.CLASSIFY
    def post(self, request: Request) -> Response:
        body = self.read(ClassifyBody)
        account = self.account(body["money_account"])
        payee, notes = (body["merchant"], body["description"]) if body["merchant"] else (body["description"], "")
        question = Question(payee, notes, body["kind"], body["amount"], account.pk if account else None)
        return Response(classified_shape(rank(self.person, question, RANKED), category_tree(self.person)))
