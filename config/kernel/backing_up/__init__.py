"""When archives are made, what became of each, and putting one back from a page; the archives are `backup`'s."""
