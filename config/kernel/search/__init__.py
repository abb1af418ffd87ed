"""One search over everything a person may read; docs/decisions/0011 says why it is as it is."""
