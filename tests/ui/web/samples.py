"""One made-up decision, frozen: what the board is drawn from in these tests."""

from decimal import Decimal

from agent.events import Board, BoardFact, Citation
from tools.experiment import Experiment, Outcome
from tools.precedents import Precedent
from tools.results import (
    Assessment,
    Assumption,
    Contribution,
    CostLine,
    CostReport,
    Flip,
    Gate,
    OffRamp,
    PlanCost,
    PriceUsed,
    Profile,
    Question,
    Ranked,
    RoadmapStep,
    Swing,
)
from tools.scenarios import ScenarioColumn, ScenarioTable

LABELS = {
    "peft": ("LoRA / PEFT", 84.9, 0.62),
    "prompt_optimization": ("Prompt optimisation", 71.2, 0.21),
    "prompting": ("Prompting", 64.0, 0.08),
    "guardrails": ("Guardrails", 58.3, 0.05),
    "distillation": ("Distillation", 55.1, 0.03),
    "full_finetune": ("Full fine-tuning", 49.7, 0.005),
    "rag": ("Retrieval (RAG)", 41.0, 0.005),
    "preference_tuning": ("Preference tuning", 33.3, 0.0),
}


def ranked(strategy: str) -> Ranked:
    """One strategy with contributions that add up to its score."""
    label, score, probability = LABELS[strategy]
    gates = {
        "full_finetune": (Gate("data", "Too few examples: it takes about 5,000.", False),),
        "preference_tuning": (Gate("signal", "Blocked until people rate answers.", True),),
    }
    return Ranked(
        strategy=strategy,
        label=label,
        score=score,
        probability=probability,
        contributions=(
            Contribution("base", "Starting value", 50.0, "where every option starts", ""),
            Contribution("behaviour", "Steady tone", score - 55.0, "the tone is critical", "notes"),
            Contribution("effort", "Effort", 5.0, "few changes are expected", "survey"),
        ),
        gates=gates.get(strategy, ()),
        summary=f"{label} in one sentence.",
        wins=f"{label} wins when its need is the biggest.",
        caution=f"{label} has a price.",
        profile=Profile("high", "one call", "retrain quarterly", "as of training", "days"),
    )


def assessment(**changes: object) -> Assessment:
    """The made-up assessment, with `changes` to its fields."""
    fields: dict[str, object] = {
        "primary": "peft",
        "complements": ("rag", "guardrails"),
        "ranking": tuple(ranked(name) for name in LABELS),
        "confidence": 0.78,
        "close_call": False,
        "off_ramp": None,
        "flips": (
            Flip(
                "labeled_examples",
                "prompting",
                320.0,
                "below",
                "Below 320 examples Prompting leads.",
                320.0,
            ),
        ),
        "roadmap": (
            RoadmapStep("now", "prompting", "Ship the prompt you have.", ""),
            RoadmapStep("next", "peft", "Train an adapter.", "once 3,000 replies are cleaned"),
            RoadmapStep("later", "rag", "Add retrieval.", "when answers need policy texts"),
        ),
        "tornado": (
            Swing("labeled_examples", "good examples", "0 examples", "20,000 examples", -9.0, 4.0),
        ),
        "contradictions": (),
        "assumed": (Assumption("ml_expertise", "training experience", "some"),),
        "reasons_for": ("the same tone matters on every call",),
        "reasons_against": ("somebody has to train and watch it",),
    }
    return Assessment(**{**fields, **changes})  # type: ignore[arg-type]


def plan(kind: str, label: str, monthly: str, once: str) -> PlanCost:
    """One plan over twelve months."""
    return PlanCost(
        kind=kind,
        label=label,
        model="small-model",
        per_request_usd=None,
        monthly_usd=Decimal(monthly),
        one_off_usd=Decimal(once),
        total_usd=Decimal(once) + 12 * Decimal(monthly),
        lines=(CostLine("extra prompt", Decimal(monthly), "month", "120,000 × 420 tokens"),),
        prices=(PriceUsed("input", Decimal("4"), "per 1M tokens", "price list", "2026-01-01"),),
        warnings=(),
    )


def costs(
    *, break_even: float | None = 17.6, never: str | None = None, horizon: int = 24
) -> CostReport:
    """The bill of the made-up project."""
    plans = (
        plan("prompt_only", "Prompt only", "201.60", "0"),
        plan("self_hosted", "Tuned model", "76.80", "2200"),
    )
    return CostReport(
        plans=plans,
        horizon_months=horizon,
        monthly_saving_usd=Decimal("124.80"),
        break_even_months=break_even,
        break_even_requests=None if break_even is None else break_even * 120_000,
        never_because=never,
        assumed=("260 prompt tokens are saved",),
        warnings=(),
        cumulative=tuple(
            tuple(p.one_off_usd + p.monthly_usd * m for m in range(horizon + 1)) for p in plans
        ),
    )


CITATION = Citation(
    n=1,
    title="Adapting a model",
    section="Consistency",
    quote="Fine-tuning pays where the same behaviour is wanted on every call.",
    author="A. Writer",
    year=2024,
    url="https://example.org/adapting",
    document="adapting.md",
    start=10,
    end=75,
)

QUESTION = Question(
    fact="labeled_examples",
    question="How many good examples do you have?",
    replies=("None", "About 50", "Several thousand"),
    could_change="could move you from LoRA / PEFT to Prompting",
    gain=3.2,
    done=False,
)


EXPERIMENT = Experiment(
    fact="current_accuracy",
    action="Run a few-shot prompt on 250 labelled cases and count how many are right",
    items=250,
    days=1,
    usd=Decimal("2.10"),
    threshold=85.0,
    outcomes=(
        Outcome("85% or more", "prompting", 0.71),
        Outcome("below 85%", "peft", 0.83),
    ),
    gain=2.4,
    text="",
    why="250 cases pin an accuracy of about 80% within 5 points.",
)

PRECEDENT = Precedent(
    key="desk",
    title="A help desk with one voice",
    worked=("peft", "rag"),
    result="An adapter beat the long prompt by nine points.",
    author="B. Author",
    year=2023,
    url="https://example.org/desk",
    likeness=0.64,
    alike=("task", "consistency"),
    differs=("requests a month",),
)


def column(name: str, **changes: object) -> ScenarioColumn:
    """The project as it is, or a named what-if, in the table of both."""
    fields: dict[str, object] = {
        "name": name,
        "changes": {},
        "values": ("3,000 examples",),
        "strategy": "peft",
        "label": "LoRA / PEFT",
        "score": 84.9,
        "probability": 0.62,
        "confidence": 0.78,
        "close_call": False,
        "plan": "Tuned model",
        "monthly_usd": Decimal("76.80"),
        "one_off_usd": Decimal("2200"),
        "total_usd": Decimal("3121.60"),
        "break_even_months": 17.6,
        "never_because": None,
    }
    return ScenarioColumn(**{**fields, **changes})  # type: ignore[arg-type]


SCENARIOS = ScenarioTable(
    facts=("labeled_examples",),
    labels=("good examples",),
    columns=(
        column("now"),
        column(
            "lean",
            values=("100 examples",),
            strategy="prompting",
            label="Prompting",
            score=71.0,
            break_even_months=None,
            never_because="there is nothing to compare",
        ),
    ),
    horizon_months=24,
)


def board(**changes: object) -> Board:
    """The made-up board, with `changes` to its fields."""
    fields: dict[str, object] = {
        "title": "Customer mail",
        "recommendation": "LoRA / PEFT, with Retrieval and Guardrails (78% sure).",
        "assessment": assessment(),
        "costs": costs(),
        "facts": (
            BoardFact(
                "monthly_requests", "requests a month", 120000, "120,000", "user", "120,000 mails"
            ),
            BoardFact("task", "task", "generation", "generation", "user", None),
        ),
        "question": QUESTION,
        "citations": (CITATION,),
        "model": "offline",
        "experiment": EXPERIMENT,
        "precedents": (PRECEDENT,),
        "scenarios": SCENARIOS,
    }
    return Board(**{**fields, **changes})  # type: ignore[arg-type]


OFF_RAMP = OffRamp("build_evaluation", "Build an evaluation set of 100 cases first.")
