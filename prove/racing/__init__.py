"""Many who do one thing at the same moment."""
