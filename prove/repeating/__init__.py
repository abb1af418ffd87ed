"""Requests sent again and again under one key while servers are killed, and what must have come of them."""
