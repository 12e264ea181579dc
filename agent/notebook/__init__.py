"""What a conversation has noted down, the entries that change it, and how far back they reach."""

from agent.notebook.book import Before, Correction, Notebook

__all__ = ["Before", "Correction", "Notebook"]
