"""What is read of insights: `python -m bench --insights`. Whoever adds an endpoint or a page names it here."""

from __future__ import annotations

from typing import Final

# A tenth of what is promised of analytics, and the promise itself for the first time after a write, when a figure that
# is kept by the revision of its accounts has to be worked out anew.
READ_AT_MOST_MS: Final = 50.0
ANEW_AT_MOST_MS: Final = 500.0
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
FINDINGS: Final = {
    "unusual payments": "/api/v1/insights/anomalies/?least_score=0.5",
    "stored insights": "/api/v1/insights/",
    "recommendations": "/api/v1/insights/recommendations/",
    "budget recommendations": "/api/v1/insights/budget-recommendations/",
    "spending insights": "/api/v1/insights/spending/",
    "investments": "/api/v1/insights/investments/",
    "rebalancing": "/api/v1/insights/rebalancing/",
    "insights (page)": "/insights/",
    "unusual (page)": "/insights/unusual/",
    "investments (page)": "/insights/investments/",
    "should I buy it (page)": "/advice/",
    "ask (page)": "/ask/",
}
READS: Final = {**FIGURES, **FINDINGS}
# What keeps figures, asked for the first time after a write.
ANEW: Final = {
    f"{name}, after a write": path
    for name, path in READS.items()
    if name.startswith(("trends of", "patterns of", "unusual pay", "recomm", "budget recomm", "spending"))
}
# What is asked with a body: the path and what is sent.
ASKED: Final = {
    "advice on a purchase": ("/api/v1/advice/purchase/", {"item_description": "A bicycle", "amount": "640.00"}),
    "a question to the assistant": ("/api/v1/chat/messages/", {"message": "What did I spend on groceries last month?"}),
}
# Everything worth telling of one person, found by a job.
FOUND_ANEW: Final = "insights found anew"
FOUND_AFTER_A_WRITE: Final = f"{FOUND_ANEW}, after a write"
FOUND_AT_MOST_MS: Final = 2000.0
