from __future__ import annotations

from django.urls import path

from partnerships.core.views import partner

urlpatterns = [
    path("settings/partner/", partner.partner, name="settings_partner"),
    path("settings/partner/pause/", partner.pause, name="partner_pause"),
    path("settings/partner/resume/", partner.resume, name="partner_resume"),
    path("settings/partner/end/", partner.end, name="partner_end"),
]
