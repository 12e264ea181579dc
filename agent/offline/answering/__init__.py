"""Short answers in the light of the question that was asked, and results of experiments."""
