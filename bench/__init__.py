"""Speed, measured on ten years of one person's lines: `make bench`."""
