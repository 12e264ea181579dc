"""The next experiment on the board: what to measure, what it costs, what each result changes."""

from collections.abc import Mapping, Sequence

from tools.experiment import Experiment, Outcome
from tools.results import Assessment
from tools.showing import show
from ui.web.cards import card, hint
from ui.web.words import esc, money, plural, sentence, share

NONE_LEFT = (
    "No single measurement would change the advice now: start, and measure as the roadmap says."
)

# Sends what was typed or chosen on the board to Python, as a message of the chat.
RESULT_JS = """
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const typed = new FormData(event.target).get('result');
  if (!typed || !typed.trim()) return;
  event.target.reset();
  steerwise.closeMenu();
  trigger('typed_result', {text: typed});
});
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-result]');
  if (!button) return;
  steerwise.closeMenu();
  trigger('typed_result', {text: button.dataset.result});
});
"""


def experiment_card(experiment: Experiment | None, assessment: Assessment) -> str:
    """The cheapest measurement that would settle the advice, with a place for its result."""
    if experiment is None:
        return card("experiment", "Next experiment", hint(NONE_LEFT))
    return card(
        "experiment",
        "Next experiment",
        f'<p class="do">{esc(sentence(experiment.action))}</p>{_figures(experiment)}'
        f"{_outcomes(experiment.outcomes, assessment)}"
        f'<p class="because">{esc(experiment.why)}</p>{_result(experiment)}',
        aside="would settle the advice",
    )


def _figures(experiment: Experiment) -> str:
    tiles = [("Cases", f"{experiment.items:,}"), ("Takes", plural(experiment.days, "day"))]
    if experiment.usd is not None:
        tiles.append(("The answers cost", money(experiment.usd)))
    if experiment.threshold is not None:
        tiles.append(("Decides at", show(experiment.fact, experiment.threshold)))
    shown = "".join(f"<div><dt>{name}</dt><dd>{esc(value)}</dd></div>" for name, value in tiles)
    return f'<dl class="tiles">{shown}</dl>'


def _outcomes(outcomes: Sequence[Outcome], assessment: Assessment) -> str:
    """What each result points to; results that point to the same strategy share a line."""
    points: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        points.setdefault(outcome.strategy, []).append(outcome)
    names: Mapping[str, str] = {row.strategy: row.label for row in assessment.ranking}
    rows = "".join(
        f"<li{_staying(strategy, assessment)}><span>{esc(_any_of(found))}</span>"
        f"<b>{esc(names.get(strategy, strategy))}"
        f"<small>best in {esc(_range(found))}</small></b></li>"
        for strategy, found in points.items()
    )
    return f'<h3>If the result is …</h3><ul class="outcomes">{rows}</ul>'


def _any_of(outcomes: Sequence[Outcome]) -> str:
    words = [outcome.result for outcome in outcomes]
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _range(outcomes: Sequence[Outcome]) -> str:
    chances = sorted(outcome.probability for outcome in outcomes)
    low, high = share(chances[0]), share(chances[-1])
    return low if low == high else f"{low} to {high}"


def _staying(strategy: str, assessment: Assessment) -> str:
    return ' class="stays"' if strategy == assessment.primary else ""


def _result(experiment: Experiment) -> str:
    """A line to type a number into, or a button for each thing that can come out."""
    if experiment.threshold is None:
        buttons = "".join(
            f'<button type="button" data-result="{esc(outcome.result)}">{esc(outcome.result)}'
            "</button>"
            for outcome in experiment.outcomes
        )
        return (
            '<div class="result" role="group" aria-label="The result of the experiment">'
            f"<p>Done already? The result was</p>{buttons}</div>"
        )
    return (
        '<form class="result"><label for="experiment-result">Done already? The result was</label>'
        '<input id="experiment-result" name="result" autocomplete="off" maxlength="200" '
        'placeholder="87%"><button type="submit">Tell Steerwise</button></form>'
    )


def result_message(text: str) -> str:
    """The chat message for a result that was typed or chosen on the board."""
    return f"We ran the experiment. The result is: {sentence(' '.join(text.split()))}"
