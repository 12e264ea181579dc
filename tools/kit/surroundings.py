"""What stands around the model: retrieval, checks of what comes out, a search for the wording."""

from tools.kit.filling import json_file, script, table
from tools.kit.lines import as_toml, line
from tools.kit.project import Project
from tools.kit.wording import kit_data

_DEV_HEADER = ("id", "input", "expected", "label", "notes")


def retrieval_files(project: Project) -> dict[str, str]:
    """Settings of the search, and a keyword baseline that runs at once."""
    if not project.retrieves:
        return {}
    limit = project.value("latency_target_ms")
    quick = limit is not None and limit < kit_data().number("rerank_from_ms")
    how_often = project.value("knowledge_update")
    lines = [
        line("chunk_tokens", "chunk_tokens"),
        line("overlap_tokens", "overlap_tokens"),
        line("context_line", "context_line"),
        line("embedder", "embedder_own" if project.value("self_hosted") else "embedder"),
        line("candidates", "candidates"),
        line("keyword_weight", "keyword_weight"),
        line("dense_weight", "dense_weight"),
        line("fusion_k", "fusion_k"),
        line("bm25_k1", "bm25_k1"),
        line("bm25_b", "bm25_b"),
        line("rerank", "no_rerank" if quick else "rerank"),
        line("passages_to_model", "passages_to_model"),
        line("abstain_below", "abstain_below"),
        line("refresh", "refresh", how_often),
    ]
    head = (
        "search.py reads chunk_tokens, overlap_tokens, bm25_* and passages_to_model.\n"
        "The rest is for your search engine; change one at a time and read recall in score.py."
    )
    return {"retrieval/settings.toml": as_toml(head, lines), "search.py": script("search.py")}


def guardrail_files(project: Project) -> dict[str, str]:
    """The policy that validate.py enforces, and attacks to try before anyone else does."""
    if not project.guarded:
        return {}
    data = kit_data()
    answer = project.value("output_tokens")
    room = data.count("most_characters")
    if answer is not None:
        tokens = answer * data.number("answer_room")
        room = max(int(tokens * data.number("characters_a_token")), data.count("least_characters"))
    policy = {
        "most_characters": room,
        "forbidden": [
            {"name": rule.name, "pattern": rule.pattern, "why": rule.why}
            for rule in data.forbidden
            if project.task not in rule.not_for
        ],
        "one_of": "prompt/labels.csv" if project.classifies and not project.structured else None,
        "then": "A person decides" if project.value("human_review") else "Decline and log",
    }
    rows = [(f"a{i:02}", a.input, "", a.kind, a.fails_if) for i, a in enumerate(data.attack, 1)]
    return {
        "guardrails/policy.json": json_file(policy),
        "guardrails/attacks.csv": table(_DEV_HEADER, rows),
    }


def optimisation_files(project: Project) -> dict[str, str]:
    """Settings of a DSPy search, and the sheet of the cases it may look at."""
    if not project.optimises:
        return {}
    data = kit_data()
    many = project.value("labeled_examples", 0) >= data.number("mipro_from")
    lean = project.value("failure_mode") == "cost_latency" or project.thinks
    gepa = lean or not many
    lines = [
        line("optimizer", "optimizer_gepa" if gepa else "optimizer_mipro"),
        line("auto", "auto_light"),
        line("validation_share", "validation_share_gepa" if gepa else "validation_share_mipro"),
        line("least_examples", "least_examples"),
        line("num_threads", "num_threads"),
    ]
    if not gepa:
        lines += [
            line("max_bootstrapped_demos", "max_bootstrapped_demos"),
            line("max_labeled_demos", "max_labeled_demos"),
        ]
    rows = [(f"d{i:03}", "", "", "", "") for i in range(1, data.count("least_examples") + 1)]
    head = f"Read by optimize.py. Settings of DSPy {data.checked.dspy}, read on {data.checked.on}."
    files = {
        "optimization/settings.toml": as_toml(head, lines),
        "optimization/dev.csv": table(_DEV_HEADER, rows),
        "optimize.py": script("optimize.py"),
    }
    return files if project.tunes else {**files, "split.py": script("split.py")}
