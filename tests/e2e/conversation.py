"""The conversation that the page, the pictures and the benchmark go through."""

MESSAGES = (
    "We answer about 120,000 customer emails a month. The tone has to be calm and always the "
    "same. The policy hardly changes. We have roughly 3,000 replies that our best agents wrote.",
    "Just tell me what you recommend.",
    "what if we only had 100 examples?",
    "why not RAG?",
)
