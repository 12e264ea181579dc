"""The bar above the page: the name, the projects of this browser, the switches."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import quote

from ui.web.words import ago, esc


class Project(Protocol):
    """One conversation in the list."""

    id: str
    title: str
    updated: str


# path and name of each page, in their order in the bar; the chat has no path
PAGES = (
    ("", "Chat"),
    ("lab", "Decision Lab"),
    ("workbench", "Costs"),
    ("flow", "Flow chart"),
    ("compare", "Compare"),
    ("record", "Record"),
    ("connect", "API"),
)

# Reads the clicks on the bar's buttons and hands them to Python; away from the chat a project is
# opened by its address.
BAR_JS = """
const rename = (button, id) => {  // the name becomes a field: Enter keeps it, Escape does not
  const title = button.parentElement.querySelector('.open');
  const field = document.createElement('input');
  const before = title.firstChild.textContent;
  Object.assign(field, {value: before, maxLength: 120, className: 'name'});
  field.setAttribute('aria-label', 'New name of ' + before);
  let left = false;
  const leave = (name) => {
    if (left) return;  // removing the field blurs it
    left = true;
    field.remove();
    title.hidden = false;
    if (name && name !== before) {
      title.firstChild.textContent = name;
      trigger('rename_project', {id, name});
    }
    button.focus();
  };
  title.hidden = true;
  title.after(field);
  field.select();
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();  // Escape would close the list
    event.stopPropagation();
    leave(event.key === 'Enter' ? field.value.trim() : '');
  });
  field.addEventListener('blur', () => leave(field.value.trim()));
};
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const code = event.target.querySelector('input').value.trim();
  if (!code) return;
  if (!element.querySelector('.views')) {  // only the chat redeems codes
    location.href = './?code=' + encodeURIComponent(code);
    return;
  }
  steerwise.closeMenu();
  trigger('code_entered', {code});
});
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-do]');
  if (!button) return;
  const id = button.dataset.id || '';
  if (button.dataset.do === 'go') { location.search = '?thread=' + encodeURIComponent(id); }
  if (button.dataset.do === 'new') { steerwise.begin(() => trigger('new_project', {})); }
  if (button.dataset.do === 'open') { steerwise.closeMenu(); trigger('open_project', {id}); }
  if (button.dataset.do === 'rename') { rename(button, id); }
  if (button.dataset.do === 'slack') { trigger('code_wanted', {}); }
  if (button.dataset.do === 'copy') {
    steerwise.copyText(button.parentElement.querySelector('code').textContent, button);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1600);
  }
  if (button.dataset.do === 'delete') {
    steerwise.sure(button, 'Really delete?', () => trigger('delete_project', {id}));
  }
});
"""


def bar_html(
    projects: Iterable[Project], current: str, model: str, *, here: str = "", login: str = ""
) -> str:
    """The bar; `model` names who answers, `here` is the path of the page ("" for the chat).

    `login` is who is logged in, "" where nobody has to be.
    """
    rows = "".join(_row(project, current, chat=not here) for project in projects)
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
        f"{_VIEWS if not here else ''}"
        f'<nav class="pages" aria-label="Pages">{_links(current, here)}</nav>'
        '<nav aria-label="Projects">'
        '<button type="button" class="quiet more" popovertarget="pages">Pages</button>'
        f'<div id="pages" popover><h2>Pages</h2>{_links(current, here)}</div>'
        '<button type="button" class="quiet" popovertarget="projects">Projects</button>'
        f'<div id="projects" popover><h2>Your projects</h2>{listed}'
        f"{_code(slack=bool(current) and not here)}</div>"
        f"{_NEW if not here else _NEW_ELSEWHERE}"
        f"{_out(login) if login else ''}"
        '<button type="button" class="quiet shade" data-theme-switch '
        'aria-label="Switch between light and dark"><i aria-hidden="true"></i></button>'
        "</nav></header>"
    )


_VIEWS = (
    '<div class="views" role="group" aria-label="Show">'
    '<button type="button" data-view="chat" aria-pressed="true">Chat</button>'
    '<button type="button" data-view="board" aria-pressed="false">Board<i></i></button></div>'
)
_NEW = '<button type="button" class="strong" data-do="new">New<span> project</span></button>'
_NEW_ELSEWHERE = '<a class="strong" href="./?new=1">New<span> project</span></a>'


def _code(*, slack: bool) -> str:
    """The way in with a code from Slack and, where a project is open, the way there."""
    there = (
        '<div class="there"><button type="button" data-do="slack">Use in Slack</button>'
        '<div id="handed" hidden><p role="status">In Slack, type <code></code></p>'
        '<button type="button" data-do="copy">Copy</button>'
        "<small>It works once, within 15 minutes.</small></div></div>"
    )
    return (
        '<form class="enter"><label for="typed-code">Open with a code from Slack</label>'
        '<input id="typed-code" maxlength="40" autocomplete="off" autocapitalize="characters" '
        'spellcheck="false" placeholder="ABC2DEF"><button type="submit">Open</button></form>'
        f"{there if slack else ''}"
    )


def _out(login: str) -> str:
    return f'<a class="quiet" href="./logout" title="{esc(login)}">Log out</a>'


def address(path: str, thread: str) -> str:
    """The address of a page, seen from any other; it carries the project that is open."""
    return f"./{path}" + (f"?thread={quote(thread)}" if thread else "")


def _links(current: str, here: str) -> str:
    mark = ' aria-current="page"'
    return "".join(
        f'<a href="{esc(address(path, current))}"{mark if path == here else ""}>{esc(name)}</a>'
        for path, name in PAGES
    )


def _row(project: Project, current: str, *, chat: bool) -> str:
    """One project: opened on this page, renamed and deleted only where the conversation is seen."""
    here = ' aria-current="true"' if project.id == current else ""
    title, key = esc(project.title or "New project"), esc(project.id)
    change = (
        f'<button type="button" class="rename" data-do="rename" data-id="{key}" '
        f'aria-label="Rename {title}">Rename</button>'
        f'<button type="button" class="delete" data-do="delete" data-id="{key}" '
        f'aria-label="Delete {title}">Delete</button>'
    )
    return (
        f'<li{here}><button type="button" class="open" data-do="{"open" if chat else "go"}" '
        f'data-id="{key}">{title}'
        f"<small>{esc(ago(project.updated, datetime.now(UTC)))}</small></button>"
        f"{change if chat else ''}</li>"
    )
