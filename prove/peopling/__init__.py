"""Fifty people who live with their money at once, and a thousand windows left open."""
