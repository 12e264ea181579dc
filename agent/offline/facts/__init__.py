"""What sentences state: amounts of every kind, categories, how often things change."""
