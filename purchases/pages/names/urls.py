from __future__ import annotations

from django.urls import path

from purchases.pages.names import views

urlpatterns = [
    path("things/shops/", views.shops, name="shops"),
    path("things/shops/retailers/add/", views.shops_add, {"kind": "retailers"}, name="shops_add_retailer"),
    path("things/shops/brands/add/", views.shops_add, {"kind": "brands"}, name="shops_add_brand"),
    path(
        "things/shops/retailers/<uuid:pk>/delete/",
        views.shops_delete,
        {"kind": "retailers"},
        name="shops_delete_retailer",
    ),
    path("things/shops/brands/<uuid:pk>/delete/", views.shops_delete, {"kind": "brands"}, name="shops_delete_brand"),
]
