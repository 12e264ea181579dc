"""The guidance and its retrieval: quotes with their sources, or a polite decline."""

from knowledge.guidance import Guidance
from knowledge.ingestion import Changes
from knowledge.results import AnswerSentence, Found, KnowledgeError, Passage, Source

__all__ = ["AnswerSentence", "Changes", "Found", "Guidance", "KnowledgeError", "Passage", "Source"]
