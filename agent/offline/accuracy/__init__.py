"""Accuracies, however they are said: shares, ratios, series, what is reached and what must be."""
