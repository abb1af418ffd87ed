"""What the two of us add to the demo household."""

from __future__ import annotations

from ledger.demo.household import furnishes_demo
from partnerships.together.demo import pair_up

furnishes_demo(pair_up)
