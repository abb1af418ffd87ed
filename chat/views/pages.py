"""The page of talking with one's partner, the panel that opens beside any page, and having read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from chat import services
from chat.forms import MessageForm
from chat.models import Message
from chat.reading import read, talk_of
from config.kernel.ids import new_id
from config.kernel.slots import fills
from ledger.core.views.transactions import person, toast
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, current_standing, standing_in, standing_named


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def chat(request: HttpRequest) -> HttpResponse:
    """Nine queries. Without a partner: what was said with the last one, or how to find one."""
    user = person(request)
    standing = _standing_of(user, request.GET.get("partnership", ""))
    if standing is None:
        if request.method == "POST":
            raise Http404
        return render(request, "chat/chat.html", {"standing": None})
    if request.method == "POST":
        return write(request, standing, "chat/chat.html", {}, reverse("chat"))
    if _wants_lines(request):
        return render(request, "chat/_lines.html", _context(request, standing))
    return render(request, "chat/chat.html", {**_context(request, standing), "form": fresh_form()})


@login_required
@require_safe
def chat_panel(request: HttpRequest) -> HttpResponse:
    standing = current_standing(person(request))
    if standing is None:
        return HttpResponse(status=404)
    context = {**_context(request, standing), "lines_url": reverse("chat_panel"), "form": fresh_form()}
    template = "chat/_lines.html" if _wants_lines(request) else "chat/_panel.html"
    return render(request, template, context)


@login_required
@require_POST
def chat_read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was read says so; where nothing can be said any more, nothing is."""
    user = person(request)
    message = get_object_or_404(Message.objects.visible_to(user), pk=pk)
    with suppress(Overtaken, ValidationError):
        services.mark_read(standing=standing_in(user, message.partnership_id), up_to=message)
    return HttpResponse(status=204) if request.htmx else redirect("chat")  # type: ignore[attr-defined]


def write(
    request: HttpRequest,
    standing: Standing,
    template: str,
    more: dict[str, object],
    back: str,
    about: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Send what was typed, `about` being a thing by its name in services.write_message. Refused, it stays in the field:
    a script gets a toast, a page comes again with 422.
    """
    form = MessageForm(request.POST)
    refused = ""
    if form.is_valid():
        try:
            services.write_message(
                standing=standing,
                text=form.cleaned_data["text"],
                client_id=form.cleaned_data["client_id"],
                **(about or {}),
            )
            return _sent(request, back)
        except Overtaken as overtaken:
            refused = str(overtaken.message)
        except ValidationError as error:
            refused = " ".join(error.messages)
        form.add_error(None, refused)
    refused = refused or " ".join(str(each) for errors in form.errors.values() for each in errors)
    if request.htmx:  # type: ignore[attr-defined]
        return toast(HttpResponse(status=204), refused, error=True)
    return render(request, template, {**_context(request, standing), **more, "form": form}, status=422)


def _sent(request: HttpRequest, back: str) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{back}#chat-end")
    answer = HttpResponse(status=204)
    answer["HX-Trigger"] = json.dumps({"chat-sent": {"client_id": str(new_id())}})
    return answer


def fresh_form() -> MessageForm:
    return MessageForm(initial={"client_id": new_id()})


def _context(request: HttpRequest, standing: Standing) -> dict[str, object]:
    user = standing.person
    return {
        "standing": standing,
        "partner": str(standing.other),
        "can_write": standing.partnership.status == Partnership.Status.ACTIVE,
        "reading": read(talk_of(user, standing), standing, before=uuid_or_none(request.GET.get("before", ""))),
        "lines_url": request.get_full_path(),
    }


def _standing_of(user: User, asked: str) -> Standing | None:
    """The one that was asked for, the open one, or the last that ended."""
    if asked:
        return standing_named(user, asked)
    current = current_standing(user)
    if current is not None:
        return current
    last = Partnership.objects.visible_to(user).order_by("-ended_on", "-pk").first()
    return standing_in(user, last.pk) if last else None


def _wants_lines(request: HttpRequest) -> bool:
    return bool(request.htmx) and request.htmx.target == "chat-lines"  # type: ignore[attr-defined]


def uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@fills("past_partnership")
def past_talk(request: HttpRequest, partnership: Partnership) -> str:
    """Leads to what was said until it ended. No query."""
    return render_to_string("chat/_past.html", {"partnership": partnership}, request=request)
