"""What `prove schema` sends, as whom, and what it holds against each answer."""
