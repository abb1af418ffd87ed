from __future__ import annotations

from django.urls import path

from ledger.recurring.api import noticed, views

urlpatterns = [
    path("recurring/", views.RecurringListView.as_view(), name="api_recurring_list"),
    path("recurring/upcoming/", views.UpcomingView.as_view(), name="api_recurring_upcoming"),
    path("recurring/offers/", noticed.OffersView.as_view(), name="api_recurring_offers"),
    path("recurring/offers/<uuid:key>/accept/", noticed.OfferAcceptView.as_view(), name="api_recurring_offer_accept"),
    path(
        "recurring/offers/<uuid:key>/decline/", noticed.OfferDeclineView.as_view(), name="api_recurring_offer_decline"
    ),
    path("recurring/notices/", noticed.NoticesView.as_view(), name="api_recurring_notices"),
    path("recurring/notices/<uuid:key>/dismiss/", noticed.NoticeDismissView.as_view(), name="api_recurring_dismiss"),
    path("recurring/feed/", views.FeedView.as_view(), name="api_recurring_feed"),
    path("recurring/<uuid:key>/", views.RecurringView.as_view(), name="api_recurring"),
    path("recurring/<uuid:key>/skip/", views.SkipView.as_view(), name="api_recurring_skip"),
    path("recurring/<uuid:key>/pause/", views.PauseView.as_view(), name="api_recurring_pause"),
    path("recurring/<uuid:key>/resume/", views.ResumeView.as_view(), name="api_recurring_resume"),
    path("recurring/<uuid:key>/end/", views.EndView.as_view(), name="api_recurring_end"),
]
