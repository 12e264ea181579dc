"""Honest ways out beside the advice, and facts that cannot all be meant."""

from tools.advice import advice
from tools.facts import ProjectFacts
from tools.results import Contradiction, OffRamp
from tools.showing import show
from tools.strategies import strategy_texts
from tools.tariffs import tariffs
from tools.vocabulary import STRATEGIES


def off_ramp(facts: ProjectFacts, primary: str, confidence: float) -> OffRamp | None:
    """The way out that fits, if any: good enough, too little known, no model, evaluate first.

    Where everything is ruled out, that comes before all else.
    """
    if nothing := nothing_left(facts, primary):
        return nothing
    if met := _target_met(facts, primary):
        return met
    rule = advice().off_ramp
    thin = len(facts.known) < rule.few_facts and confidence < rule.firm_confidence
    if thin or confidence < rule.unknown_confidence:
        text = "Not enough is known yet for a firm answer; this is the best guess so far."
        return OffRamp("not_enough_known", text)
    if _plain_classifier(facts):
        return OffRamp(
            "no_llm_needed",
            "With a small fixed label set, thousands of examples and so little time per answer, a "
            "plain classifier may do the whole job: try one before any language model.",
        )
    examples = facts.value("labeled_examples")
    unmeasured = "current_accuracy" not in facts
    trains = strategy_texts()[primary].family == "weights"
    few = examples is not None and examples < rule.evaluation_cases
    if unmeasured and (few and (trains or facts.value("regulated") or "target_accuracy" in facts)):
        return OffRamp(
            "build_evaluation",
            f"Build an evaluation set first: about {rule.evaluation_cases} real cases with good "
            "answers. Without it nobody can tell whether any strategy works.",
        )
    return None


def nothing_left(facts: ProjectFacts, primary: str) -> OffRamp | None:
    """That all strategies are ruled out, and which to allow again: the one that scores highest."""
    if len(facts.ruled_out) < len(STRATEGIES):
        return None
    label = strategy_texts()[primary].label
    return OffRamp(
        "nothing_left",
        f"Nothing is left to advise: every way is ruled out. Allow one again, say {label}, which "
        "would score highest.",
    )


def _target_met(facts: ProjectFacts, primary: str) -> OffRamp | None:
    """That there is nothing to train for: the target is met, and nothing is named as wrong."""
    now, needed = facts.value("current_accuracy"), facts.value("target_accuracy")
    trains = strategy_texts()[primary].family == "weights"
    if now is None or needed is None or now < needed or not trains:
        return None
    if facts.value("failure_mode", "none") != "none":
        return None
    return OffRamp(
        "target_met",
        f"What you have meets the target, {show('current_accuracy', now)} against "
        f"{show('target_accuracy', needed)}: keep it, unless cost, speed or a fault that the "
        "figure hides bothers you.",
    )


def _plain_classifier(facts: ProjectFacts) -> bool:
    rule = advice().off_ramp
    return bool(
        facts.value("task") == "classification"
        and facts.value("reasoning_depth", "pattern") == "pattern"
        and facts.value("private_knowledge", "none") == "none"
        and facts.value("labeled_examples", 0) >= rule.plain_classifier_examples
        and facts.value("label_classes", rule.plain_classifier_classes)
        <= rule.plain_classifier_classes
        and facts.value("latency_target_ms", 1e9) <= rule.plain_classifier_latency_ms
    )


def contradictions(facts: ProjectFacts) -> tuple[Contradiction, ...]:
    """Facts that contradict each other, each with the question it raises."""
    rule = advice().contradiction
    get = facts.value
    found: list[Contradiction] = []

    def clash(names: tuple[str, ...], text: str, *, when: bool) -> None:
        if when and all(name in facts for name in names):
            found.append(Contradiction(names, text))

    clash(
        ("training_signal", "labeled_examples"),
        "There are finished examples to learn from, but their number is zero: which is it?",
        when=get("training_signal") == "demonstrations" and get("labeled_examples", 1) == 0,
    )
    clash(
        ("training_signal", "labeled_examples"),
        f"There is nothing to learn from, yet {get('labeled_examples', 0):,} examples exist.",
        when=get("training_signal") == "none" and get("labeled_examples", 0) >= rule.some_examples,
    )
    clash(
        ("private_knowledge", "failure_mode"),
        "Answers depend on no private documents, yet missing knowledge is what goes wrong.",
        when=get("private_knowledge") == "none"
        and get("failure_mode") == "missing_knowledge"
        and get("knowledge_update") in (None, "static", "yearly"),
    )
    clash(
        ("private_knowledge", "knowledge_update"),
        f"Facts change {show('knowledge_update', get('knowledge_update', ''))}, yet answers draw "
        "on no documents: where does the model learn what is new?",
        when=get("private_knowledge") == "none" and get("knowledge_update") in rule.fast_changes,
    )
    clash(
        ("private_knowledge", "tried"),
        "Retrieval is in place, yet answers depend on no documents.",
        when=get("private_knowledge") == "none" and "rag" in get("tried", ()),
    )
    clash(
        ("current_accuracy", "target_accuracy", "failure_mode"),
        "Accuracy already meets the target, yet something is named as wrong.",
        when=get("current_accuracy", 0.0) >= get("target_accuracy", 101.0)
        and get("failure_mode") not in (None, "none", "cost_latency", "unsafe_output"),
    )
    clash(
        ("current_accuracy", "target_accuracy", "failure_mode"),
        "Nothing is named as wrong, yet accuracy is well below the target.",
        when=get("failure_mode") == "none"
        and get("target_accuracy", 0.0) - get("current_accuracy", 100.0) > rule.measured_slack,
    )
    clash(
        ("output_format", "failure_mode"),
        "The output is free text, yet its format is what breaks.",
        when=get("output_format") == "free_text" and get("failure_mode") == "wrong_format",
    )
    clash(
        ("label_classes", "labeled_examples"),
        "There are fewer examples than classes, so some classes have none.",
        when=0 < get("labeled_examples", 0) < get("label_classes", 0),
    )
    clash(
        ("self_hosted", "model"),
        f"Data may not leave, yet {get('model', '')} runs at a vendor.",
        when=get("self_hosted") is True and _at_a_vendor(str(get("model", ""))),
    )
    clash(
        ("human_review", "monthly_requests"),
        "A person checks the outputs, yet there are more of them than people can read.",
        when=get("human_review") is True and get("monthly_requests", 0) >= rule.many_checked,
    )
    clash(
        ("human_review", "latency_target_ms"),
        "A person checks the outputs, yet they must be out within a second.",
        when=get("human_review") is True and get("latency_target_ms", 1e9) <= rule.quick_ms,
    )
    return tuple(found)


def _at_a_vendor(model: str) -> bool:
    """Whether only a vendor runs a model."""
    named = model.lower().startswith(advice().contradiction.vendor_models)
    return named and not tariffs().open_weights(model)
