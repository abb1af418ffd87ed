"""Backups made while others write, archives that are not what they say, and restores that are cut off."""
