"""The page of asking: a conversation, what was asked earlier, and one tap for what is proposed."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from chat.assistant import actions, conversing
from chat.assistant.asking import answer_question
from chat.assistant.errors import Decided
from chat.assistant.local.engine import fitting
from chat.assistant.models import LONGEST_QUESTION, AssistantAction, AssistantMessage, Conversation
from chat.assistant.views.drawn import drawn
from chat.voice.offering import may_listen, offered
from config.kernel.ids import new_id
from insights.language.configuration import configured
from insights.language.consent import consents_of
from ledger.core.views.transactions import person
from partnerships.core.standing import current_standing

MOST_SHOWN = 40
MOST_EARLIER = 12


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A new conversation; what is posted begins one. Eight queries to look at it."""
    if request.method == "POST":
        return _asked(request, None)
    return _page(request, None, typed=request.GET.get("q", "")[:LONGEST_QUESTION])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_conversation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of the person's own; nine queries."""
    talk = get_object_or_404(Conversation.objects.visible_to(person(request)), pk=pk)
    return _asked(request, talk) if request.method == "POST" else _page(request, talk)


@login_required
@require_http_methods(["GET", "HEAD"])
def ask_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One answer as the page draws it, once its stream has ended. Three queries."""
    seen = AssistantMessage.objects.visible_to(person(request)).prefetch_related("actions")
    (found,) = drawn([get_object_or_404(seen, pk=pk)])
    return render(request, "chat/ask/_message.html", {"drawn": found})


@login_required
@require_POST
def ask_forget(request: HttpRequest, pk: UUID) -> HttpResponse:
    conversing.forget_conversation(person=person(request), key=pk)
    messages.success(request, _("Forgotten"))
    return redirect("ask")


@login_required
@require_POST
def ask_forget_all(request: HttpRequest) -> HttpResponse:
    conversing.forget_all(person=person(request))
    messages.success(request, _("Forgotten"))
    return redirect("ask")


@login_required
@require_POST
def ask_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Do what was proposed; the toast takes it back."""
    action = _action(request, pk)
    try:
        actions.confirm_action(action=action, person=person(request))
    except Decided as decided:
        return _decided(request, action, str(decided), is_error=True)
    return _decided(request, action, _("Done"), undo=reverse("ask_undo", args=[pk]))


@login_required
@require_POST
def ask_dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    action = _action(request, pk)
    try:
        actions.dismiss_action(action=action)
    except Decided as decided:
        return _decided(request, action, str(decided), is_error=True)
    return _decided(request, action, _("Dismissed"))


@login_required
@require_POST
def ask_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    action = _action(request, pk)
    try:
        actions.undo_action(action=action, person=person(request))
    except Decided as decided:
        return _decided(request, action, str(decided), is_error=True)
    return _decided(request, action, _("Taken back"))


def _action(request: HttpRequest, pk: UUID) -> AssistantAction:
    seen = AssistantAction.objects.visible_to(person(request)).select_related("message")
    return get_object_or_404(seen, pk=pk)


def _decided(
    request: HttpRequest, action: AssistantAction, text: str, *, undo: str = "", is_error: bool = False
) -> HttpResponse:
    """The action as it stands now, and a toast; without a script the conversation again."""
    if not request.htmx:  # type: ignore[attr-defined]
        (messages.error if is_error else messages.success)(request, text, extra_tags=undo)
        return redirect("ask_conversation", pk=action.message.conversation_id)
    fresh = AssistantAction.objects.get(pk=action.pk)
    answer = render(request, "chat/ask/_action.html", {"action": fresh, "can_undo": actions.may_undo(fresh)})
    toast = {"text": text, **({"undo_url": undo} if undo else {}), **({"error": True} if is_error else {})}
    answer["HX-Trigger"] = json.dumps({"toast": toast})
    return answer


def _asked(request: HttpRequest, talk: Conversation | None) -> HttpResponse:
    """Without a script: the question is answered, then the conversation shown. Refused, what was typed stays."""
    user, typed = person(request), request.POST.get("message", "")
    try:
        begun = conversing.begin_question(
            person=user, text=typed, conversation=talk.pk if talk else None, client_id=_client_id(request)
        )
    except ValidationError as refused:
        return _page(request, talk, typed=typed, refused=" ".join(refused.messages), status=422)
    answer = answer_question(user, begun)
    return redirect(f"{reverse('ask_conversation', args=[answer.conversation_id])}#message-{answer.pk}")


def _client_id(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return None


def _page(
    request: HttpRequest, talk: Conversation | None, *, typed: str = "", refused: str = "", status: int = 200
) -> HttpResponse:
    user = person(request)
    shown: list[AssistantMessage] = []
    if talk is not None:
        rows = AssistantMessage.objects.filter(conversation=talk).prefetch_related("actions").order_by("-pk")
        shown = list(rows[:MOST_SHOWN])[::-1]
    last = shown[-1].suggestions if shown else []
    context = {
        "talk": talk,
        "lines": drawn(shown),
        "suggestions": last or fitting(current_standing(user) is not None),
        "earlier": list(Conversation.objects.visible_to(user).order_by("-last_at")[:MOST_EARLIER]),
        "typed": typed,
        "refused": refused,
        "client_id": new_id(),
        "longest": LONGEST_QUESTION,
        "voice": offered(),
        **_what_a_model_may(user),
    }
    return may_listen(render(request, "chat/ask/ask.html", context, status=status))


def _what_a_model_may(user: User) -> dict[str, object]:
    setup = configured()
    given = consents_of(user, setup) if setup else set()
    return {"model": setup, "may_answer": "answers" in given}
