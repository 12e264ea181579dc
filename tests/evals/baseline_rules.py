# ruff: noqa
"""Simple rules to beat: predictions for score_cases.py from a gold file (standard library only).

usage: baseline_rules.py GOLD.jsonl --rule NAME [--stated] [--drop FACT,FACT] [-o PRED.jsonl]
       baseline_rules.py GOLD.jsonl [GOLD2.jsonl ...] --table [--stated] [--drop FACT,FACT]

--stated lets the rule see only the facts that the source states, --drop hides single facts. --table scores every rule
on every file.

Rules
  flowchart          the five-question flow chart of a published article: 500+ labelled examples, consistency critical,
                     10,000+ requests a month, accuracy of 90 % or more required -> fine-tuning, else prompting.
                     An unknown answer counts as no.
  flowchart_lenient  the same, but an unknown answer to the second, third or fourth question counts as yes
  examples_500       500+ labelled examples -> peft, else prompting
  knowledge_500      heavy private knowledge -> rag, else 500+ labelled examples -> peft, else prompting
  data_shape         the routing tables of the 'finetuning-method-selection' skill of github.com/wshobson/agents (MIT),
                     restated below. New facts: volatile -> RAG; stable -> by size of the text (under 10 MB RAG, to 500 MB RAG +
                     fine-tuning, above that continued pre-training). New behaviour: still shifting -> prompting; stable ->
                     by the data at hand (demonstrations: SFT; preferences: DPO/KTO; verifiable result: GRPO/RLVR).
                     Continued pre-training is mapped to full_finetune, SFT to peft, DPO/KTO and GRPO to preference_tuning.
                     Its row 'no evaluation yet: stop' has no counterpart among the facts and is left out.
  one_fact           a lookup on failure_mode alone: missing_knowledge -> rag, wrong_format or unsafe_output -> guardrails,
                     wrong_behavior or cost_latency -> peft, weak_reasoning, none or unknown -> prompting. The bar for any
                     advisor that sees this fact: it was annotated by someone who knew the outcomes.
  always_peft, always_rag, always_prompting    one answer for everything

Not transcribed: 'microsoft-ai-platform-advisor' of github.com/microsoft/cat-agent-skills. Its rules choose between
products (Copilot Studio, Foundry, Agent Builder and so on); none of its outcomes is an adaptation strategy.
"""

import argparse
import json
import sys

from tests.evals.make_inputs import facts_of, load, names
from tests.evals.score_cases import score

BYTES_PER_TOKEN = 4
MB = 1_000_000


def answer(primary, *others, complements=()):
    return {
        "primary": primary,
        "complements": list(complements),
        "ranking": [{"strategy": s} for s in (primary, *others)],
    }


def known_examples(f):
    return f.get("labeled_examples") or 0


def flowchart(f, unknown=False):
    if known_examples(f) < 500:
        return answer("prompting", "peft")
    gates = [
        ("consistency_need", lambda v: v == "high"),
        ("monthly_requests", lambda v: v >= 10_000),
        ("target_accuracy", lambda v: v >= 90),
    ]
    if all(test(f[k]) if k in f else unknown for k, test in gates):
        return answer("peft", "prompting")
    return answer("prompting", "peft")


def flowchart_lenient(f):
    return flowchart(f, unknown=True)


def examples_500(f):
    return answer("peft", "prompting") if known_examples(f) >= 500 else answer("prompting", "peft")


def knowledge_500(f):
    if f.get("private_knowledge") == "heavy":
        return answer("rag", *(x["strategy"] for x in examples_500(f)["ranking"]))
    return answer(*(x["strategy"] for x in examples_500(f)["ranking"]), "rag")


def data_shape(f):
    mode = f.get("failure_mode")
    new_facts = mode == "missing_knowledge" or (
        mode is None and f.get("private_knowledge") == "heavy"
    )
    if new_facts:
        if f.get("knowledge_update", "daily") in ("monthly", "weekly", "daily", "realtime"):
            return answer("rag", "prompting")
        size = f.get("knowledge_tokens", 0) * BYTES_PER_TOKEN
        if size < 10 * MB:
            return answer("rag", "prompting")
        if size < 500 * MB:
            return answer("rag", "peft", complements=["peft"])
        return answer("full_finetune", "rag", complements=["peft"])
    if f.get("requirement_change") in ("weekly", "daily"):
        return answer("prompting", "prompt_optimization")
    signal = f.get("training_signal") or ("demonstrations" if known_examples(f) else None)
    if signal == "demonstrations":
        return answer("peft", "prompting")
    if signal in ("preferences", "metric"):
        return answer("preference_tuning", "peft")
    return answer("prompting", "peft")


FAILURE = {
    "missing_knowledge": ("rag", "prompting"),
    "wrong_format": ("guardrails", "peft"),
    "unsafe_output": ("guardrails", "prompting"),
    "wrong_behavior": ("peft", "prompting"),
    "cost_latency": ("peft", "distillation"),
    "weak_reasoning": ("prompting", "prompt_optimization"),
}


def one_fact(f):
    return answer(*FAILURE.get(f.get("failure_mode"), ("prompting", "peft")))


RULES = {
    "flowchart": flowchart,
    "flowchart_lenient": flowchart_lenient,
    "examples_500": examples_500,
    "knowledge_500": knowledge_500,
    "data_shape": data_shape,
    "one_fact": one_fact,
    "always_peft": lambda f: answer("peft"),
    "always_rag": lambda f: answer("rag"),
    "always_prompting": lambda f: answer("prompting"),
}


def predict(gold, rule, stated=False, drop=()):
    return [{"id": c["id"], **RULES[rule](facts_of(c, stated, drop))} for c in gold]


def main():
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("gold", nargs="+")
    ap.add_argument("--rule", choices=list(RULES))
    ap.add_argument(
        "--stated",
        "--facts-only",
        dest="stated",
        action="store_true",
        help="only facts that the source states",
    )
    ap.add_argument(
        "--drop", type=names, default=(), metavar="FACT,FACT", help="facts to hide from the rule"
    )
    ap.add_argument("--table", action="store_true", help="score every rule on every file")
    ap.add_argument("-o", "--out", help="write here instead of standard output")
    a = ap.parse_args()
    if a.table:
        for path in a.gold:
            gold = load(path)
            print(
                f"{path}, {len(gold)} cases, {'stated facts only' if a.stated else 'stated and inferred facts'}"
                + (f", without {', '.join(a.drop)}" if a.drop else "")
            )
            print(f"  {'rule':18s}{'top-1':>8s}{'top-2':>8s}{'include':>9s}{'forbidden':>11s}")
            for name in RULES:
                r, _ = score(gold, predict(gold, name, a.stated, a.drop))
                print(
                    f"  {name:18s}{100 * r['top1']:7.1f}%{100 * r['top2']:7.1f}%{100 * r['should_include']['recall']:8.1f}%{r['forbidden']:11d}"
                )
        return
    if not a.rule or len(a.gold) != 1:
        ap.error("give one gold file and --rule NAME, or --table")
    lines = [json.dumps(p) + "\n" for p in predict(load(a.gold[0]), a.rule, a.stated, a.drop)]
    if a.out:
        with open(a.out, "w", encoding="utf-8") as fh:
            fh.writelines(lines)
    else:
        sys.stdout.writelines(lines)


if __name__ == "__main__":
    main()
