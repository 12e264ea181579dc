"""The right side of the workbench: the verdict and its figures, the chart, what surrounds them."""

from collections.abc import Iterable

from tools.facts import ProjectFacts
from tools.fit import Fit, fit_check
from tools.paybacks import is_out_of_sight, sight
from tools.results import CostLine, CostReport
from tools.strategies import strategy_texts
from tools.workbench import Workbench
from tools.workbench_inputs import Example, Figures
from ui.web.cards import fold
from ui.web.pages.workbench.controls import price_words
from ui.web.pages.workbench.form import Filled
from ui.web.pictures import cost_picture
from ui.web.words import esc, linked, money, number, sentence

_FITS = {
    "unknown": "Open",
    "good": "Tuning fits the problem",
    "bad": "Tuning does not fit the problem",
}
MISSING = "The figures come back once every field holds a number that can be used."


def results_html(
    own: str, result: Workbench | None, example: Example | None, filled: Filled, facts: ProjectFacts
) -> str:
    """The whole right side; `example` is the one that the fields began with, where it was one.

    `own` is what stands above the figures: what the open project would cost.
    """
    waiting = "" if result is None else cost_picture(result.report, draw=False, roomy=True)
    return (
        f'<div id="own">{own}</div>'
        '<section class="card paying" aria-labelledby="bench-figures">'
        f'<h3 id="bench-figures">Does a shorter prompt pay back?</h3>'
        f'<div id="verdict">{verdict_html(result, filled)}</div></section>'
        '<section class="card" aria-label="Figures">'
        f'<div id="figures">{figures_html(result, example)}</div>'
        f'<div id="chart">{waiting}</div></section>'
        f'<div id="around" class="around">{around_html(result, filled, facts)}</div>'
    )


def verdict_html(result: Workbench | None, filled: Filled) -> str:
    """Whether it pays back, in a sentence; what is missing where a field cannot be read."""
    if result is None:
        first = next(iter(filled.wrong.values()))
        return f'<p class="verdict bad">{esc(first)}</p>'
    return f'<p class="verdict {_tone(result)}">{esc(result.signal)}</p>'


def figures_html(result: Workbench | None, example: Example | None) -> str:
    """The five figures over their chart; nothing of an older input where a field is wrong."""
    if result is None:
        return f'<p class="because">{MISSING}</p>'
    report = result.report
    totals = (
        f"After {report.horizon_months} months: {money(result.prompt_total_usd)} with the prompt, "
        f"{money(result.tuned_total_usd)} with the tuned model."
    )
    return (
        f'<dl class="tiles">{_tiles(result, _tone(result))}</dl>'
        f'<p class="because">{totals}</p>{_as_published(result, example)}'
    )


def _tone(result: Workbench) -> str:
    if result.break_even_months is None:
        return "bad"
    return "good" if result.report.worthwhile else "care"


def _tiles(result: Workbench, tone: str) -> str:
    """The five figures; `tone` colours the last, as it does the verdict."""
    saving, months = result.saving_usd, result.break_even_months
    rows = (
        ("Prompt only", money(result.prompt_monthly_usd), "a month, extra tokens", ""),
        ("Tuned model", money(result.tuned_monthly_usd), "a month, extra tokens", ""),
        ("Paid once", money(result.one_off_usd), "training and evaluation", ""),
        (
            "Saves" if saving >= 0 else "Costs more",
            money(abs(saving)),
            "a month",
            "good" if saving > 0 else "bad" if saving < 0 else "",
        ),
        (
            "Breaks even",
            _breaks_even(months),
            _requests(result.report),
            tone,
        ),
    )
    return "".join(
        f'<div class="{mood}"><dt>{name}</dt><dd>{esc(value)}<small>{esc(unit)}</small></dd></div>'
        for name, value, unit, mood in rows
    )


def _breaks_even(months: float | None) -> str:
    if months is None:
        return "never"
    return f"after {sight()}" if is_out_of_sight(months) else number(months)


def _requests(report: CostReport) -> str:
    if report.break_even_months is None:
        return "at these figures"
    if is_out_of_sight(report.break_even_months):
        return "or later: too late to count on"
    if report.break_even_requests is None:
        return "months"
    return f"months, {number(round(report.break_even_requests))} requests"


def _as_published(result: Workbench, example: Example | None) -> str:
    months = result.break_even_months
    if example is None or months is None:
        return ""
    found = Figures(
        prompt_monthly_usd=result.prompt_monthly_usd,
        tuned_monthly_usd=result.tuned_monthly_usd,
        one_off_usd=result.one_off_usd,
        saving_usd=result.saving_usd,
        break_even_months=round(months, 1),
    )
    return '<p class="check">✓ Every figure as published.</p>' if found == example.published else ""


def around_html(result: Workbench | None, filled: Filled, facts: ProjectFacts) -> str:
    """Whether tuning fits the problem, what the figures leave out, and how they add up."""
    return _fit(fit_check(facts)) + ("" if result is None else _caveats(result, filled))


def _fit(fit: Fit) -> str:
    mood = "unknown" if fit.tuning_helps is None else "good" if fit.tuning_helps else "bad"
    better = "" if fit.path is None else strategy_texts()[fit.path].label
    path = f'<p class="because">What fits: {esc(better)}.</p>' if better else ""
    return (
        '<section class="card" aria-labelledby="bench-fit"><h3 id="bench-fit">Fit check</h3>'
        f'<p class="fit {mood}"><b>{_FITS[mood]}.</b> {esc(fit.text)}</p>{path}</section>'
    )


def _caveats(result: Workbench, filled: Filled) -> str:
    warnings = "".join(f"<li>{esc(sentence(text))}</li>" for text in result.warnings)
    source = f"<p>{linked(price_words(filled.price))}</p>"
    bills = "".join(_bill(plan.label, plan.lines) for plan in result.report.plans)
    return (
        '<section class="card" aria-labelledby="bench-read"><h3 id="bench-read">'
        f'Before you rely on it</h3><ul class="dots">{warnings}</ul>'
        f"{fold('sums', 'How this adds up', bills)}"
        f"{fold('source', 'Where the price comes from', source)}</section>"
    )


def _bill(label: str, lines: Iterable[CostLine]) -> str:
    rows = "".join(
        f"<li><span>{esc(line.label)}<small>{esc(line.how)}</small></span><b>{money(line.usd)}"
        f"<small>{'a month' if line.per == 'month' else 'once'}</small></b></li>"
        for line in lines
    )
    return f'<h4>{esc(label)}</h4><ul class="bill">{rows}</ul>' if rows else ""
