// What the page does in the browser by itself: sources, views, light and dark, links, focus.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const store = {
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode */ } },
  };

  // Light and dark: the system's choice until a person chooses.
  const chosen = store.get('steerwise-theme');
  if (chosen) document.body.classList.toggle('dark', chosen === 'dark');
  const switchTheme = () => {
    const dark = document.body.classList.toggle('dark');
    store.set('steerwise-theme', dark ? 'dark' : 'light');
  };

  // Narrow screens show the chat or the board.
  const view = (name) => {
    document.body.dataset.view = name;
    document.querySelectorAll('[data-view]').forEach((button) => {
      if (button !== document.body) button.setAttribute('aria-pressed', String(button.dataset.view === name));
    });
    if (name === 'board') document.body.classList.remove('news');
  };

  // A numbered chip opens its source beside it.
  const note = document.createElement('div');
  note.id = 'note';
  note.setAttribute('popover', 'auto');
  note.setAttribute('role', 'dialog');
  document.body.append(note);
  const openNote = (anchor, name, ...children) => {
    note.replaceChildren(...children);
    note.setAttribute('aria-label', name);
    note.showPopover();
    const at = anchor.getBoundingClientRect();
    const size = note.getBoundingClientRect();
    const left = Math.min(Math.max(12, at.left - 24), innerWidth - size.width - 12);
    const below = at.bottom + 8;
    const top = below + size.height < innerHeight - 8 ? below : Math.max(8, at.top - size.height - 8);
    Object.assign(note.style, { left: `${left}px`, top: `${top}px` });
  };
  const openSource = (chip) => {
    const source = document.getElementById(chip.getAttribute('href').split('#')[1]);
    const found = source ? [...source.children].map((child) => child.cloneNode(true)) : ['This source is being looked up.'];
    openNote(chip, 'Source', ...found);
  };

  // A file that the server would refuse is told at once; nothing of it is sent.
  const tooLarge = (event) => {
    if (!event.target.closest?.('#box')) return;
    const files = [...(event.target.files || event.dataTransfer?.files || event.clipboardData?.files || [])];
    const large = files.find((file) => file.size > window.steerwiseUploadMB * 1e6);
    if (!large) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type === 'change') event.target.value = '';
    note.setAttribute('aria-label', 'Not sent');
    note.textContent = `${large.name} is larger than ${window.steerwiseUploadMB} MB; split it, or send the part that matters. `
      + 'For a large data set there is “steerwise check-data FILE”.';
    note.showPopover();
    const at = $('#box').getBoundingClientRect();
    Object.assign(note.style, { left: `${at.left + 12}px`, top: `${at.top - note.offsetHeight - 8}px` });
  };
  ['change', 'drop', 'paste'].forEach((kind) => document.addEventListener(kind, tooLarge, true));

  document.addEventListener('click', (event) => {
    const chip = event.target.closest('a[href*="#source-"]');
    if (chip) { event.preventDefault(); openSource(chip); return; }
    if (event.target.closest('[data-theme-switch]')) switchTheme();
    const button = event.target.closest('button[data-view]');
    if (button) view(button.dataset.view);
  });

  // Names for screen readers where Gradio has none, or repeats the whole message.
  const namers = [];
  const label = () => {
    namers.forEach((name) => name());
    $('#box textarea')?.setAttribute('aria-label', 'Your message');
    $('#box .stop-button')?.setAttribute('aria-label', 'Stop');
    const examples = $('#chat .examples[role=list]');
    examples?.setAttribute('role', 'group');
    examples?.setAttribute('aria-label', 'Example projects');
    document.querySelectorAll('#chat [data-testid=user],#chat [data-testid=bot]').forEach((message) => {
      const who = message.dataset.testid === 'user' ? 'You' : 'Steerwise';
      if (message.getAttribute('aria-label') !== who) message.setAttribute('aria-label', who);
    });
    document.querySelectorAll('#chat a[href*="#source-"]:not([aria-label])').forEach((chip) => {
      chip.setAttribute('aria-label', `Source ${chip.textContent}`);
      chip.removeAttribute('target');
    });
  };

  // When the page stands or an answer is complete, the cursor is in the box (not on touch screens: no keyboard pops up).
  let busy = true;
  const settle = () => {
    const box = $('#box textarea');
    if (!box) return;
    if (busy && !box.disabled) {
      retype();
      const idle = !document.activeElement || document.activeElement === document.body;
      if (idle && matchMedia('(pointer: fine)').matches) box.focus({ preventScroll: true });
    }
    busy = box.disabled;
  };
  // While an answer is awaited, see that the server is still there; when it is back, the page is opened
  // anew: it shows what was said, and an answer that was cut goes on.
  const LOST = 'The connection to Steerwise is lost. What you said is kept; I go on as soon as it is back.';
  const LOOK_MS = 1000;
  const PATIENCE_MS = 8000;  // a server that is gone refuses at once; a busy one answers late, and is not lost
  const IDLE_LOOKS = 10;
  const lost = document.createElement('p');
  lost.id = 'lost';
  lost.setAttribute('role', 'alert');
  let server = '';
  let missed = 0;
  let looks = 0;
  let looking = false;
  const lose = () => {
    missed += 1;
    if (missed < 2) return;
    if (!lost.isConnected) ($('#above') || document.body).before(lost);
    lost.textContent = LOST;
  };
  const comeBack = () => {
    missed += 1;
    location.reload();
  };
  addEventListener('pagehide', () => {  // whoever reloads it, what was typed meanwhile is kept
    const typed = $('#box textarea')?.value;
    try { if (missed && typed) sessionStorage.setItem('steerwise-typed', typed); } catch { /* private mode */ }
  });
  const look = async () => {
    looks += 1;
    const awaited = $('#box textarea')?.disabled;
    if (looking || (!awaited && !missed && (document.hidden || looks % IDLE_LOOKS))) return;
    looking = true;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), PATIENCE_MS);
    try {
      const address = new URL('gradio_api/app_id', location.origin + '/');
      const answer = await fetch(address, { cache: 'no-store', signal: late.signal });
      const { app_id: now } = await answer.json();
      const other = server && String(now) !== server;
      server = String(now);
      if (other || missed > 1) comeBack(); else missed = 0;
    } catch { lose(); }
    clearTimeout(timer);
    looking = false;
  };
  setInterval(look, LOOK_MS);
  const retype = () => {
    const box = $('#box textarea');
    let typed = null;
    try { typed = sessionStorage.getItem('steerwise-typed'); sessionStorage.removeItem('steerwise-typed'); } catch { /* private mode */ }
    if (!typed || !box || box.value) return;
    box.value = typed;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  };

  let queued = false;
  new MutationObserver(() => {
    if (queued) return;
    queued = true;
    requestAnimationFrame(() => { queued = false; label(); settle(); });
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });

  window.steerwise = {
    // The project in the address, so that a reload comes back to it and a link opens it.
    linked: () => new URLSearchParams(location.search).get('thread') || '',
    show: (thread) => {
      const url = new URL(location.href);
      if ((url.searchParams.get('thread') || '') === (thread || '')) return;
      if (thread) url.searchParams.set('thread', thread); else url.searchParams.delete('thread');
      history.replaceState(history.state, '', url);
    },
    // “New project” on another page leads here by its address: nothing is open then, also after a reload.
    arriving: (stored) => {
      const url = new URL(location.href);
      if (!url.searchParams.has('new')) return stored;
      url.searchParams.delete('new');
      history.replaceState(history.state, '', url);
      return stored && { ...stored, thread: '' };
    },
    // A code from Slack in the address; it is used once, so it does not stay there.
    code: () => {
      const url = new URL(location.href);
      const code = url.searchParams.get('code') || '';
      url.searchParams.delete('code');
      if (code) history.replaceState(history.state, '', url);
      return code;
    },
    showCode: (command) => {
      const place = $('#handed');
      if (!place || !command) return;
      place.hidden = false;
      $('code', place).textContent = command;
      $('button', place)?.focus();
    },
    copyText: async (text, button) => {
      try {
        await navigator.clipboard.writeText(text);
      } catch {  // not a secure page: the older way
        const area = document.createElement('textarea');
        area.value = text;
        area.className = 'sr';
        button.after(area);  // inside what is open, or the focus would close it
        area.select();
        document.execCommand('copy');
        area.remove();
        button.focus();
      }
    },
    // Another tab may have changed the project while this one was not looked at.
    backAgain: (act) => {
      let away = false;
      const back = () => {
        if (!away || document.hidden || !steerwise.linked() || $('#box textarea')?.disabled) return;
        away = false;
        act();
      };
      addEventListener('blur', () => { away = true; });
      addEventListener('focus', back);
      document.addEventListener('visibilitychange', () => { if (document.hidden) away = true; else back(); });
    },
    closeMenu: () => { $('#projects')?.hidePopover(); view('chat'); },
    begin: (act) => {
      steerwise.closeMenu();
      act();
      if (matchMedia('(pointer: fine)').matches) $('#box textarea')?.focus({ preventScroll: true });
    },
    // What cannot be undone is done at the second click; whoever goes elsewhere takes the first one back.
    sure: (button, question, act) => {
      if (button.dataset.sure) { act(); return; }
      const before = button.textContent;
      button.dataset.sure = 'yes';
      button.textContent = question;
      const asked = new AbortController();
      const leave = () => {
        asked.abort();
        delete button.dataset.sure;
        button.textContent = before;
      };
      const { signal } = asked;
      button.addEventListener('blur', leave, { signal });
      document.addEventListener('click', (event) => { if (!button.contains(event.target)) leave(); }, { signal });
      document.addEventListener('keydown', (event) => { if (event.key === 'Escape') leave(); }, { signal });
    },
    LOST,
    note,
    open: (anchor, content, name) => openNote(anchor, name, content),
    named: (name) => { namers.push(name); name(); },
    // A redrawn board keeps open what was open, what was typed, and each chart until its successor is drawn.
    keepOpen: (element, watch) => {
      const open = new Set();
      const charts = new Map();
      let thread = '';
      let typed = '';
      element.addEventListener('click', (event) => {
        const details = event.target.closest('summary')?.parentElement;
        if (!details?.dataset.key) return;
        if (details.open) open.delete(details.dataset.key); else open.add(details.dataset.key);
      });
      element.addEventListener('input', (event) => { if (event.target.id === 'experiment-result') typed = event.target.value; });
      element.addEventListener('submit', () => { typed = ''; });
      const restore = () => {
        element.querySelectorAll('details[data-key]').forEach((details) => {
          const opened = open.has(details.dataset.key);
          if (details.open !== opened) details.open = opened;
        });
        const now = $('.board', element)?.dataset.thread || '';
        if (now !== thread) { charts.clear(); typed = ''; thread = now; }
        element.querySelectorAll('figure[data-chart]').forEach((figure) => {
          const last = charts.get(figure.dataset.chart);
          if ($('svg', figure)) charts.set(figure.dataset.chart, figure.innerHTML);
          else if (last) figure.innerHTML = last;
        });
        const result = $('#experiment-result', element);
        if (result && typed) result.value = typed;
      };
      const changes = { childList: true, subtree: true, attributes: true, attributeFilter: ['open'] };
      new MutationObserver(restore).observe(element, changes);  // before it is painted
      watch('value', () => {
        requestAnimationFrame(() => {  // the board before the first message is no news
          const told = $('.board .card:not(.empty)', element) !== null;
          document.body.classList.toggle('news', told && document.body.dataset.view !== 'board');
        });
      });
    },
  };
  view('chat');
})();
