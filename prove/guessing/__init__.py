"""What somebody learns who tries addresses at the doors: from what is answered, and from how long it takes."""
