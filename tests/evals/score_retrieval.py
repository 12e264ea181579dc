# ruff: noqa
"""Score retrieval and answers against the question benchmark (standard library only).

    python score_retrieval.py GOLD.jsonl PREDICTIONS.jsonl [--json] [--misses]

GOLD         {"id","question","kind","gold":[{"file","phrase"},...],"answer_must_contain":[...]}
PREDICTIONS  {"id","passages":[{"text","source"},...] ranked,"answer":optional,"declined":optional bool}

Relevance   A passage is relevant to a gold entry when its source has the same base name (without
            folder and extension) and its text, with whitespace and case normalised, contains the
            phrase, or at least 60 % of the phrase's distinct word tokens. Long passages meet that by
            chance, so every figure is also given "near": there the 60 % must stand within a stretch
            of twice as many words as the phrase has.
recall@k    share of answerable questions with at least one relevant passage among the first k
            (every gold entry is an acceptable answer by itself)
cover@5     mean share of a question's gold entries found in the first 5 (at most 5 are counted)
MRR@10      mean 1/rank of the first relevant passage, 0 beyond rank 10
nDCG@5      gain 1 for a passage that brings a gold entry no earlier passage brought (or brought only
            in part), else 0, so overlapping chunks earn nothing twice. The ideal list has one passage
            per gold entry, at most 5; entries that came together in one passage count as one.
must-contain  answerable questions with a non-empty answer_must_contain: the answer holds every
            item; "a|b" means either. Compared in lower case, hyphens as spaces, thousands
            separators removed; an item matches at the start of a word, one ending in a digit must
            end there. A declined, empty or missing answer counts as not containing.
declined    read from "declined"; "n/a" when no prediction has that key.
A question without a prediction counts as nothing retrieved, nothing answered, not declined.
"""

import argparse
import json
import math
import re
import sys
import unicodedata

ORDER = [
    "direct",
    "paraphrase",
    "conceptual",
    "numeric",
    "comparison",
    "misconception",
    "unanswerable",
]
SHARE = 0.6
FOLD = {
    ord(a): b
    for a, b in zip("\u2018\u2019\u201c\u201d\u2010\u2011\u2012\u2013\u2014\u2212", "''\"\"------")
}


def norm(text):
    text = unicodedata.normalize("NFKC", str(text or "")).translate(FOLD).lower()
    return re.sub(r"\s+", " ", text).strip()


def tokens(text):
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", norm(text))
    return re.findall(r"[a-z0-9]+(?:\.[0-9]+)?", text)


def base(name):
    name = re.split(r"[\\/]", str(name or "").split("#")[0].strip())[-1]
    return re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name).lower()


def matches(phrase, text, near=False):
    """The text holds the phrase, or enough of its words (near: close together)."""
    if norm(phrase) in norm(text):
        return True
    want, have = set(tokens(phrase)), tokens(text)
    width = 2 * len(want) if near else len(have)
    return bool(want) and any(
        len(want.intersection(have[i : i + width])) >= SHARE * len(want) - 1e-9
        for i in range(max(1, len(have) - width + 1))
    )


def covered(gold, passage, near=False):
    """Indexes of the gold entries that this passage answers."""
    src = base(passage.get("source"))
    return {
        i
        for i, g in enumerate(gold)
        if base(g["file"]) == src and matches(g["phrase"], passage.get("text", ""), near)
    }


def verbatim(gold, passage, found):
    """Those of the found entries whose phrase stands there as a whole."""
    return {i for i in found if norm(gold[i]["phrase"]) in norm(passage.get("text", ""))}


def plain(text):
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", norm(text)).replace("finetun", "fine tun")
    return re.sub(r"\s+", " ", text.replace("-", " ")).strip()


def contains(answer, items):
    """Every item (alternatives by |) occurs in the answer."""
    answer = plain(answer)
    for item in items:
        for alt in item.split("|"):
            alt = plain(alt)
            pat = r"(?<![a-z0-9])(?<!\d\.)" + re.escape(alt)
            if alt[-1:].isdigit():
                pat += r"(?!\d)(?!\.\d)"
            if alt and re.search(pat, answer):
                break
        else:
            return False
    return True


def score_one(q, p, near=False):
    """Figures of one answerable question."""
    gold, passages = q["gold"], [x for x in (p.get("passages") or []) if isinstance(x, dict)]
    hits = [covered(gold, x, near) for x in passages[:10]]
    first = next((r for r, h in enumerate(hits, 1) if h), 0)
    seen, whole, dcg, merged = set(), set(), 0.0, 0
    for r, (h, x) in enumerate(zip(hits[:5], passages), 1):
        new, exact = h - seen, verbatim(gold, x, h)
        if new or exact - whole:
            dcg += 1 / math.log2(r + 1)
        merged += max(0, len(new) - 1)
        seen |= h
        whole |= exact
    ideal = sum(1 / math.log2(r + 1) for r in range(1, min(5, len(gold) - merged) + 1))
    row = {f"recall@{k}": float(0 < first <= k) for k in (1, 3, 5)}
    row["cover@5"] = min(1.0, len(seen) / min(5, len(gold)))
    row["mrr@10"] = 1 / first if first else 0.0
    row["ndcg@5"] = min(1.0, dcg / ideal) if ideal else 0.0
    return row, first


def read(path):
    with open(path, encoding="utf-8") as f:
        for n, line in enumerate(f, 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except ValueError as e:
                    sys.exit(f"{path}: line {n} is not JSON ({e})")


def mean(values):
    values = list(values)
    return round(sum(values) / len(values), 4) if values else None


def score(questions, preds):
    rows, close, misses, must = [], [], [], []
    lengths = [
        len(str(x.get("text", "")).split())
        for q in questions
        for x in (preds.get(q["id"], {}).get("passages") or [])[:5]
        if isinstance(x, dict)
    ]
    has = lambda key: any(key in preds.get(q["id"], {}) for q in questions)
    answered, declining = has("answer"), has("declined")
    for q in questions:
        p = preds.get(q["id"], {})
        if not q["gold"]:
            continue
        row, first = score_one(q, p)
        row.update(id=q["id"], kind=q["kind"])
        rows.append(row)
        close.append(score_one(q, p, near=True)[0])
        if not 0 < first <= 5:
            misses.append((q["id"], q["kind"], "not in top 5", q["question"]))
        if q["answer_must_contain"]:
            ok = not p.get("declined") and contains(p.get("answer", ""), q["answer_must_contain"])
            must.append((q["kind"], ok))
            if answered and not ok:
                misses.append(
                    (
                        q["id"],
                        q["kind"],
                        "answer lacks " + "; ".join(q["answer_must_contain"]),
                        q["question"],
                    )
                )
    no = [q for q in questions if not q["gold"]]
    yes = [q for q in questions if q["gold"]]
    dec = lambda qs: mean(float(bool(preds.get(q["id"], {}).get("declined"))) for q in qs)
    if declining:
        misses += [
            (q["id"], q["kind"], "not declined", q["question"])
            for q in no
            if not preds.get(q["id"], {}).get("declined")
        ]
        misses += [
            (q["id"], q["kind"], "wrongly declined", q["question"])
            for q in yes
            if preds.get(q["id"], {}).get("declined")
        ]
    keys = ["recall@1", "recall@3", "recall@5", "cover@5", "mrr@10", "ndcg@5"]
    agg = lambda sel: {k: mean(r[k] for r in sel) for k in keys}
    kinds = [k for k in ORDER if any(q["kind"] == k for q in yes)]
    kinds += sorted({q["kind"] for q in yes} - set(kinds))
    return {
        "questions": len(questions),
        "answerable": len(yes),
        "unanswerable": len(no),
        "missing_predictions": sum(q["id"] not in preds for q in questions),
        "mean_words_per_passage": mean(lengths),
        "max_words_per_passage": max(lengths, default=None),
        **agg(rows),
        "near": agg(close),
        "must_contain": mean(float(ok) for _, ok in must) if answered else None,
        "must_contain_of": len(must),
        "unanswerable_declined": dec(no) if declining else None,
        "answerable_wrongly_declined": dec(yes) if declining else None,
        "by_kind": {
            k: {
                "n": sum(r["kind"] == k for r in rows),
                **agg([r for r in rows if r["kind"] == k]),
                "must_contain": mean(float(ok) for kk, ok in must if kk == k) if answered else None,
            }
            for k in kinds
        },
    }, misses


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("gold")
    ap.add_argument("predictions")
    ap.add_argument("--json", action="store_true", help="print the figures as JSON")
    ap.add_argument("--misses", action="store_true", help="also list what went wrong")
    a = ap.parse_args()
    questions = list(read(a.gold))
    preds = {}
    for p in read(a.predictions):
        if p.get("id") in preds:
            print(f"note: {p['id']} occurs twice, the last one counts", file=sys.stderr)
        preds[p.get("id")] = p
    res, misses = score(questions, preds)
    if a.json:
        print(json.dumps(res, indent=1))
    else:
        f = lambda v: " n/a " if v is None else f"{v:.3f}"
        print(
            f"{res['questions']} questions: {res['answerable']} answerable, {res['unanswerable']} not; "
            f"{res['missing_predictions']} without a prediction; passages of "
            f"{res['mean_words_per_passage']} words on average, {res['max_words_per_passage']} at most"
        )
        print(f"{'':14}{'n':>4}  R@1    R@3    R@5    cov@5  MRR@10 nDCG@5 must")
        cols = ["recall@1", "recall@3", "recall@5", "cover@5", "mrr@10", "ndcg@5", "must_contain"]
        lines = [("all", res, res["answerable"]), ("all, near", res["near"], res["answerable"])]
        for name, r, n in lines + [(k, v, v["n"]) for k, v in res["by_kind"].items()]:
            print(
                f"{name:14}{n:>4}  "
                + "  ".join(f(r.get(c)) if c in r else "     " for c in cols).rstrip()
            )
        print(
            f"answers containing the must-contain strings: {f(res['must_contain'])} of {res['must_contain_of']}"
        )
        print(
            f"unanswerable declined: {f(res['unanswerable_declined'])}   "
            f"answerable wrongly declined: {f(res['answerable_wrongly_declined'])}"
        )
    if a.misses:
        for m in misses:
            print(" - ".join(m))


if __name__ == "__main__":
    main()
