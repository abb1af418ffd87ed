from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from accounts import apple, providers, reauthentication
from config.kernel.api.live import LiveStreamView
from config.kernel.search.api import SearchView


def absent(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    # What is asked most stands first: addresses are tried from the top.
    path("api/v1/", include("ledger.api_urls")),
    path("api/v1/", include("accounts.api.urls")),
    path("api/v1/search/", SearchView.as_view(), name="api_search"),
    path("api/v1/live/stream/", LiveStreamView.as_view(), name="api_live_stream"),
    path("api/v1/", include("partnerships.api_urls")),
    path("api/v1/", include("purchases.api_urls")),
    path("api/v1/", include("insights.api_urls")),
    path("api/v1/", include("chat.api.urls")),
    path("", include("config.kernel.urls")),
    path("", include("config.kernel.search.urls")),
    # Nobody gives us a telephone number, and allauth answers 500 where there is no such thing.
    path("_allauth/app/v1/account/phone", absent),
    path("_allauth/app/v1/auth/phone/verify", absent),
    path("_allauth/app/v1/auth/phone/verify/resend", absent),
    # For browsers that share our cookies, which apps do not: they send the provider's token.
    path("_allauth/app/v1/auth/provider/redirect", absent),
    path("_allauth/app/v1/account/password/change", reauthentication.ChangePassword.as_api_view(client="app")),
    path("_allauth/", include("allauth.headless.urls")),
    # Before allauth's own of the same names.
    path("accounts/oidc/<provider_id>/login/", providers.leave),
    path("accounts/oidc/<provider_id>/login/callback/", providers.come_back),
    path("accounts/password/set/", reauthentication.password_set),
    path("accounts/apple/login/", apple.leave),
    path("accounts/apple/login/callback/", apple.receive),
    path("accounts/apple/login/callback/finish/", apple.come_back),
    path("accounts/", include("allauth.urls")),
    path("admin/backups/", include("accounts.backups.urls")),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("chat.urls")),
    path("", include("partnerships.urls")),
    path("", include("purchases.urls")),
    path("", include("insights.urls")),
    path("", include("ledger.urls")),
]

handler400 = "config.kernel.views.bad_request"
handler403 = "config.kernel.views.permission_denied"
handler404 = "config.kernel.views.not_found"
handler500 = "config.kernel.views.server_error"
