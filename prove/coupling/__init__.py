"""Two people with a real browser each, at two processes of one instance."""
