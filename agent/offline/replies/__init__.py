"""The replies: the speaker that composes them, and one module for each kind."""
