"""The pages of rules: the list in its order, one rule with what it fits, and applying it to the past."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from ledger.categorising.applying import Preview, apply_rule, preview_rule
from ledger.categorising.forms import RuleForm
from ledger.categorising.models import Rule
from ledger.categorising.ruling import create_rule, delete_rule, move_rule
from ledger.categorising.wording import conditions_of, lines_of
from ledger.core import errors
from ledger.core.category_tree import category_tree
from ledger.core.models import Transaction
from ledger.core.views.conflicts import with_current_version
from ledger.core.views.rows import entry_from
from ledger.core.views.transactions import editable, person, toast

SHOWN = 8


def _rules(user: User) -> Any:
    return Rule.objects.visible_to(user).select_related("category", "account", "person")


@login_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """In the order they are tried."""
    user = person(request)
    context = {"lines": lines_of(list(_rules(user)), category_tree(user))}
    return render(request, "ledger/rules.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule_add(request: HttpRequest) -> HttpResponse:
    """A new rule; from a line (`?entry=`) with its payee and category filled in."""
    user = person(request)
    form = RuleForm(_posted(request), person=user, initial=_of_entry(request, user))
    if request.method == "POST" and form.is_valid():
        rule = form.save()
        if rule is not None:
            messages.success(request, _("Added"))
            return _after_save(rule)
    return _form_page(request, form)


def _posted(request: HttpRequest) -> Any:
    """What was typed, even where that is nothing at all."""
    return request.POST if request.method == "POST" else None


def _of_entry(request: HttpRequest, user: User) -> dict[str, Any] | None:
    try:
        entry = editable(user).filter(pk=UUID(request.GET.get("entry", ""))).first()
    except ValueError:
        return None
    if entry is None:
        return None
    return {"payee": entry.payee, "payee_match": "contains", "category": str(entry.category_id or "")}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = person(request)
    rule = get_object_or_404(_rules(user), pk=pk)
    form = RuleForm(_posted(request), person=user, rule=rule)
    if request.method == "POST" and form.is_valid():
        try:
            saved = form.save()
        except errors.Conflict as conflict:
            typed = with_current_version(request.POST, getattr(conflict.current, "version", 1))
            form = RuleForm(typed, person=user, rule=rule)
            form.add_error(None, _("This rule was changed elsewhere. Saving again puts yours in its place."))
        else:
            if saved is not None:
                messages.success(request, _("Saved"))
                return _after_save(saved)
    return _form_page(request, form, rule)


def _after_save(rule: Rule) -> HttpResponse:
    """On to the past, where there is something to do."""
    return redirect("rule_apply", rule.pk) if preview_rule(rule=rule).changes else redirect("rules")


def _form_page(request: HttpRequest, form: RuleForm, rule: Rule | None = None) -> HttpResponse:
    shown = form.unsaved() if form.is_bound else rule
    context = {"form": form, "rule": rule, **_preview_context(person(request), shown)}
    return render(request, "ledger/rule_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def rule_preview(request: HttpRequest) -> HttpResponse:
    """The lines that the rule in the address would fit, while it is being written."""
    user = person(request)
    rule = RuleForm(request.GET, person=user).unsaved()
    return render(request, "ledger/_rule_preview.html", _preview_context(user, rule))


def _preview_context(user: User, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"preview": None, "entries": []}
    preview: Preview = preview_rule(rule=rule)
    tree = category_tree(user)
    entries = [entry_from(each, tree) for each in preview.first[:SHOWN]]
    return {"preview": preview, "entries": entries, "currency": user.currency}


@login_required
@require_POST
def rule_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    delete_rule(rule=get_object_or_404(_rules(person(request)), pk=pk))
    if request.htmx:  # type: ignore[attr-defined]
        return toast(HttpResponse(status=204), _("The rule is gone"))
    messages.success(request, _("The rule is gone"))
    return redirect("rules")


@login_required
@require_POST
def rule_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One place up or down."""
    user = person(request)
    rule = get_object_or_404(_rules(user), pk=pk)
    step = {"up": -1, "down": 1}.get(request.POST.get("to", ""))
    if step is None:
        return HttpResponseBadRequest(_("Up or down?"))
    place = [each.pk for each in _rules(user)].index(rule.pk)
    move_rule(rule=rule, place=place + step)
    if request.htmx:  # type: ignore[attr-defined]
        context = {"lines": lines_of(list(_rules(user)), category_tree(user))}
        return render(request, "ledger/rules.html#rule-list", context)
    return redirect("rules")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule_apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the rule would do to the past, and doing it."""
    user = person(request)
    rule = get_object_or_404(_rules(user), pk=pk)
    if request.method == "POST":
        applied = apply_rule(rule=rule, also_mine=request.POST.get("also_mine") == "on")
        messages.success(request, _applied_text(applied.changed))
        return redirect("rules")
    context = {"rule": rule, "conditions": conditions_of(rule), **_preview_context(user, rule)}
    context["category"] = category_tree(user).get(rule.category_id)
    return render(request, "ledger/rule_apply.html", context)


def _applied_text(changed: int | None) -> str:
    if changed is None:
        return _("There are many: they are being changed in the background.")
    return ngettext("%(count)s line changed", "%(count)s lines changed", changed) % {"count": changed}


@login_required
@require_POST
def rule_always(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A rule from the correction of one line: this payee is always filed so."""
    user = person(request)
    entry: Transaction = get_object_or_404(editable(user), pk=pk)
    if entry.category is None or not entry.payee:
        return HttpResponseBadRequest(_("Choose a category first."))
    known = _rules(user).filter(payee=entry.payee, payee_match=Rule.PayeeMatch.IS, category=entry.category).first()
    try:
        rule = known or create_rule(
            person=user, payee=entry.payee, payee_match=Rule.PayeeMatch.IS.value, category=entry.category
        )
    except ValidationError as error:
        return toast(HttpResponse(status=204), " ".join(error.messages), error=True)
    node = category_tree(user).get(entry.category_id)
    text = _("From now on %(payee)s is %(category)s") % {"payee": entry.payee, "category": node.name if node else ""}
    return toast(HttpResponse(status=204), text, undo_url="" if known else reverse("rule_delete", args=[rule.pk]))
