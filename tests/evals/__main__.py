"""Prints every table of quality: `python -m tests.evals [MEASURE…] [--documents DIR]`."""

import argparse
import importlib
import sys
import time
from pathlib import Path

MEASURES = ("cases", "utterances", "retrieval", "users", "soak", "llama")


def main(arguments: list[str]) -> int:
    """Measure what was asked for, or everything; each part is printed as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m tests.evals", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=" or ".join(MEASURES))
    parser.add_argument("--documents", type=Path, help="a folder of documents to search as well")
    given = parser.parse_args(arguments)
    unknown = set(given.measures) - set(MEASURES)
    if unknown:
        parser.error(f"no measure {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    if given.documents is not None and not given.documents.is_dir():
        parser.error(f"{given.documents} is no folder")
    for name in given.measures or MEASURES:
        begun = time.perf_counter()
        report = importlib.import_module(f"tests.evals.{name}").report(given.documents)
        took = time.perf_counter() - begun
        sys.stdout.write(f"{report.rstrip()}\n({name}: {took:.0f} s)\n\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
