"""Prints every table of speed: `python -m tests.bench [PART…]`."""

import argparse
import importlib
import sys

PARTS = (
    "startup", "core", "engine", "costs", "retrieval", "conversation", "tokens", "page", "load",
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Measure what was asked for, or everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=" or ".join(PARTS))
    given = parser.parse_args(arguments)
    unknown = set(given.parts) - set(PARTS)
    if unknown:
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    for name in given.parts or PARTS:
        sys.stdout.write(importlib.import_module(f"tests.bench.{name}").report() + "\n\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
