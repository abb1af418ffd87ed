"""Whoever deletes their log-in leaves their partnerships first."""

from __future__ import annotations

from config.kernel.registry import deletes_person_data
from partnerships.core.services import leave_partnerships

deletes_person_data(leave_partnerships)
