"""The bar above the page: the name, the projects of this browser, the switches."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol

from ui.web.words import ago, esc


class Project(Protocol):
    """One conversation in the list."""

    id: str
    title: str
    updated: str


# Reads the clicks on the bar's buttons and hands them to Python.
BAR_JS = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-do]');
  if (!button) return;
  const id = button.dataset.id || '';
  if (button.dataset.do === 'new') { steerwise.closeMenu(); trigger('new_project', {}); }
  if (button.dataset.do === 'open') { steerwise.closeMenu(); trigger('open_project', {id}); }
  if (button.dataset.do === 'delete') {
    if (button.dataset.sure) { trigger('delete_project', {id}); }
    else { steerwise.askAgain(button); }
  }
});
"""


def bar_html(projects: Iterable[Project], current: str, model: str) -> str:
    """The bar; `model` names who answers."""
    rows = "".join(_row(project, current) for project in projects)
    listed = (
        f"<ul>{rows}</ul>" if rows else '<p class="hint">Projects you describe are kept here.</p>'
    )
    offline = model in ("", "offline")
    who = "built-in model, nothing leaves this machine" if offline else f"answers: {model}"
    return (
        '<header class="bar"><div class="brand">'
        '<svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="13"/>'
        '<path d="M16 6.5 19 16l-3 9.5L13 16z"/></svg>'
        f'<h1>Steerwise</h1><p class="who">{esc(who)}</p></div>'
        '<div class="views" role="group" aria-label="Show">'
        '<button type="button" data-view="chat" aria-pressed="true">Chat</button>'
        '<button type="button" data-view="board" aria-pressed="false">Board<i></i></button></div>'
        '<nav aria-label="Projects">'
        '<button type="button" class="quiet" popovertarget="projects">Projects</button>'
        f'<div id="projects" popover><h2>Your projects</h2>{listed}</div>'
        '<button type="button" class="strong" data-do="new">New<span> project</span></button>'
        '<button type="button" class="quiet shade" data-theme-switch '
        'aria-label="Switch between light and dark"><i aria-hidden="true"></i></button>'
        "</nav></header>"
    )


def _row(project: Project, current: str) -> str:
    here = ' aria-current="true"' if project.id == current else ""
    title, key = esc(project.title or "New project"), esc(project.id)
    return (
        f'<li{here}><button type="button" class="open" data-do="open" data-id="{key}">{title}'
        f"<small>{esc(ago(project.updated, datetime.now(UTC)))}</small></button>"
        f'<button type="button" class="delete" data-do="delete" data-id="{key}" '
        f'aria-label="Delete {title}">Delete</button></li>'
    )
