from __future__ import annotations

from partnerships.expenses.tests.conftest import account_of, both

__all__ = ["account_of", "both"]
