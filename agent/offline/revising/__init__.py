"""What a message changes of what is known: set right, taken back, or only supposed."""
