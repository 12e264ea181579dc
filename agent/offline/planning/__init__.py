"""Which tools a turn calls: what it notes, and what it looks up for each wish."""
