# ruff: noqa
"""BM25 over paragraph chunks (standard library only): the baseline to beat.

    python baseline_bm25.py DOCS_FOLDER QUESTIONS.jsonl PREDICTIONS.jsonl [--top 10] [--decline-below X]

Chunks: blocks between blank lines, one of fewer than 12 words (a heading) joined to the next; a block
longer than 120 words is packed line by line into chunks of up to 80 words. Answer: the text of the first passage. --decline-below marks a question as declined
when its best score is below X (without it, nothing is declined).
"""

import argparse
import json
import math
import os
import re
from collections import Counter


def chunks(folder, block=120, pack=80):
    """[{"text","source"}] of every text file in the folder."""
    out = []
    for name in sorted(os.listdir(folder)):
        if not name.endswith((".txt", ".md")):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            text = f.read()
        head = ""
        for para in re.split(r"\n\s*\n", text) + [""]:
            para = head + para
            if para and len(para.split()) < 12:
                head = para.strip() + "\n"
                continue
            head = ""
            if len(para.split()) <= block:
                parts = [para]
            else:
                parts, cur = [], []
                for line in para.split("\n"):
                    have = sum(len(x.split()) for x in cur)
                    if have >= 12 and have + len(line.split()) > pack:
                        parts.append("\n".join(cur))
                        cur = []
                    cur.append(line)
                parts.append("\n".join(cur))
            out += [{"text": p.strip(), "source": name} for p in parts if p.strip()]
        if head:
            out.append({"text": head.strip(), "source": name})
    return out


def words(text):
    return re.findall(r"[a-z0-9]+", text.lower().replace("\u2019", "'"))


class BM25:
    def __init__(self, texts, k1=1.5, b=0.75):
        self.docs = [Counter(words(t)) for t in texts]
        self.len = [sum(d.values()) for d in self.docs]
        self.avg = sum(self.len) / len(self.len)
        df = Counter(w for d in self.docs for w in d)
        n = len(self.docs)
        self.idf = {w: math.log(1 + (n - c + 0.5) / (c + 0.5)) for w, c in df.items()}
        self.k1, self.b = k1, b

    def scores(self, query):
        q = words(query)
        return [
            sum(
                self.idf[w]
                * d[w]
                * (self.k1 + 1)
                / (d[w] + self.k1 * (1 - self.b + self.b * n / self.avg))
                for w in q
                if w in d
            )
            for d, n in zip(self.docs, self.len)
        ]


def arguments(doc):
    ap = argparse.ArgumentParser(description=doc.split("\n")[0])
    ap.add_argument("docs")
    ap.add_argument("questions")
    ap.add_argument("out")
    ap.add_argument("--top", type=int, default=10)
    ap.add_argument("--decline-below", type=float, default=None)
    return ap.parse_args()


def run(a, parts, scorer):
    """Write predictions; scorer(question) gives one score per chunk."""
    with open(a.questions, encoding="utf-8") as f:
        questions = [json.loads(x) for x in f if x.strip()]
    with open(a.out, "w", encoding="utf-8") as f:
        for q in questions:
            s = [float(x) for x in scorer(q["question"])]
            best = sorted(range(len(parts)), key=lambda i: (-s[i], i))[: a.top]
            declined = a.decline_below is not None and s[best[0]] < a.decline_below
            f.write(
                json.dumps(
                    {
                        "id": q["id"],
                        "passages": [{**parts[i], "score": round(s[i], 4)} for i in best],
                        "answer": "" if declined else parts[best[0]]["text"],
                        "declined": declined,
                    },
                    ensure_ascii=False,
                )
                + "\n"
            )


if __name__ == "__main__":
    args = arguments(__doc__)
    docs = chunks(args.docs)
    run(args, docs, BM25([c["text"] for c in docs]).scores)
