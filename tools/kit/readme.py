"""The kit's README: what to do in which order, which numbers decide, what each file is for."""

import re
from collections.abc import Mapping
from decimal import Decimal

from tools.experiment import Experiment, plan_experiment
from tools.kit.evaluation import settings, sizes
from tools.kit.examples import one_line
from tools.kit.filling import filled
from tools.kit.project import OPEN, Project
from tools.kit.training import rank
from tools.kit.wording import kit_data
from tools.results import RoadmapStep
from tools.showing import show, show_beside_label
from tools.strategies import strategy_texts
from tools.vocabulary import spec
from tools.worth import Prospect

_FILES = {
    "kit.json": "settings of the scripts: target, metric, request parameters; edit freely",
    "prompt/system.md": "rules, format and examples; stays the same, so it can be cached",
    "prompt/user.md": "what changes with each request",
    "prompt/examples.jsonl": "what fills the slot `examples`",
    "prompt/labels.csv": "what fills the slot `labels`",
    "prompt/documents.md": "what fills the slot `documents`",
    "prompt/schema.json": "the form of an answer, for constrained decoding and for validate.py",
    "prompt_tuned/system.md": "the short prompt of the tuned model, in training and in use",
    "prompt_tuned/user.md": "what changes with each request",
    "evaluation/cases.csv": "inputs with the answers you expect: the yardstick for everything",
    "evaluation/rubric.md": "how people rate answers",
    "run.py": "puts the cases to a model, writes predictions.jsonl",
    "score.py": "the figures, their intervals, the comparison of two runs, the verdict",
    "validate.py": "schema and policy checks with one retry; import it in your service",
    "guardrails/policy.json": "patterns that no answer may contain",
    "guardrails/attacks.csv": "inputs that try to break the rules, and what must not happen",
    "retrieval/settings.toml": "the search, setting by setting",
    "search.py": "keyword search over a folder, the baseline that yours has to beat",
    "optimization/settings.toml": "the optimiser, setting by setting",
    "optimization/dev.csv": "cases the optimiser may look at",
    "optimize.py": "the search for a better prompt, with DSPy",
    "split.py": "train, validation and test without leaks",
    "collect.py": "keeps the teacher's answers that pass",
    "train_encoder.py": "trains the small classifier and labels the cases",
    "data/examples.jsonl": "training examples",
    "data/pairs.jsonl": "preference pairs: the better and the worse answer to the same input",
    "data/own_examples.jsonl": "your own examples, which collect.py puts first",
    "data/inputs.csv": "real inputs for the teacher to answer",
    "training/sft.yaml": "supervised training with TRL",
    "training/dpo.yaml": "preference training with TRL",
    "training/encoder.yaml": "settings of train_encoder.py",
    "training/hosted_job.json": "the same training as a job at a host of open models",
}


_DEFAULTS = ("least_cases", "bootstrap_rounds", "retries", "checked_share")
_DONE = {path for path in _FILES if path.endswith(".py")} | {"guardrails/policy.json"}


def readme(project: Project, files: Mapping[str, str]) -> str:
    """The README.md of a kit that holds `files`."""
    texts, data, found = strategy_texts(), kit_data(), project.assessment
    experiment = plan_experiment(Prospect(project.facts, project.seed))
    return filled(
        "README.md.j2",
        p=project,
        stack=[texts[name].label for name in project.stack],
        summary=texts[project.stack[0]].summary,
        confidence=round(100 * found.confidence),
        rival=texts[found.ranking[1].strategy].label if found.close_call else "",
        reasons=found.reasons_for,
        off_ramp=found.off_ramp.text if found.off_ramp else "",
        facts=_facts(project),
        assumed=[f"{a.label}: {a.value}" for a in found.assumed[:8]],
        open_files=[path for path, text in files.items() if OPEN in text and path not in _DONE],
        sizes=sizes(project),
        files=[(path, _FILES[path]) for path in files],
        experiment=experiment,
        threshold=_threshold(experiment),
        roadmap=[(s.when, _action(s, experiment), s.trigger) for s in found.roadmap],
        costs=_costs(project),
        pays_back=_pays_back(project),
        settings=data.setting,
        checked=data.checked,
        attacks=len(data.attack),
        rank=rank(project).value,
        defaults=[
            (key, data.setting[key]) for key in _DEFAULTS if settings(project).get(key) is not None
        ],
        model=_model(project),
        quoted=any(fact.quote for fact in project.facts.known.values()),
    )


def _model(project: Project) -> str:
    """The model as a command may name it."""
    named = str(project.value("model", ""))
    return named if re.fullmatch(r"[\w.:/-]+", named) else "NAME"


def _facts(project: Project) -> list[tuple[str, str, str]]:
    return [
        (
            spec(name).label,
            one_line(show_beside_label(name, fact.value)),
            one_line(fact.quote or ""),
        )
        for name, fact in project.facts.known.items()
    ]


def _action(step: RoadmapStep, experiment: Experiment | None) -> str:
    same = experiment is not None and step.action == experiment.text
    return "The experiment of step 3." if same else step.action


def _threshold(experiment: Experiment | None) -> str:
    if experiment is None or experiment.threshold is None:
        return ""
    return show(experiment.fact, experiment.threshold)


def _costs(project: Project) -> list[tuple[str, str, str, str]]:
    if project.costs is None:
        return []
    return [
        (
            one_line(plan.label),
            one_line(plan.model or "-"),
            _usd(plan.monthly_usd),
            _usd(plan.one_off_usd),
        )
        for plan in project.costs.plans
    ]


def _pays_back(project: Project) -> str:
    report = project.costs
    if report is None or len(report.plans) < 2:
        return ""
    if report.break_even_months is not None:
        return f"The second plan pays back after {report.break_even_months:.1f} months."
    why = report.never_because or "it saves nothing"
    return f"In money alone the second plan does not pay back ({why}): quality has to earn it."


def _usd(amount: Decimal) -> str:
    return f"${amount:,.2f}"
