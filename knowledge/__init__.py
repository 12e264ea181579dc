"""The guidance and its retrieval: passages with verifiable quotes and sources, or a polite decline."""

from knowledge.guidance import Changes, Guidance
from knowledge.results import AnswerSentence, Found, KnowledgeError, Passage, Source

__all__ = ["AnswerSentence", "Changes", "Found", "Guidance", "KnowledgeError", "Passage", "Source"]
