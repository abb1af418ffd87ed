"""Couples, for every test of the partnerships."""

from __future__ import annotations

import pytest

from accounts.models import User
from partnerships.agreements.month_shares import this_month
from partnerships.agreements.services import begin_agreement
from partnerships.agreements.terms import Terms
from partnerships.core.models import Partnership
from partnerships.core.services import start_partnership


@pytest.fixture
def couple(ana: User, ben: User) -> Partnership:
    """Ana (member 0) and Ben in an active partnership in euros, by income from this month on."""
    month = this_month()
    partnership = start_partnership(first=ana, second=ben, currency="EUR", started_on=month)
    begin_agreement(partnership=partnership, terms=Terms(starts_on=month), proposed_by=ana)
    return partnership
