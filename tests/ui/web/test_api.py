"""The functions for other programs: described whole, errors in a sentence, nothing raw."""

import inspect
from pathlib import Path

import gradio as gr
import pytest

from agent.settings import load_settings
from ui.web.api import Function, api_functions, offered


def no_guidance(question: str, *, k: int) -> object:
    raise RuntimeError(f"secret {question} {k}")


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Function]:
    folder: Path = tmp_path_factory.mktemp("api")
    settings = load_settings(data_dir=folder)
    return {f.__name__: offered(f) for f in api_functions(settings, no_guidance)}


def test_every_argument_stands_on_a_line_of_its_own(functions: dict[str, Function]):
    for function in functions.values():
        lines = [line.strip() for line in (function.__doc__ or "").splitlines()]
        for name in inspect.signature(function).parameters:
            (line,) = [line for line in lines if line.startswith(f"{name}: ")]
            assert line.endswith(".")


def test_a_bad_value_is_told_in_one_sentence_that_shows_it(functions: dict[str, Function]):
    with pytest.raises(gr.Error) as caught:
        functions["score_sliders"]({"labeled_data": 120})
    assert "120" in caught.value.message
    assert caught.value.message.endswith(".")
    assert caught.value.print_exception is False


def test_what_breaks_inside_is_not_told(
    functions: dict[str, Function], caplog: pytest.LogCaptureFixture
):
    with pytest.raises(gr.Error) as caught:
        functions["search_guidance"]("When?")
    assert "secret" not in caught.value.message
    assert "secret" in caplog.text
