"""How long tests wait: a machine that is busy is slow, and not wrong."""

PATIENCE_SECONDS = 300  # after which a test that waits has failed
