"""Makes a starter kit: every file of the recommended stack, generated from the facts."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from tools.costreport import CostReport
from tools.facts import ProjectFacts
from tools.kit.evaluation import evaluation_files
from tools.kit.examples import one_line, read_examples
from tools.kit.project import Project
from tools.kit.prompts import prompt_files
from tools.kit.readme import readme
from tools.kit.surroundings import guardrail_files, optimisation_files, retrieval_files
from tools.kit.training import training_files
from tools.results import Assessment
from tools.scoring import assess


def make_kit(
    facts: ProjectFacts,
    *,
    assessment: Assessment | None = None,
    costs: CostReport | None = None,
    title: str = "",
    examples: Sequence[Mapping[str, Any]] = (),
    seed: int = 0,
) -> Mapping[str, str]:
    """The files to start with: relative path -> text. The same input gives the same bytes.

    What the kit holds follows from the stack: prompt, evaluation sheet and scoring always; search,
    checks, an optimiser, training data and settings where the stack asks for them.

    Args:
        facts: what is known of the project.
        assessment: the advice; by default it is worked out from the facts with `seed`.
        costs: the bill to show; left out of the README where there is none.
        title: the project's name, for headings.
        examples: the user's own examples: input/output, prompt/completion, chat or preference rows.
        seed: of the split, the intervals and, without `assessment`, the advice.

    Raises:
        InvalidInput: an example that holds no input or no answer; the message says which.
    """
    project = Project(
        facts=facts,
        assessment=assess(facts, seed=seed) if assessment is None else assessment,
        costs=costs,
        title=one_line(title) or "Your project",
        examples=read_examples(examples),
        seed=seed,
    )
    files = {
        **prompt_files(project),
        **evaluation_files(project),
        **retrieval_files(project),
        **guardrail_files(project),
        **optimisation_files(project),
        **training_files(project),
    }
    return MappingProxyType({"README.md": readme(project, files), **dict(sorted(files.items()))})
