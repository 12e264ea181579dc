# ruff: noqa
"""Scores an advisor's recommendations on a gold file of published cases (standard library only).

usage: score_cases.py GOLD.jsonl PRED.jsonl [--worst [N]] [--facts-only] [--json]

PRED has one JSON object per line: {"id", "primary", "complements": [...], "ranking": [{"strategy", "score",
"probability"}, ...], "confidence"}. Only id and primary are needed. A complement or ranking entry may also be a plain
strategy id. A case without a prediction counts as a miss everywhere; ids that the gold file lacks are ignored. Ids
masked by make_inputs.py --mask are understood.

What is counted
  top-1           primary is one of expected.primary (with the 95 % Wilson interval, as a half has only 32 cases)
  top-2           one of the first two of the ranking (without a ranking: the primary) is one of expected.primary
  should_include  micro recall: expected complements found among primary + complements; and the share of the cases
                  that expect any in which every one of them is found
  forbidden       primaries that the case rules out
  Brier           mean squared error, 0 is best. 'first choice': the probability given to the primary against whether
                  the primary is accepted. 'all strategies': every ranked strategy's probability against whether it is
                  an accepted primary. Each is printed next to the score of always saying the base rate; lower than
                  that is better than knowing nothing. 'mass on accepted': mean summed probability of the accepted ones.
  confidence      numbers: Brier against top-1; words: top-1 for each word
"""

import argparse
import json
import math
from collections import Counter, defaultdict

from tests.evals.make_inputs import load, mask

STRATEGIES = [
    "prompting",
    "prompt_optimization",
    "rag",
    "guardrails",
    "peft",
    "full_finetune",
    "distillation",
    "preference_tuning",
]


def name_of(x):
    return x.get("strategy") if isinstance(x, dict) else x


def is_num(x):
    return isinstance(x, (int, float)) and not isinstance(x, bool) and x == x


def wilson(k, n, z=1.96):
    if not n:
        return 0.0, 1.0
    p, d = k / n, 1 + z * z / n
    m, h = (p + z * z / (2 * n)) / d, z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    return max(0.0, m - h), min(1.0, m + h)


def check(preds, warn):
    """Index predictions by id; complain about duplicates and strategy ids outside the vocabulary."""
    out = {}
    for p in preds:
        if p.get("id") in out:
            warn.append(f"{p.get('id')}: more than one prediction, the last one counts")
        out[p.get("id")] = p
        names = [p.get("primary")] + [
            name_of(x) for x in (p.get("complements") or []) + (p.get("ranking") or [])
        ]
        for s in names:
            if s is not None and s not in STRATEGIES:
                warn.append(f"{p.get('id')}: unknown strategy {s!r}")
        ranking = [name_of(x) for x in p.get("ranking") or []]
        if ranking and p.get("primary") != ranking[0]:
            warn.append(
                f"{p.get('id')}: primary {p.get('primary')} is not first in the ranking ({ranking[0]})"
            )
    return out


def score(gold, preds):
    warn = []
    by = check(preds, warn)
    rows = []
    for c in gold:
        e, p = c["expected"], by.get(c["id"]) or by.get(mask(c["id"])) or {}
        accepted, primary = set(e["primary"]), p.get("primary")
        ranking = [x if isinstance(x, dict) else {"strategy": x} for x in p.get("ranking") or []]
        order = [x["strategy"] for x in ranking] or ([primary] if primary else [])
        given = {primary} | {name_of(x) for x in p.get("complements") or []}
        prob = {x["strategy"]: x["probability"] for x in ranking if is_num(x.get("probability"))}
        rows.append(
            {
                "id": c["id"],
                "case": c,
                "missing": not p,
                "primary": primary,
                "complements": [name_of(x) for x in p.get("complements") or []],
                "order": order,
                "prob": prob,
                "confidence": p.get("confidence"),
                "top1": primary in accepted,
                "top2": bool(accepted & set(order[:2])),
                "forbidden": primary in e["must_not_be_primary"],
                "found": [s for s in e["should_include"] if s in given],
                "wanted": e["should_include"],
                "rank": min([order.index(s) + 1 for s in accepted if s in order], default=None),
            }
        )
    n = len(rows)
    res = {
        "cases": n,
        "missing": sum(r["missing"] for r in rows),
        "top1": sum(r["top1"] for r in rows) / n,
        "top2": sum(r["top2"] for r in rows) / n,
        "top1_interval": wilson(sum(r["top1"] for r in rows), n),
        "top2_interval": wilson(sum(r["top2"] for r in rows), n),
        "forbidden": sum(r["forbidden"] for r in rows),
        "forbidden_ids": [r["id"] for r in rows if r["forbidden"]],
    }
    wanted = sum(len(r["wanted"]) for r in rows)
    with_any = [r for r in rows if r["wanted"]]
    res["should_include"] = {
        "expected": wanted,
        "recall": sum(len(r["found"]) for r in rows) / wanted if wanted else None,
        "cases": len(with_any),
        "all_found": sum(len(r["found"]) == len(r["wanted"]) for r in with_any) / len(with_any)
        if with_any
        else None,
    }
    groups = defaultdict(list)
    for r in rows:
        groups[r["case"]["expected"]["primary"][0]].append(r)
    res["by_primary"] = {
        s: {
            "cases": len(g),
            "top1": sum(r["top1"] for r in g),
            "top2": sum(r["top2"] for r in g),
            "forbidden": sum(r["forbidden"] for r in g),
            "answers": dict(Counter(str(r["primary"]) for r in g).most_common()),
        }
        for s in STRATEGIES
        if (g := groups.get(s))
    }
    chosen = defaultdict(list)
    for r in rows:
        chosen[str(r["primary"])].append(r["top1"])
    res["by_answer"] = {
        s: {"chosen": len(v), "right": sum(v)}
        for s, v in sorted(chosen.items(), key=lambda kv: -len(kv[1]))
    }
    first = [(r["prob"][r["primary"]], r["top1"]) for r in rows if r["primary"] in r["prob"]]
    every = [(p, s in r["case"]["expected"]["primary"]) for r in rows for s, p in r["prob"].items()]
    res["brier"] = {
        k: brier(v) for k, v in (("first_choice", first), ("all_strategies", every)) if v
    }
    mass = [
        sum(p for s, p in r["prob"].items() if s in r["case"]["expected"]["primary"])
        for r in rows
        if r["prob"]
    ]
    if mass:
        res["brier"]["mass_on_accepted"] = sum(mass) / len(mass)
    if any(p < 0 or p > 1 for p, _ in every):
        warn.append("probabilities outside 0..1")
    conf = [(r["confidence"], r["top1"]) for r in rows if r["confidence"] is not None]
    nums = [(x / 100 if x > 1 else x, y) for x, y in conf if is_num(x)]
    if nums:
        res["confidence"] = brier(nums)
    words = defaultdict(list)
    for x, y in conf:
        if isinstance(x, str):
            words[x].append(y)
    if words:
        res["confidence_words"] = {
            w: {"cases": len(v), "top1": sum(v) / len(v)} for w, v in words.items()
        }
    res["warnings"] = warn
    return res, rows


def brier(pairs):
    base = sum(y for _, y in pairs) / len(pairs)
    return {
        "n": len(pairs),
        "brier": sum((p - y) ** 2 for p, y in pairs) / len(pairs),
        "base_rate_brier": base * (1 - base),
        "mean_probability": sum(p for p, _ in pairs) / len(pairs),
        "base_rate": base,
    }


def show(res):
    pc = lambda x: "-" if x is None else f"{100 * x:.1f} %"
    n, si = res["cases"], res["should_include"]
    print(
        f"cases            {n}"
        + (f"  ({res['missing']} without a prediction)" if res["missing"] else "")
    )
    for k in ("top1", "top2"):
        lo, hi = res[k + "_interval"]
        print(
            f"{'top-' + k[-1]:17s}{pc(res[k])}  ({round(res[k] * n)}/{n}, 95 % interval {100 * lo:.0f}-{100 * hi:.0f} %)"
        )
    print(
        f"should_include   {pc(si['recall'])} of {si['expected']} found; all found in {pc(si['all_found'])} of {si['cases']} cases"
    )
    print(
        f"forbidden        {res['forbidden']}"
        + (f"  {', '.join(res['forbidden_ids'])}" if res["forbidden"] else "")
    )
    for k, label in (("first_choice", "first choice"), ("all_strategies", "all strategies")):
        b = res["brier"].get(k)
        if b:
            print(
                f"Brier            {b['brier']:.3f} {label} (base rate {b['base_rate_brier']:.3f}; mean probability {b['mean_probability']:.2f}, true {b['base_rate']:.2f}; n {b['n']})"
            )
    if "mass_on_accepted" in res["brier"]:
        print(f"mass on accepted {res['brier']['mass_on_accepted']:.2f}")
    if "confidence" in res:
        b = res["confidence"]
        print(
            f"confidence       Brier {b['brier']:.3f} (base rate {b['base_rate_brier']:.3f}; mean {b['mean_probability']:.2f}, true {b['base_rate']:.2f}; n {b['n']})"
        )
    for w, v in res.get("confidence_words", {}).items():
        print(f"confidence       {w}: top-1 {pc(v['top1'])} of {v['cases']}")
    print("\nfirst accepted primary   n  top-1  top-2  forbidden  answers")
    for s, v in res["by_primary"].items():
        print(
            f"  {s:22s}{v['cases']:3d}{v['top1']:7d}{v['top2']:7d}{v['forbidden']:11d}  "
            + ", ".join(f"{a} {k}" for a, k in v["answers"].items())
        )
    print("\nanswer                 chosen  right")
    for s, v in res["by_answer"].items():
        print(f"  {s:22s}{v['chosen']:5d}{v['right']:7d}")
    for w in res["warnings"]:
        print("warning:", w)


def show_worst(rows, limit, stated_only):
    misses = [r for r in rows if not r["top1"]]
    misses.sort(key=lambda r: (not r["missing"], not r["forbidden"], -(r["rank"] or 99)))
    print(
        f"\n{len(misses)} misses"
        + (f", the worst {limit}" if limit and limit < len(misses) else "")
    )
    for r in misses[: limit or None]:
        c, e = r["case"], r["case"]["expected"]
        tag = " FORBIDDEN" if r["forbidden"] else " NO PREDICTION" if r["missing"] else ""
        print(f"\n- {c['id']}: {c['title']}{tag}")
        print(
            f"    said     {r['primary']}"
            + (f" + {', '.join(r['complements'])}" if r["complements"] else "")
        )
        print(
            f"    accepted {', '.join(e['primary'])}"
            + (f" + {', '.join(e['should_include'])}" if e["should_include"] else "")
            + (f" (at rank {r['rank']} of the ranking)" if r["rank"] else "")
        )
        if r["prob"]:
            print(
                "    ranking  "
                + ", ".join(
                    f"{s} {r['prob'][s]:.2f}" if s in r["prob"] else s for s in r["order"][:4]
                )
            )
        lack = [s for s in r["wanted"] if s not in r["found"]]
        if lack:
            print("    lacks    " + ", ".join(lack))
        print("    stated   " + json.dumps(c["facts"], ensure_ascii=False))
        if not stated_only:
            print("    inferred " + json.dumps(c["inferred_facts"], ensure_ascii=False))
        print("    why      " + c["why"])


def main():
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("gold")
    ap.add_argument("pred")
    ap.add_argument(
        "--worst",
        nargs="?",
        type=int,
        const=0,
        default=None,
        metavar="N",
        help="print the misses with their facts (the worst N)",
    )
    ap.add_argument(
        "--facts-only",
        action="store_true",
        help="the advisor saw stated facts only (make_inputs.py --stated): --worst leaves the inferred ones out",
    )
    ap.add_argument("--json", action="store_true", help="print the figures as JSON")
    a = ap.parse_args()
    res, rows = score(load(a.gold), load(a.pred))
    if a.json:
        print(json.dumps(res, indent=1))
    else:
        show(res)
        if a.worst is not None:
            show_worst(rows, a.worst, a.facts_only)


if __name__ == "__main__":
    main()
