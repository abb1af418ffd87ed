"""The stock admin as the staff's site, in our colours."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.sites import AdminSite
from django.utils.translation import gettext_lazy as _


class Site(AdminSite):
    site_header = _("Tuppence staff")
    site_title = _("Tuppence staff")
    index_title = _("What staff may see")
    enable_nav_sidebar = False


class StaffSite(AdminConfig):
    default_site = "config.kernel.staff.Site"
