// Editing a fact in place: a click on its value opens a field; Enter saves, Escape closes.
let editor = null;

const plain = (value) => {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
};
const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => {
    if (value === true) node.setAttribute(name, ''); else if (value !== false) node.setAttribute(name, value);
  });
  node.append(...children);
  return node;
};

// What stands in the field: a choice, several, a text, or a number with its unit.
const field = (name, rule, value) => {
  const id = `edit-${name}`;
  if (rule.kind === 'strategies') {
    const boxes = rule.choices.map(([key, text]) => make('label', { class: 'tick' },
      make('input', { type: 'checkbox', value: key, checked: (value || []).includes(key) }), text));
    return make('div', { class: 'ticks', role: 'group', 'aria-label': rule.label }, ...boxes);
  }
  if (rule.choices) {
    const options = rule.choices.map(([key, text]) => make('option', { value: key, selected: key === plain(value) }, text));
    if (value === null) options.unshift(make('option', { value: '', selected: true }, 'Choose …'));
    return make('select', { id, 'aria-label': rule.label }, ...options);
  }
  const numeric = rule.kind !== 'text';
  return make('input', {
    id, 'aria-label': numeric ? `${rule.label}, ${rule.unit}` : rule.label, autocomplete: 'off', maxlength: 120,
    inputmode: numeric ? 'decimal' : 'text', value: plain(value), 'aria-describedby': `${id}-said`,
  });
};
const answer = (form) => {
  const ticks = form.querySelector('.ticks');
  if (ticks) return [...ticks.querySelectorAll('input:checked')].map((box) => box.value);
  return form.querySelector('select, input').value.trim();
};
const same = (value, old) => Array.isArray(value)
  ? JSON.stringify(value) === JSON.stringify(old || []) && old !== null
  : value === plain(old);

const close = (focus = true) => {
  if (!editor) return;
  const { form, button } = editor;
  editor = null;
  form.remove();
  button.hidden = false;
  if (focus && button.isConnected) button.focus();
};
const say = (sentence) => {
  const line = editor?.form.querySelector('.said');
  if (!line) return;
  line.textContent = sentence;
  editor.form.querySelector('input, select')?.setAttribute('aria-invalid', String(Boolean(sentence)));
};
const save = async (value) => {
  const { name, old, form } = editor;
  if (value !== null && same(value, old)) { close(); return; }
  if (value === '') { say('Give a value, or choose “Not known”.'); return; }
  const mine = editor;
  mine.sent = value;
  form.classList.add('saving');
  const problem = await server.check_fact({ name, value, thread: steerwise.linked() }).catch(() => steerwise.LOST);
  form.classList.remove('saving');
  mine.sent = undefined;
  if (editor !== mine) return;
  if (problem) { say(problem); form.querySelector('input, select')?.focus(); return; }
  const button = mine.button;
  close();
  button.classList.add('saving');
  trigger('fact_set', { name, value, seen: old });
};
const open = (button, left = false) => {
  close(false);
  const name = button.dataset.fact;
  const rule = RULES[name];
  const old = JSON.parse(button.dataset.value);
  const form = make('form', { class: 'edit', novalidate: true },
    make('div', { class: 'field' }, field(name, rule, old), make('span', { class: 'unit' }, rule.unit || '')),
    make('p', { class: 'said', role: 'alert', id: `edit-${name}-said` }),
    make('div', { class: 'ends' },
      make('button', { type: 'submit', class: 'save' }, 'Save'),
      make('button', { type: 'button', class: 'cancel' }, 'Cancel'),
      ...(old === null ? [] : [make('button', { type: 'button', class: 'clear' }, 'Not known')])),
    make('p', { class: 'help' }, rule.help));
  button.hidden = true;
  button.after(form);
  editor = { form, button, name, old, left };
  const first = form.querySelector('input, select');
  if (!left) {
    first.focus();
    first.select?.();
  }
  const mine = editor;
  form.addEventListener('focusin', () => { mine.left = false; });
  form.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) mine.left = true;
  });
  form.addEventListener('submit', (event) => { event.preventDefault(); event.stopPropagation(); save(answer(form)); });
  form.addEventListener('input', (event) => { event.stopPropagation(); say(''); });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') { event.stopPropagation(); close(); }
  });
  form.querySelector('.cancel').addEventListener('click', () => close());
  form.querySelector('.clear')?.addEventListener('click', () => save(null));
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('button.value');
  if (button) open(button);
  const gone = event.target.closest('[data-forget]');
  if (gone) steerwise.sure(gone, 'Really remove?', () => trigger('document_gone', { name: gone.dataset.forget }));
});
// A board that is redrawn meanwhile takes the field with it: it is opened again, with what was typed,
// and saved if that had been asked for. The focus stays with whoever has gone on elsewhere.
watch('value', () => {
  if (!editor) return;
  const { name, form, old, sent, left } = editor;
  const typed = form.querySelector('.ticks') ? null : form.querySelector('input, select').value;
  editor = null;
  const button = element.querySelector(`button.value[data-fact="${CSS.escape(name)}"]`);
  if (!button) return;
  const opened = button.closest('details:not([open])');
  if (opened) opened.open = true;
  open(button, left);
  const now = JSON.parse(button.dataset.value);
  if (typed !== null) editor.form.querySelector('input, select').value = typed;
  if (JSON.stringify(now) !== JSON.stringify(old)) say(`It was changed meanwhile: it is “${button.textContent}” now.`);
  else if (sent !== undefined) save(sent);
});
