"""Remote models: how they are asked, what they can do, and what happens when they fail."""
