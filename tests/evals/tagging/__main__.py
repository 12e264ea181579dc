"""Train, write the weights, and print what the messages held out say of the limits."""

import argparse
import sys
from pathlib import Path

from agent.offline.reading.tagger import WEIGHTS
from tests.evals.tagging.examples import older, stated, written
from tests.evals.tagging.limits import judged, limit
from tests.evals.tagging.network import EPOCHS, save, train

HELD_OUT = 12


def main(arguments: list[str]) -> int:
    """Train, write the weights, and print what the messages held out say of the limits."""
    parser = argparse.ArgumentParser(prog="python -m tests.evals.tagging", description=__doc__)
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="passes over all examples")
    parser.add_argument("--seed", type=int, default=0, help="of their order and the first weights")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    given = parser.parse_args(arguments)
    told = written()
    held = told[::HELD_OUT]
    rest = [example for n, example in enumerate(told) if n % HELD_OUT]
    examples = [*stated(), *older(), *rest]
    save(train(examples, epochs=given.epochs, seed=given.seed), given.out)
    for name, (count, rows) in sorted(judged(given.out, held).items()):
        least, right = limit(rows)
        sys.stdout.write(f"{name:32} told {count:4d} limit {least:.3f} found {right:4d}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
