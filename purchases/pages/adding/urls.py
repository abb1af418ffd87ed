from __future__ import annotations

from django.urls import path

from purchases.pages.adding.views import inbox, remembering, taking

urlpatterns = [
    path("things/from-paper/", taking.thing_from_paper, name="thing_from_paper"),
    path("things/from-paper/<uuid:pk>/", remembering.thing_of_paper, name="thing_of_paper"),
    path("things/from-paper/<uuid:pk>/attach/", remembering.thing_attach, name="thing_attach"),
    path("things/from-paper/<uuid:pk>/detach/", remembering.thing_detach, name="thing_detach"),
    path("things/from-mail/", remembering.thing_from_mail, name="thing_from_mail"),
    path("things/from-payment/<uuid:key>/", remembering.thing_from_payment, name="thing_from_payment"),
    path("things/papers/inbox/", inbox.papers_inbox, name="papers_inbox"),
    path("things/papers/inbox/<uuid:pk>/delete/", inbox.paper_drop, name="paper_drop"),
]
