"""The offline model: reads messages by rule, picks tools, phrases their results."""
