"""The speed of every part, measured: `make bench`."""
