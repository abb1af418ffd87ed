from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from insights.pages.investing import changes, overview, wallets

BASE = "insights/investments/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(BASE, overview.investments_page, name="investments"),
    path(f"{BASE}add/", changes.position_add, name="position_add"),
    path(f"{BASE}import/", changes.positions_import, name="positions_import"),
    path(f"{BASE}rules/", changes.investing_rules, name="investing_rules"),
    path(f"{BASE}wallets/add/", wallets.wallet_add, name="wallet_add"),
    path(f"{BASE}wallets/<uuid:pk>/", wallets.wallet_page, name="wallet"),
    path(f"{BASE}wallets/<uuid:pk>/sync/", wallets.wallet_sync, name="wallet_sync"),
    path(f"{BASE}wallets/<uuid:pk>/delete/", wallets.wallet_delete, name="wallet_delete"),
    path(f"{BASE}<uuid:pk>/", overview.position_page, name="position"),
    path(f"{BASE}<uuid:pk>/change/", changes.position_change, name="position_change"),
    path(f"{BASE}<uuid:pk>/move/", changes.position_move, name="position_move"),
    path(f"{BASE}<uuid:pk>/moves/<uuid:move>/delete/", changes.position_move_delete, name="position_move_delete"),
    path(f"{BASE}<uuid:pk>/value/", changes.position_value, name="position_value"),
    path(f"{BASE}<uuid:pk>/close/", changes.position_close, name="position_close"),
    path(f"{BASE}<uuid:pk>/delete/", changes.position_delete, name="position_delete"),
]
