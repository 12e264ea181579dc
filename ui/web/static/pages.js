// One page beside the chat: hands its fields to Python, puts the parts that come back in their places.
const page = element.querySelector('#page');
const said = element.querySelector('#said');
const sorry = element.querySelector('#sorry');
const LOST = 'Steerwise does not answer. What you see is still here; change a value to try again.';
const DRAW_MS = 180;
let kept = {};
let busy = false;
let waiting = null;
let drawing = 0;

const form = () => {
  const out = {};
  page.querySelectorAll('[name]').forEach((field) => {
    if (field.disabled || field.type === 'file') return;
    if (field.type === 'range' && field.dataset.set === undefined) return;
    if (field.type === 'checkbox') { out[field.name] = out[field.name] || []; if (field.checked) out[field.name].push(field.value); }
    else if (field.type !== 'radio' || field.checked) out[field.name] = field.value;
  });
  return out;
};
const ask = (act = '', value = null) => ({ thread: steerwise.linked(), form: form(), kept, act, value });

const stand = (field, value) => {
  field.value = value;
  field.style.setProperty('--at', `${value}%`);
  const shown = page.querySelector(`output[for="${CSS.escape(field.id)}"]`);
  if (shown) shown.textContent = value;
};

// A redrawn part keeps what was open and where the cursor stood.
const put = (id, html) => {
  const place = page.querySelector('#' + CSS.escape(id));
  if (!place || place.innerHTML === html) return;
  const open = new Set([...place.querySelectorAll('details[open][data-key]')].map((part) => part.dataset.key));
  const inside = place.contains(document.activeElement) ? document.activeElement : null;
  const again = inside && (inside.id ? '#' + CSS.escape(inside.id) : inside.dataset.focus ? `[data-focus="${CSS.escape(inside.dataset.focus)}"]` : '');
  place.innerHTML = html;
  place.querySelectorAll('details[data-key]').forEach((part) => { if (open.has(part.dataset.key)) part.open = true; });
  if (again) place.querySelector(again)?.focus({ preventScroll: true });
};
const show = (answer) => {
  sorry.hidden = !answer.sorry;
  sorry.textContent = answer.sorry || '';
  if (answer.page !== undefined) { page.innerHTML = answer.page; page.removeAttribute('aria-busy'); }
  Object.entries(answer.parts || {}).forEach(([id, html]) => put(id, html));
  // A slider that nobody set stands where the others put it.
  Object.entries(answer.stands || {}).forEach(([id, value]) => {
    const field = page.querySelector('#' + CSS.escape(id));
    if (field && field.dataset.set === undefined) stand(field, value);
  });
  if (answer.kept) kept = answer.kept;
  if (answer.said && said.textContent !== answer.said) said.textContent = answer.said;
  page.querySelectorAll('[aria-invalid]').forEach((field) => field.removeAttribute('aria-invalid'));
  (answer.wrong || []).forEach((id) => page.querySelector('#' + CSS.escape(id))?.setAttribute('aria-invalid', 'true'));
  if (answer.draw) {
    clearTimeout(drawing);
    drawing = setTimeout(() => send('draw', ask()), answer.page === undefined ? DRAW_MS : 0);
  }
};

// One question at a time; while one is under way only the newest waits.
const send = async (call, question) => {
  if (busy) { waiting = [call, question]; return; }
  busy = true;
  element.dataset.busy = 'yes';
  try { show(await server[call](question)); } catch { show({ sorry: LOST }); }
  busy = false;
  const next = waiting;
  waiting = null;
  if (next) send(next[0], next[0] === 'move' ? { ...next[1], kept } : next[1]);
  else delete element.dataset.busy;
};
const move = (act, value) => send('move', ask(act, value));

page.addEventListener('input', (event) => {
  const field = event.target;
  if (field.type === 'file') return;
  if (field.type === 'range') {
    field.dataset.set = '';
    stand(field, field.value);
  }
  if (field.name) move(field.dataset.act || 'field', field.name);
});
const readFile = async (file) => {
  const most = Number(page.querySelector('[data-most]')?.dataset.most || 0);
  if (file.size > most) { move('file', { name: file.name, size: file.size, text: null }); return; }
  move('file', { name: file.name, size: file.size, text: await file.text() });
};
page.addEventListener('change', (event) => {
  if (event.target.type !== 'file' || !event.target.files.length) return;
  readFile(event.target.files[0]).catch(() => show({ sorry: 'The browser cannot read this file.' }));
  event.target.value = '';
});
page.addEventListener('dragover', (event) => { if (event.target.closest('[data-most]')) event.preventDefault(); });
page.addEventListener('drop', (event) => {
  const file = event.dataTransfer?.files[0];
  if (!file || !event.target.closest('[data-most]')) return;
  event.preventDefault();
  readFile(file).catch(() => show({ sorry: 'The browser cannot read this file.' }));
});
page.addEventListener('submit', (event) => event.preventDefault());
page.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.press) move(button.dataset.press, button.dataset.value || null);
  else if (button.dataset.take) { button.disabled = true; setTimeout(() => { button.disabled = false; }, 3000); trigger('take', { ask: ask(button.dataset.take, button.dataset.value || null) }); }
  else if (button.dataset.print !== undefined) window.print();
});
send('begin', ask('', new URL('.', location.href).href));
