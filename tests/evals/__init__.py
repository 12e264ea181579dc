"""The quality of the advice, measured: `make evals`."""
