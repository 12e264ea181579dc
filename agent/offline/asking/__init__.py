"""What a message is after: a question and its topic, an order, a name for a what-if, harm."""
