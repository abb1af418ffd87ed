"""Of an account: asking the partner to own it too, leaving one; and what is for both without saying so each time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from config.kernel.slots import fills
from ledger.core.forms import AccountForm
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from ledger.core.views.transactions import person
from partnerships.approvals.models import Approval
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, current_standing
from partnerships.sharing.forms import JoinForm, RuleForm
from partnerships.sharing.joint import JOINT, ask_to_join, leave
from partnerships.sharing.models import SharingRule
from partnerships.sharing.rules import add_rule, remove_rule, rules_of
from partnerships.sharing.views.privacy import standing_of

Role = MoneyAccountAccess.Role


@fills("money_account")
def account_card(request: HttpRequest, account: MoneyAccount) -> str:
    """Three queries."""
    user = person(request)
    others = account.grants.filter(role__in=(Role.OWNER, Role.CO_OWNER)).exclude(person=user).select_related("person")
    other = others.first()
    standing = current_standing(user)
    if other is None and (standing is None or standing.partnership.status != Partnership.Status.ACTIVE):
        return ""
    waits = Approval.objects.filter(kind=JOINT, object_id=account.pk, status=Approval.Status.PENDING)
    context = {
        "account": account,
        "other": other.person.short_name if other else "",
        "partner": str(standing.other) if standing else "",
        "waiting": waits.first() if other is None else None,
        "form": JoinForm(),
    }
    return render_to_string("partnerships/sharing/_account.html", context, request=request)


@login_required
@require_POST
def account_join(request: HttpRequest, pk: UUID) -> HttpResponse:
    standing = standing_of(request)
    account = get_object_or_404(MoneyAccount.objects.owned_by(standing.person), pk=pk)
    form = JoinForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
        return redirect("accounts_edit", pk=pk)
    try:
        ask_to_join(standing=standing, account=account, **form.cleaned_data)
    except (ValidationError, Overtaken) as refusal:
        messages.error(request, _text_of(refusal))
    else:
        messages.success(request, _asked(standing))
    return redirect("accounts_edit", pk=pk)


@login_required
@require_POST
def account_leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asked before by the dialog of the account's page."""
    user = person(request)
    account = get_object_or_404(MoneyAccount.objects.owned_by(user), pk=pk)
    try:
        leave(person=user, account=account)
    except ValidationError as refusal:
        messages.error(request, _text_of(refusal))
        return redirect("accounts_edit", pk=pk)
    messages.success(request, _("%(name)s is no longer yours") % {"name": account.name})
    return redirect("accounts_list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def joint_add(request: HttpRequest) -> HttpResponse:
    """A new account, joint from its first line on once the partner agrees; until then it is one's own."""
    standing = standing_of(request)
    form = AccountForm(request.POST or None, person=standing.person)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                account = form.save()
                if account is not None:
                    ask_to_join(standing=standing, account=account, whole=True)
        except Overtaken as refusal:
            form.add_error(None, _text_of(refusal))
        else:
            if account is not None:
                messages.success(request, _asked(standing))
                return redirect("accounts_edit", pk=account.pk)
    context = {"form": form, "partner": str(standing.other)}
    return render(request, "partnerships/sharing/joint_add.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def for_both(request: HttpRequest) -> HttpResponse:
    """The rules, and adding one."""
    standing = standing_of(request)
    form = RuleForm(request.POST or None, person=standing.person)
    if request.method == "POST" and form.is_valid():
        try:
            add_rule(standing=standing, since=form.cleaned_data["since"], **form.chosen())
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        except Overtaken as refusal:
            form.add_error(None, _text_of(refusal))
        else:
            messages.success(request, _("From now on this is for both"))
            return redirect("for_both")
    context = {"form": form, "partner": str(standing.other), "rules": _shown(standing, form)}
    return render(request, "partnerships/sharing/for_both.html", context, status=422 if form.is_bound else 200)


def _shown(standing: Standing, form: RuleForm) -> list[dict[str, Any]]:
    return [
        {
            "pk": each.pk,
            "name": each.account.name if each.account else form.category_names.get(str(each.category_id), ""),
            "is_account": each.account_id is not None,
            "since": each.since,
        }
        for each in rules_of(standing.person)
    ]


@login_required
@require_POST
def for_both_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    standing = standing_of(request)
    rule = get_object_or_404(SharingRule.objects.filter(person=standing.person), pk=pk)
    remove_rule(standing=standing, rule=rule)
    messages.success(request, _("From now on it is yours alone; what is for both already stays so"))
    return redirect("for_both")


def _asked(standing: Standing) -> str:
    return _("%(partner)s is asked. Until then everything stays as it is.") % {"partner": standing.other}


def _text_of(refusal: ValidationError | Overtaken) -> str:
    return str(refusal.message) if isinstance(refusal, Overtaken) else " ".join(refusal.messages)
