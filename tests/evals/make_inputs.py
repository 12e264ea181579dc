# ruff: noqa
"""Turns a gold file of cases into advisor input: one JSON object {"id", "facts": {...}} per line.

usage: make_inputs.py GOLD.jsonl [--stated] [--drop FACT,FACT] [--mask] [-o OUT.jsonl]

Without options the facts are the stated and the inferred ones together; with --stated (or --facts-only) only those
that the source itself states. --drop leaves facts out, to see what an advisor owes to one of them (failure_mode alone
predicts much of the gold, see baseline_rules.py). Expected answers, titles, sources and figures never go into the
output. Some ids name the answer (many-shot-icl): where a language model reads the lines, use --mask, which writes
meaningless ids that score_cases.py maps back.
"""

import argparse
import hashlib
import json
import sys


def load(path):
    with open(path, encoding="utf-8") as fh:
        return [json.loads(line) for line in fh if line.strip()]


def facts_of(case, stated=False, drop=()):
    """The facts of a case; a stated value wins over an inferred one."""
    facts = case["facts"] if stated else {**case["inferred_facts"], **case["facts"]}
    return {k: v for k, v in facts.items() if k not in drop}


def names(text):
    return tuple(x.strip() for x in text.split(",") if x.strip())


def mask(case_id):
    return "case-" + hashlib.sha256(case_id.encode()).hexdigest()[:8]


def main():
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("gold")
    ap.add_argument(
        "--stated",
        "--facts-only",
        dest="stated",
        action="store_true",
        help="only facts that the source states",
    )
    ap.add_argument(
        "--drop", type=names, default=(), metavar="FACT,FACT", help="facts to leave out"
    )
    ap.add_argument(
        "--mask", action="store_true", help="replace the ids, some of which name the answer"
    )
    ap.add_argument("-o", "--out", help="write here instead of standard output")
    a = ap.parse_args()
    lines = [
        json.dumps(
            {"id": mask(c["id"]) if a.mask else c["id"], "facts": facts_of(c, a.stated, a.drop)},
            ensure_ascii=False,
        )
        + "\n"
        for c in load(a.gold)
    ]
    if a.out:
        with open(a.out, "w", encoding="utf-8") as fh:
            fh.writelines(lines)
    else:
        sys.stdout.writelines(lines)


if __name__ == "__main__":
    main()
