"""What is read of insights: `python -m bench --insights`. Whoever adds an endpoint or a page names it here."""

from __future__ import annotations

from typing import Final

# Above this a figure would need a cache of its own.
READ_AT_MOST_MS: Final = 15.0
FIGURES: Final = {
    "trends of 12 months": "/api/v1/insights/trends/",
    "trends of 120 months": "/api/v1/insights/trends/?periods=120&by=top",
    "trends of 30 days": "/api/v1/insights/trends/?timeframe=day",
    "trends of 12 weeks": "/api/v1/insights/trends/?timeframe=week&by=top",
    "trends of hours": "/api/v1/insights/trends/?timeframe=hour&periods=1",
    "patterns of 6 months": "/api/v1/insights/patterns/",
    "patterns of 24 months": "/api/v1/insights/patterns/?months=24",
    "summary": "/api/v1/insights/summary/",
    "savings": "/api/v1/insights/savings/",
    "trends (page)": "/insights/trends/",
    "patterns (page)": "/insights/patterns/",
    "summary (page)": "/insights/summary/",
}
READS: Final = {**FIGURES}
