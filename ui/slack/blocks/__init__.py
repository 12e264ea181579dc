"""Block Kit made by pure functions: messages, views, and a check against Slack's limits."""
