"""What was bought adds to the demo household."""

from __future__ import annotations

from ledger.demo.household import furnishes_demo
from purchases.demo.household import furnish

furnishes_demo(furnish)
