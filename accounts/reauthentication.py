"""Ways of proving once more that it is the person, beyond allauth's password, code and passkey.

allauth lets people who have none of the three through unasked. Here they prove it with the provider they come by.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows import reauthentication
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import password_set as set_password
from allauth.headless.account.views import ChangePasswordView
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.proof import CAME_BACK, has_proved
from accounts.providers import providers

OURS = "accounts"
ways_of_allauth = reauthentication.get_reauthentication_flows


def connected_providers(person: User) -> list[dict[str, str]]:
    """Those of `providers()` the person can log in with. One query."""
    theirs = set(SocialAccount.objects.filter(user=person).values_list("provider", flat=True))
    return [each for each in providers() if each["id"] in theirs]


@login_required
@never_cache
@require_GET
def by_provider(request: HttpRequest) -> HttpResponse:
    """The buttons that lead to the person's providers, and where they come back to: what they were at then goes on."""
    assert isinstance(request.user, User)
    came_back = request.session.pop(CAME_BACK, None)
    if came_back:
        next_page = get_next_redirect_url(request) or "overview"
        return reauthentication.resume_request(request) or redirect(next_page)
    others = [each for each in get_adapter().get_reauthentication_methods(request.user) if each["url"] != request.path]
    context = {
        "providers": connected_providers(request.user),
        "here": request.get_full_path(),
        "was_refused": came_back is False,
        "reauthentication_alternatives": others,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if came_back is False else HTTPStatus.OK
    return render(request, "account/reauthenticate_by_provider.html", context, status=status)


# A password is a proof for ever after: it takes one to set the first.
password_set = login_required(reauthentication_required(set_password, allow_get=True, app=OURS))


class ChangePassword(ChangePasswordView):
    """allauth asks for the password there was; where there was none, for a proof."""

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User) and not request.user.has_usable_password():
            raise_if_reauthentication_required(request, app=OURS)
        return super().handle(request, *args, **kwargs)  # type: ignore[no-any-return]


def ways_of(person: Any) -> list[dict[str, Any]]:
    """allauth's ways to prove it by API, and that of an app with its provider's token."""
    ways: list[dict[str, Any]] = ways_of_allauth(person)
    if isinstance(person, User) and (theirs := [each["id"] for each in connected_providers(person)]):
        ways.append({"id": "provider_token", "providers": theirs})
    return ways


def mend_allauth() -> None:
    reauthentication.get_reauthentication_flows = ways_of
    reauthentication.did_recently_reauthenticate = has_proved
