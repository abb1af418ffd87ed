"""The stock admin as the staff's site, in our colours."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class StaffSite(AdminConfig):
    default_site = "config.kernel.staff_site.Site"
