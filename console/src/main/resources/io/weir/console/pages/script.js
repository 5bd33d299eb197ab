// Everything here is also done by links and forms: this saves steps.
(() => {
  'use strict';
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const kept = (store, name) => { try { return store.getItem(name); } catch (e) { return null; } };
  const keep = (store, name, value) => { try { store.setItem(name, value); } catch (e) { /* private mode */ } };

  // Copy
  for (const button of all('[data-copy]')) {
    button.hidden = !navigator.clipboard;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.parentElement.querySelector('code').textContent);
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 2000);
    });
  }

  // News: counted, never shown by themselves, so that nothing jumps under a pointer
  const url = document.body.dataset.events;
  const news = document.querySelector('[data-news]');
  const pause = document.querySelector('[data-pause]');
  const rows = new Set(all('[data-id]').map((row) => row.dataset.id));
  const fresh = new Set();
  let known = 0;
  let source = null;

  const tell = () => {
    let link = news.querySelector('a');
    if (!link) {
      link = document.createElement('a');
      link.href = location.pathname + withoutPage(location.search);
      news.append(link);
    }
    const parts = [];
    if (fresh.size > 0) parts.push(fresh.size + ' new');
    if (known > 0) parts.push(known + (known === 1 ? ' change' : ' changes'));
    link.textContent = parts.join(', ') + ': show';
  };
  const withoutPage = (search) => {
    const query = new URLSearchParams(search);
    query.delete('after');
    const text = query.toString();
    return text === '' ? '' : '?' + text;
  };
  const listen = () => {
    source = new EventSource(url);
    source.onmessage = (message) => {
      const id = JSON.parse(message.data).id;
      if (rows.size > 0 && rows.has(id) || location.pathname.endsWith('/' + id)) known++; else fresh.add(id);
      tell();
    };
    source.addEventListener('gap', () => { known++; tell(); });
  };
  const setPause = (paused) => {
    keep(sessionStorage, 'paused', paused ? 'yes' : 'no');
    pause.textContent = paused ? 'Go on' : 'Pause';
    pause.setAttribute('aria-pressed', String(paused));
    if (paused && source) { source.close(); source = null; }
    if (!paused && !source) listen();
  };
  if (url && pause && window.EventSource) {
    pause.hidden = false;
    pause.addEventListener('click', () => setPause(source !== null));
    setPause(kept(sessionStorage, 'paused') === 'yes');
    // A page that waits in the cache of the back button must not hold a place.
    addEventListener('pagehide', () => { if (source) { source.close(); source = null; } });
    addEventListener('pageshow', (event) => { if (event.persisted) setPause(kept(sessionStorage, 'paused') === 'yes'); });
  }

  // How far a change is
  const job = document.querySelector('[data-job]');
  if (job) {
    const look = async () => {
      const answer = await fetch(job.dataset.job);
      if (!answer.ok) return;
      const now = await answer.json();
      if (now.over) { location.reload(); return; }
      job.querySelector('[data-done]').textContent = now.done.toLocaleString('en');
      job.querySelector('[data-failed]').textContent = now.failed.toLocaleString('en');
      const bar = document.querySelector('progress');
      if (now.total > 0) { bar.max = now.total; bar.value = now.done + now.failed; }
      setTimeout(look, 500);
    };
    setTimeout(look, 300);
  }

  // Keys
  const toggle = document.querySelector('[data-keys]');
  const areOff = () => kept(localStorage, 'keys') === 'off';
  if (toggle) {
    const name = () => { toggle.textContent = areOff() ? 'Turn keys on' : 'Turn keys off'; };
    toggle.hidden = false;
    toggle.addEventListener('click', () => { keep(localStorage, 'keys', areOff() ? 'on' : 'off'); name(); });
    name();
  }
  const lines = all('[data-row] [data-open]');
  const here = () => lines.indexOf(document.activeElement?.closest('[data-row]')?.querySelector('[data-open]'));
  const go = (index) => lines[Math.max(0, Math.min(lines.length - 1, index))]?.focus();
  const retry = () => {
    const line = document.activeElement?.closest('[data-row]');
    (line ?? document).querySelector('[data-key="r"]')?.focus();
  };
  const keys = {
    '/': () => document.querySelector('[data-key="/"]')?.focus(),
    j: () => go(here() + 1),
    k: () => go(here() < 0 ? 0 : here() - 1),
    r: retry,
    '?': () => { location.href = '/keys'; },
  };
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest?.('input:not([type=checkbox]), select, textarea');
    if (event.ctrlKey || event.altKey || event.metaKey || areOff()) return;
    if (typing) { if (event.key === 'Escape') event.target.blur(); return; }
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
    if (act) { event.preventDefault(); act(); }
  });
})();
