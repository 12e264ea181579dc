"""Trains which words tell which fact: `python -m tests.evals.tagging`.

Learns from `messages/`, messages with the words that tell each fact, from `statements/`, and from
our own older texts, where the words are those the rules found; never from the development set or
from the sets that are kept to judge. Writes the weights that `agent/offline/reading/tagger.py`
reads, and prints the limits for `data/tagger.toml` by the messages that were held out.
"""
