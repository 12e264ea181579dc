// The buttons below messages: copy, thumbs with a comment, retry, undo; edit on one's own.
const NAMES = {
  copy: 'Copy this answer', up: 'Good answer', down: 'Bad answer',
  retry: 'Answer again', undo: 'Take back my message and this answer', edit: 'Edit this message',
};
const kindOf = (button) => Object.keys(NAMES).find((kind) => button.classList.contains(kind));
const turnOf = (button) => Number([...button.classList].find((name) => name.startsWith('turn-'))?.slice(5));

steerwise.named(() => {
  document.querySelectorAll('#chat .act:not([aria-label])').forEach((button) => {
    const kind = kindOf(button);
    button.setAttribute('aria-label', NAMES[kind]);
    button.setAttribute('title', NAMES[kind]);
    if (kind === 'up' || kind === 'down') button.setAttribute('aria-pressed', String(button.classList.contains('on')));
    button.parentElement.closest('.acts')?.setAttribute('aria-label', 'This answer');
  });
});

const copy = async (button) => {
  const row = button.closest('.message-row').cloneNode(true);
  row.querySelectorAll('.acts, .steps, .why, .uploads').forEach((part) => part.remove());
  const hidden = document.createElement('div');
  hidden.className = 'sr';
  hidden.append(row);
  document.body.append(hidden);
  const text = row.innerText.trim().replaceAll('\u2060', '');
  hidden.remove();
  await steerwise.copyText(text, button);
  button.classList.add('done');
  button.setAttribute('aria-label', 'Copied');
  setTimeout(() => { button.classList.remove('done'); button.setAttribute('aria-label', NAMES.copy); }, 1600);
};

const rate = (button, kind) => {
  const turn = turnOf(button);
  const off = button.classList.contains('on');
  button.parentElement.querySelectorAll('.up, .down').forEach((other) => {
    const on = other === button && !off;
    other.classList.toggle('on', on);
    other.setAttribute('aria-pressed', String(on));
  });
  trigger('answer_rated', { turn, rating: off ? null : kind, comment: '' });
  if (off) { steerwise.note.hidePopover(); return; }
  const form = document.createElement('form');
  form.className = 'comment';
  const label = document.createElement('label');
  label.textContent = kind === 'up' ? 'Noted, thank you. What helped?' : 'Noted, thank you. What was wrong?';
  const area = document.createElement('textarea');
  area.rows = 3;
  area.maxLength = 2000;
  area.placeholder = 'Optional';
  label.append(area);
  const send = document.createElement('button');
  send.textContent = 'Send';
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'close';
  close.textContent = 'Close';
  close.addEventListener('click', () => { steerwise.note.hidePopover(); });
  const ends = document.createElement('div');
  ends.className = 'ends';
  ends.append(close, send);
  form.append(label, ends);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const comment = area.value.trim();
    if (comment) trigger('answer_rated', { turn, rating: kind, comment });
    steerwise.note.hidePopover();
  });
  steerwise.open(button, form, 'Your comment');
  area.focus({ preventScroll: true });
};

const act = (button) => {
  const kind = kindOf(button);
  if (kind === 'copy') copy(button);
  else if (kind === 'up' || kind === 'down') rate(button, kind);
  else if (kind === 'retry') trigger('answer_again', { turn: turnOf(button) });
  else if (kind === 'undo') trigger('message_taken_back', { turn: turnOf(button) });
  else if (kind === 'edit') trigger('message_edited', { turn: turnOf(button) });
};
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('#chat .act');
  if (button) act(button);
});
element.addEventListener('click', (event) => { if (event.target.closest('[data-cancel]')) trigger('edit_cancelled', {}); });
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && event.target.closest?.('#box') && element.querySelector('.editing')) trigger('edit_cancelled', {});
});
watch('value', () => {
  if (element.querySelector('.editing')) requestAnimationFrame(() => document.querySelector('#box textarea')?.focus());
});
