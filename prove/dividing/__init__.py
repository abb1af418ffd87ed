"""Whole households that share costs and get even by the statement."""
