"""The page 'How we split': what is in force, and asking for something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from config.kernel.money import ZERO
from ledger.core.views.transactions import person
from partnerships.agreements import presenting, services
from partnerships.agreements.forms import ExceptionForms, ModeForm, SplitForm, ThresholdForm, exceptions_form
from partnerships.agreements.models import Method
from partnerships.agreements.overview import Overview, overview
from partnerships.agreements.preview import preview
from partnerships.agreements.splitting import Share
from partnerships.agreements.terms import Terms, terms_of
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, current_standing


def _standing(request: HttpRequest) -> Standing:
    found = current_standing(person(request))
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest) -> HttpResponse:
    """Some twenty queries, whatever was agreed before."""
    standing = _standing(request)
    if request.method != "POST":
        return _page(request, standing)
    form = SplitForm(request.POST, standing=standing)
    exceptions = exceptions_form(request.POST, standing=standing)
    if not (form.is_valid() and exceptions.is_valid()):
        return _page(request, standing, form=form, exceptions=exceptions)

    def ask() -> None:
        terms = form.terms(exceptions.terms(standing.place))
        services.ask_for_agreement(standing=standing, terms=terms, message=form.cleaned_data["message"])

    if not _has_asked(form, ask):
        return _page(request, standing, form=form, exceptions=exceptions)
    messages.success(request, _asked(standing))
    return redirect("split")


def _asked(standing: Standing) -> str:
    return _("%(partner)s is asked. Until then everything stays as it is.") % {"partner": standing.other}


def _page(
    request: HttpRequest,
    standing: Standing,
    *,
    form: SplitForm | None = None,
    exceptions: ExceptionForms | None = None,
    threshold: ThresholdForm | None = None,
    mode: ModeForm | None = None,
) -> HttpResponse:
    shown = overview(standing.partnership)
    now = terms_of(shown.in_force) if shown.in_force else None
    context = {
        **_in_force(shown, standing),
        "form": form or SplitForm(standing=standing, terms=now),
        "exceptions": exceptions or exceptions_form(standing=standing, terms=now),
        "threshold_form": threshold or ThresholdForm(initial={"approval_threshold": _threshold(standing)}),
        "mode_form": mode or ModeForm(initial={"mode": standing.partnership.mode}),
    }
    is_refused = any(each is not None and each.is_bound for each in (form, exceptions, threshold, mode))
    return render(request, "partnerships/agreements/split.html", context, status=422 if is_refused else 200)


def _threshold(standing: Standing) -> Any:
    return standing.partnership.approval_threshold


def _in_force(shown: Overview, standing: Standing) -> dict[str, Any]:
    agreements = [*([shown.in_force] if shown.in_force else []), *shown.upcoming, *reversed(shown.earlier)]
    told = presenting.told(agreements, standing)
    first = 1 if shown.in_force else 0
    later = first + len(shown.upcoming)
    by_income = shown.in_force is not None and shown.in_force.method == Method.INCOME
    return {
        "partner": str(standing.other),
        "currency": standing.partnership.currency,
        "partnership": standing.partnership,
        "is_active": standing.partnership.status == Partnership.Status.ACTIVE,
        "bar": presenting.bar(shown.share, standing),
        "example": presenting.example(shown.share, standing),
        "in_force": told[0] if first else None,
        "upcoming": told[first:later],
        "earlier": told[later:],
        "waiting": shown.waiting,
        "waits_for_me": shown.waiting is not None and shown.waiting.requested_by_id != standing.person.pk,
        "income_missing": by_income and _income_missing(standing.person, shown),
    }


def _income_missing(reader: User, shown: Overview) -> bool:
    """The reader's own, which alone they are told of."""
    return shown.in_force is not None and not shown.in_force.income_months and reader.monthly_income is None


@login_required
@require_safe
def split_preview(request: HttpRequest) -> HttpResponse:
    """What the terms typed so far would come to, as far as it may be known."""
    standing = _standing(request)
    form = SplitForm({"fixed_by": "me", **_first(request)}, standing=standing)
    context: dict[str, Any] = {"partner": str(standing.other), "currency": standing.partnership.currency}
    if form.is_valid():
        terms = form.terms(())
        context["method"] = terms.method
        try:
            shown = preview(terms, standing.partnership)
        except ValidationError as error:
            context["refusal"] = " ".join(error.messages)
        else:
            context["bar"] = _proposed(shown.share, standing)
            context["example"] = presenting.parts_of(shown, standing)
            context["fixed"] = _fixed(terms)
    return render(request, "partnerships/agreements/_preview.html", context)


def _proposed(share: Share | None, standing: Standing) -> presenting.Bar | None:
    return None if share is None else presenting.bar(share, standing, is_agreed=False)


def _first(request: HttpRequest) -> dict[str, str]:
    return {name: value for name, value in request.GET.items() if isinstance(value, str)}


def _fixed(terms: Terms) -> Any:
    return (terms.fixed_amount or ZERO) if terms.method == Method.FIXED else None


@login_required
@require_POST
def split_threshold(request: HttpRequest) -> HttpResponse:
    standing, form = _standing(request), ThresholdForm(request.POST)
    if form.is_valid():
        threshold = form.cleaned_data["approval_threshold"]
        if _has_asked(form, lambda: services.ask_for_threshold(standing=standing, threshold=threshold)):
            messages.success(request, _asked(standing))
            return redirect("split")
    return _page(request, standing, threshold=form)


@login_required
@require_POST
def split_mode(request: HttpRequest) -> HttpResponse:
    standing, form = _standing(request), ModeForm(request.POST)
    if form.is_valid():
        mode = form.cleaned_data["mode"]
        if _has_asked(form, lambda: services.ask_for_mode(standing=standing, mode=mode)):
            messages.success(request, _asked(standing))
            return redirect("split")
    return _page(request, standing, mode=form)


def _has_asked(form: SplitForm | ThresholdForm | ModeForm, ask: Callable[[], object]) -> bool:
    """Whether the question went out; a refusal stands on the form otherwise."""
    try:
        ask()
    except ValidationError as error:
        form.refused(error)
    except Overtaken as overtaken:
        form.add_error(None, str(overtaken.message))
    else:
        return True
    return False
