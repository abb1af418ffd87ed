"""Backups as staff see them, by page and by API; what is done is `config.kernel.backing_up`'s."""
