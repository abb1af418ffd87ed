"""Files nobody would write: where they come from, what is done to them, and what must hold of each."""
