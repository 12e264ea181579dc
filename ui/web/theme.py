"""The look: one palette for light and dark, the system's own fonts, Gradio's theme made of both."""

from pathlib import Path

import gradio as gr

from knowledge.limits import limit
from ui.web.pictures import chart_css

STATIC = Path(__file__).parent / "static"
STYLES = ("style.css", "bar.css")  # of every page; pages.css comes with the pages that need it
SANS = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace"

# name: (light, dark). Text colours keep at least 4.5:1 on every ground that they stand on.
PALETTE = {
    "paper": ("#f6f4ef", "#111619"),
    "surface": ("#ffffff", "#1a2125"),
    "sunken": ("#f0eee7", "#141a1d"),
    "ink": ("#1b2328", "#e8ecea"),
    "muted": ("#566069", "#a6b1b5"),
    "line": ("#e1ded5", "#2d383d"),
    "edge": ("#8b949a", "#6d7a80"),
    "accent": ("#0b5d57", "#74cbbd"),
    "on-accent": ("#ffffff", "#0c1f1d"),
    "accent-soft": ("#e1eeeb", "#1c3432"),
    "rest": ("#b9c4c3", "#47565b"),
    "warm": ("#84500a", "#e8bb73"),
    "warm-soft": ("#fbf0dc", "#332919"),
    "bad": ("#a02f27", "#f0a099"),
    "bad-soft": ("#fae7e4", "#3a2220"),
    "good": ("#1a6638", "#86d1a2"),
}


def palette_css() -> str:
    """The palette as CSS variables, for both modes."""
    light = "".join(f"--{name}:{pair[0]};" for name, pair in PALETTE.items())
    dark = "".join(f"--{name}:{pair[1]};" for name, pair in PALETTE.items())
    return f":root{{color-scheme:light;{light}}}\n.dark{{color-scheme:dark;{dark}}}\n"


def page_head() -> str:
    """Our styles and script for the head: whole as they are, and there before the components."""
    style = palette_css() + chart_css()
    style += "".join((STATIC / name).read_text(encoding="utf-8") for name in STYLES)
    script = (STATIC / "page.js").read_text(encoding="utf-8")
    limits = f"window.steerwiseUploadMB = {limit('file_mb')};"
    return f"<style>{style}</style><script>{limits}{script}</script>"


def steerwise_theme() -> gr.themes.Base:
    """Gradio's variables in our colours; nothing is fetched from anywhere."""
    theme = gr.themes.Base(
        font=gr.themes.Font("sans-serif"),
        font_mono=gr.themes.Font("monospace"),
        radius_size="lg",
        text_size="md",
    )
    theme.font, theme.font_mono = SANS, MONO
    colours = {
        "body_background_fill": "paper",
        "body_text_color": "ink",
        "body_text_color_subdued": "muted",
        "background_fill_primary": "surface",
        "background_fill_secondary": "sunken",
        "block_background_fill": "surface",
        "border_color_primary": "line",
        "border_color_accent": "accent",
        "block_border_color": "line",
        "color_accent_soft": "accent-soft",
        "link_text_color": "accent",
        "link_text_color_hover": "accent",
        "link_text_color_visited": "accent",
        "link_text_color_active": "accent",
        "input_background_fill": "surface",
        "input_border_color": "edge",
        "input_border_color_focus": "accent",
        "input_placeholder_color": "muted",
        "button_primary_background_fill": "accent",
        "button_primary_background_fill_hover": "accent",
        "button_primary_text_color": "on-accent",
        "button_secondary_background_fill": "surface",
        "button_secondary_background_fill_hover": "accent-soft",
        "button_secondary_text_color": "ink",
    }
    values = {}
    for variable, name in colours.items():
        values[variable], values[f"{variable}_dark"] = PALETTE[name]
    return theme.set(**values)
