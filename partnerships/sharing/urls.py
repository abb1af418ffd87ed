from __future__ import annotations

from django.urls import path

from partnerships.sharing.views import privacy

urlpatterns = [
    path("together/privacy/", privacy.privacy, name="privacy"),
    path("together/privacy/seen/", privacy.seen_by_partner, name="privacy_seen"),
    path("money-accounts/<uuid:pk>/privacy/", privacy.privacy_account, name="privacy_account"),
    path("together/seen/", privacy.seen_by_me, name="partner_accounts"),
]
