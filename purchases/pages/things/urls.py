from __future__ import annotations

from django.urls import path

from purchases.pages.things.views import bulk, changes, hanging, inventory, names, thing

urlpatterns = [
    path("things/", inventory.things, name="things"),
    path("things/filters/", inventory.thing_filters, name="thing_filters"),
    path("things/add/", changes.thing_add, name="thing_add"),
    path("things/names/<slug:kind>/", names.thing_names, name="thing_names"),
    path("things/bulk/", bulk.things_bulk, name="things_bulk"),
    path("things/bulk/undo/", bulk.things_bulk_undo, name="things_bulk_undo"),
    path("things/<uuid:pk>/", thing.thing, name="thing"),
    path("things/<uuid:pk>/change/", changes.thing_edit, name="thing_edit"),
    path("things/<uuid:pk>/worth/card/", thing.thing_worth_card, name="thing_worth_card"),
    path("things/<uuid:pk>/status/", changes.thing_status, name="thing_status"),
    path("things/<uuid:pk>/archive/", changes.thing_archive, name="thing_archive"),
    path("things/<uuid:pk>/unarchive/", changes.thing_unarchive, name="thing_unarchive"),
    path("things/<uuid:pk>/share/", changes.thing_share, name="thing_share"),
    path("things/<uuid:pk>/unshare/", changes.thing_unshare, name="thing_unshare"),
    path("things/<uuid:pk>/delete/", changes.thing_delete, name="thing_delete"),
    path("things/<uuid:pk>/payment/", hanging.payment_choose, name="thing_payment"),
    path("things/<uuid:pk>/payment/link/", hanging.payment_link, name="thing_payment_link"),
    path("things/<uuid:pk>/payment/unlink/", hanging.payment_unlink, name="thing_payment_unlink"),
    path("things/<uuid:pk>/warranties/add/", hanging.warranty_add, name="thing_warranty_add"),
    path("things/<uuid:pk>/warranties/<uuid:warranty>/", hanging.warranty_edit, name="thing_warranty"),
    path("things/<uuid:pk>/warranties/<uuid:warranty>/delete/", hanging.warranty_delete, name="thing_warranty_delete"),
    path("things/<uuid:pk>/claims/add/", hanging.claim_add, name="thing_claim_add"),
    path("things/<uuid:pk>/claims/<uuid:claim>/", hanging.claim_edit, name="thing_claim"),
    path("things/<uuid:pk>/claims/<uuid:claim>/status/", hanging.claim_status, name="thing_claim_status"),
    path("things/<uuid:pk>/claims/<uuid:claim>/delete/", hanging.claim_delete, name="thing_claim_delete"),
]
