"""Normalised text taken apart: the lexicon, numbers, periods, quantities and names."""
