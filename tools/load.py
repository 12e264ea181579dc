"""How many tokens one request takes under a plan, as said, as given, or as assumed aloud."""

from decimal import Decimal

from tools.assumptions import silent
from tools.errors import InvalidInput
from tools.money import ZERO, count, exact
from tools.plans import Plan
from tools.sheet import Setting
from tools.usage import Load


def load_of(plan: Plan, setting: Setting) -> Load:
    """The tokens of one request under a plan.

    When a plan of the comparison names `extra_prompt_tokens`, only those are counted.

    Raises:
        InvalidInput: more prompt tokens are saved than there are, or more are stable.
    """
    extra = setting.extra_tokens
    if extra is None:
        prompt, output = _prompt(plan, setting), _output(plan, setting)
    else:
        setting.assume.say(
            "Only the extra prompt tokens are priced: all other tokens are the same on both sides "
            "and are left out."
        )
        own = plan.extra_prompt_tokens
        prompt = extra if own is None else exact(own)
        output = exact(plan.output_tokens or 0)
    kept = prompt - _saved(plan, setting, prompt) + exact(plan.added_prompt_tokens or 0)
    added = retrieved_tokens(plan, setting) if plan.kind == "rag" else ZERO
    return Load(kept + added, _stable(plan, setting, kept), output)


def full_load(setting: Setting) -> Load:
    """The tokens of one request under the baseline, before anything is tuned."""
    return load_of(setting.baseline, setting)


def retrieved_tokens(plan: Plan, setting: Setting) -> Decimal:
    """The context that retrieval adds to each prompt."""
    if plan.retrieved_tokens is not None:
        return exact(plan.retrieved_tokens)
    if plan.extra_prompt_tokens is not None:
        return ZERO
    if "rag" in setting.facts.value("tried", ()) and "prompt_tokens" in setting.facts:
        setting.assume.say("Retrieved context is already part of the prompt length you gave.")
        return ZERO
    return setting.assume.take("retrieved_tokens", "Retrieved context")


def _prompt(plan: Plan, setting: Setting) -> Decimal:
    for given in _sources(plan, setting, "prompt_tokens"):
        return given
    usual = setting.assume.take("prompt_tokens", "Prompt length")
    least = max((_needed(other) for other in setting.plans), default=ZERO)
    if usual >= least:
        return usual
    setting.assume.say(
        f"Prompt length: at least {count(least)} tokens, since a plan speaks of half as many saved "
        "or of that many being the same in every call."
    )
    return least


def _needed(plan: Plan) -> Decimal:
    """The shortest prompt that the figures of a plan are plausible with."""
    saved, stable = exact(plan.prompt_tokens_saved or 0), exact(plan.stable_prompt_tokens or 0)
    return max(2 * saved, stable)


def _output(plan: Plan, setting: Setting) -> Decimal:
    for given in _sources(plan, setting, "output_tokens"):
        return given
    task = setting.facts.value("task")
    return setting.assume.take(
        f"output_tokens_{task}" if task else "output_tokens", "Answer length"
    )


def _sources(plan: Plan, setting: Setting, name: str) -> list[Decimal]:
    given = (getattr(plan, name), getattr(setting.baseline, name), setting.facts.value(name))
    return [exact(value) for value in given if value is not None]


def _saved(plan: Plan, setting: Setting, prompt: Decimal) -> Decimal:
    if plan.prompt_tokens_saved is not None:
        saved = exact(plan.prompt_tokens_saved)
        if saved > prompt:
            raise InvalidInput(
                f"prompt_tokens_saved must not exceed the {count(prompt)} prompt tokens there are; "
                f"got {count(saved)}"
            )
        return saved
    if not plan.tuned or plan.prompt_tokens is not None:
        return ZERO
    most = silent("prompt_tokens_of_instructions")
    if prompt > most:
        setting.assume.say(
            f"Tuning shortens the first {count(most)} tokens of a prompt; the rest are documents, "
            "which it cannot replace."
        )
    return min(prompt, most) * setting.assume.take("prompt_share_saved", "Saved by tuning")


def _stable(plan: Plan, setting: Setting, prompt: Decimal) -> Decimal:
    """The part of the prompt that is the same in every call, which a cache can hold."""
    given = plan.stable_prompt_tokens
    if given is not None:
        if exact(given) > prompt:
            raise InvalidInput(
                f"stable_prompt_tokens must not exceed the {count(prompt)} prompt tokens there "
                f"are; got {count(given)}"
            )
        return exact(given)
    if not plan.cache_hit_share:
        return ZERO
    if setting.extra_tokens is not None:
        return prompt
    return prompt * setting.assume.take("stable_share", "The same in every call")
