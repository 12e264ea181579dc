"""`python -m ui` is `steerwise`."""

from ui.cli import main

main()
