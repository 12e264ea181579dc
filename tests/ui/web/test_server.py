import re
import socket
import tomllib
from pathlib import Path

import pytest

import ui.web
from agent.settings import Unavailable
from tools.charts import palette
from ui.web.server import check_port
from ui.web.theme import PALETTE, STATIC, page_head, steerwise_theme


def test_a_port_in_use_is_one_sentence_with_the_port_and_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Unavailable, match=rf"port {port} is taken.*STEERWISE_PORT"):
            check_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_one_sentence():
    with pytest.raises(Unavailable, match="STEERWISE_HOST"):
        check_port("192.0.2.1", 7860)


def test_nothing_of_ours_names_another_host():
    theme = steerwise_theme()
    served = (page_head() + theme._get_theme_css()).replace("http://www.w3.org/2000/svg", "")
    assert re.search(r"https?://", served) is None
    assert "@import" not in served
    assert "@font-face" not in served
    assert theme._stylesheets == []


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"), ("ink", "surface"), ("ink", "sunken"), ("ink", "accent-soft"),
        ("ink", "warm-soft"), ("ink", "bad-soft"), ("muted", "paper"), ("muted", "surface"),
        ("muted", "sunken"), ("muted", "accent-soft"), ("accent", "surface"),
        ("accent", "accent-soft"), ("on-accent", "accent"), ("warm", "warm-soft"),
        ("bad", "bad-soft"), ("bad", "surface"), ("bad", "sunken"), ("good", "surface"),
        ("good", "sunken"),
    ],
)  # fmt: skip
def test_text_can_be_read_on_every_ground_it_stands_on(text: str, ground: str, mode: int):
    light, dark = sorted((_luminance(PALETTE[text][mode]), _luminance(PALETTE[ground][mode])))
    assert (dark + 0.05) / (light + 0.05) >= 4.5


def test_every_colour_that_the_styles_use_is_in_the_palette():
    styles = "".join(file.read_text("utf-8") for file in STATIC.glob("*.css"))
    used = set(re.findall(r"var\(--([a-z-]+)\)", styles))
    icons = {name for name in used if name.startswith("icon")}
    assert used - icons - {"plan", "at", "base", "knob", "ground", "beyond", "columns"} <= {
        *PALETTE,
        *(f"chart-{name}" for name in palette()),
    }


def test_the_static_files_are_packaged():
    project = tomllib.loads(
        (Path(ui.web.__file__).parents[2] / "pyproject.toml").read_text("utf-8")
    )
    assert project["tool"]["setuptools"]["package-data"]["ui.web"] == ["static/*"]
    needed = {"favicon.svg", "page.js", "style.css", "bar.css", "pages.css", "pages.js"}
    assert needed <= {file.name for file in STATIC.iterdir()}
