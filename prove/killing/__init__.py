"""A process that ends without warning, the next one that finds what it left, and what must be true then."""
