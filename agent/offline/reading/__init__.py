"""The reading of one whole message, by rule first and then by what was learned."""
