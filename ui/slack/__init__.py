"""The advisor in Slack: `app -> listeners -> talk -> Advisor`; what is seen is made by `blocks`."""
