from __future__ import annotations

from django.urls import path

from partnerships.sharing.views import joint, lines, privacy

urlpatterns = [
    path("together/privacy/", privacy.privacy, name="privacy"),
    path("together/privacy/seen/", privacy.seen_by_partner, name="privacy_seen"),
    path("together/seen/", privacy.seen_by_me, name="partner_accounts"),
    path("together/for-both/", joint.for_both, name="for_both"),
    path("together/for-both/<uuid:pk>/remove/", joint.for_both_remove, name="for_both_remove"),
    path("together/joint-account/", joint.joint_add, name="joint_add"),
    path("money-accounts/<uuid:pk>/privacy/", privacy.privacy_account, name="privacy_account"),
    path("money-accounts/<uuid:pk>/join/", joint.account_join, name="account_join"),
    path("money-accounts/<uuid:pk>/leave/", joint.account_leave, name="account_leave"),
    path("transactions/share/", lines.transactions_share, name="transactions_share"),
    path("transactions/<uuid:pk>/whose/", lines.transaction_whose, name="transaction_whose"),
    path("transactions/<uuid:pk>/hide/", lines.transaction_hide, name="transaction_hide"),
]
