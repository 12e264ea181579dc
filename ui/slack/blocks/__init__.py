"""Block Kit made by pure functions: messages and views within Slack's limits."""
