"""The staff's site itself; in a module of its own, since `staff` is read before any model may be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from config.kernel import mail_trial

# Their own admins would let staff give somebody another address or session, and so another's account.
NOT_SHOWN = {
    "account.emailaddress",
    "account.emailconfirmation",
    "mfa.authenticator",
    "socialaccount.socialaccount",
    "socialaccount.socialapp",
    "socialaccount.socialtoken",
    "usersessions.usersession",
    "auth.group",
}


class AskedFirst:
    """Django's history looks the row up before it asks for the permission, and so says which rows there are."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        if not self.has_view_or_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)  # type: ignore[misc]


class Site(AdminSite):
    site_header = _("Tuppence staff")
    site_title = _("Tuppence staff")
    index_title = _("What staff may see")
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        shown = [each for each in models if each._meta.label_lower not in NOT_SHOWN]
        its_class = admin_class or ModelAdmin
        # Named here, where the names are shown: in Meta each would be a migration that changes nothing.
        if names := getattr(its_class, "names", None):
            for model in shown:
                model._meta.verbose_name, model._meta.verbose_name_plural = names
        super().register(shown, type(its_class.__name__, (AskedFirst, its_class), {}), **options)

    def get_urls(self) -> list[Any]:
        """Without Django's way from a row to its own page: our rows have none, and it answers 500 to a wrong id."""
        found = [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]
        return [path("mail/", self.admin_view(self.try_mail), name="try_mail"), *found]

    def try_mail(self, request: HttpRequest) -> HttpResponse:
        """Sends the staff who ask a message of their own, and shows what the mail server says."""
        is_possible, address = mail_trial.is_possible(), request.user.get_username()
        trial = mail_trial.send_to(address) if request.method == "POST" and is_possible else None
        told = {"title": _("Try mail"), "is_possible": is_possible, "address": address, "trial": trial}
        return TemplateResponse(request, "admin/try_mail.html", {**self.each_context(request), **told})

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The one log-in there is, with its limits and second factors; for whoever is no staff nothing is here."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404
        return redirect_to_login(request.GET.get("next") or request.get_full_path(), settings.LOGIN_URL)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")
