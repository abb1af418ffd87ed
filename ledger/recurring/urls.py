from __future__ import annotations

from django.urls import path

from ledger.recurring.views import changes, feed, noticed, pages

urlpatterns = [
    path("plan/recurring/", pages.recurring, name="recurring"),
    path("plan/recurring/calendar/", pages.recurring_calendar, name="recurring_calendar"),
    path("plan/recurring/add/", changes.recurring_add, name="recurring_add"),
    path("plan/recurring/<uuid:pk>/", changes.recurring_edit, name="recurring_edit"),
    path("plan/recurring/<uuid:pk>/skip/", changes.recurring_skip, name="recurring_skip"),
    path("plan/recurring/<uuid:pk>/unskip/", changes.recurring_unskip, name="recurring_unskip"),
    path("plan/recurring/<uuid:pk>/pause/", changes.recurring_pause, name="recurring_pause"),
    path("plan/recurring/<uuid:pk>/resume/", changes.recurring_resume, name="recurring_resume"),
    path("plan/recurring/<uuid:pk>/end/", changes.recurring_end, name="recurring_end"),
    path("plan/recurring/<uuid:pk>/delete/", changes.recurring_delete, name="recurring_delete"),
    path("plan/recurring/offers/<uuid:pk>/accept/", noticed.recurring_offer_accept, name="recurring_offer_accept"),
    path("plan/recurring/offers/<uuid:pk>/decline/", noticed.recurring_offer_decline, name="recurring_offer_decline"),
    path("plan/recurring/notices/<uuid:pk>/dismiss/", noticed.recurring_notice_dismiss, name="recurring_dismiss"),
    path("plan/recurring/feed/", feed.recurring_feed_open, name="recurring_feed_open"),
    path("plan/recurring/feed/close/", feed.recurring_feed_close, name="recurring_feed_close"),
    path("plan/recurring/feed/<slug:secret>.ics", feed.recurring_calendar_feed, name="recurring_calendar_feed"),
]
