"""What Slack sends, by kind; each listener acknowledges at once and hands the work on."""
