// The script of the console: one key listener, focus, and the way back after a lost connection. Everything else is on the server.
(() => {
  'use strict';

  const known = new Set([...'fadszvenbjkcouwptx/?0123456789', 'ArrowDown', 'ArrowUp', 'Shift+A', 'Shift+D', 'Shift+S', 'Shift+X', 'Shift+Z']);
  const repeats = new Set(['j', 'k', 'ArrowDown', 'ArrowUp']);
  let page = null;
  let keysOff = false;
  let spaceHeld = false;

  const tell = key => page && page.invokeMethodAsync('KeyAsync', key).catch(() => { /* The connection is lost: the page says so and comes back. */ });
  const takesText = element => element instanceof HTMLElement
    && (element.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)));

  document.addEventListener('keydown', event => {
    if (!page || event.defaultPrevented || event.isComposing) return;
    if (event.key === 'Escape') { tell('Escape'); return; }
    if (event.key.toLowerCase() === 'k' && event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat) { event.preventDefault(); tell('Ctrl+K'); return; }
    if (keysOff || takesText(event.target)) return;
    if (event.key === 'z' && event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat) { event.preventDefault(); tell('z'); return; }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === ' ') {
      // On a button the space bar presses the button.
      if (event.target instanceof HTMLElement && event.target.closest('button, a, summary')) return;
      event.preventDefault();
      if (!spaceHeld) { spaceHeld = true; tell('Space'); }
      return;
    }
    const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const key = event.shiftKey && /^[a-z]$/.test(letter) ? `Shift+${letter.toUpperCase()}` : letter;
    if (!known.has(key)) return;
    event.preventDefault();
    // A key that is held down moves on, and never decides twice.
    if (event.repeat && !repeats.has(key)) return;
    tell(key);
  });

  document.addEventListener('keyup', event => {
    if (event.key === ' ' && spaceHeld) { spaceHeld = false; tell('SpaceUp'); }
  });

  // On a phone the card in focus is swept right to approve and left to reject.
  let touch = null;
  document.addEventListener('touchstart', event => {
    const card = event.target instanceof Element && event.target.closest('.card.current');
    touch = card && event.touches.length === 1 ? { card, x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
  }, { passive: true });
  document.addEventListener('touchmove', event => {
    if (!touch) return;
    const across = event.touches[0].clientX - touch.x;
    if (Math.abs(event.touches[0].clientY - touch.y) > 40) { touch.card.style.translate = ''; touch = null; return; }
    touch.card.style.translate = Math.abs(across) > 12 ? `${across}px` : '';
  }, { passive: true });
  document.addEventListener('touchend', event => {
    if (!touch) return;
    const across = event.changedTouches[0].clientX - touch.x;
    touch.card.style.translate = '';
    touch = null;
    if (Math.abs(across) > 110) tell(across > 0 ? 'f' : 'd');
  });

  // The browser has taken the finger for scrolling.
  document.addEventListener('touchcancel', () => {
    if (touch) touch.card.style.translate = '';
    touch = null;
  });

  // A choice that sends its form by itself; without this script its button does.
  document.addEventListener('change', event => {
    if (event.target instanceof HTMLSelectElement && event.target.dataset.sends) event.target.form.requestSubmit();
  });

  // Where the sections scroll sideways, on a phone, the one that is open is in sight.
  const open = document.querySelector('.sections a[aria-current]');
  const strip = open?.closest('.sections');
  if (strip) strip.scrollLeft = open.offsetLeft - (strip.clientWidth - open.offsetWidth) / 2;

  // What goes on by itself, as a training run does, is fetched anew every two seconds; when it has ended the page is loaded again for what follows.
  const watch = async () => {
    for (let part = document.querySelector('[data-watches]'); part; part = document.querySelector('[data-watches]')) {
      await new Promise(resolve => setTimeout(resolve, 2000));
      try {
        const answer = await fetch(part.dataset.watches, { cache: 'no-store' });
        if (!answer.ok) continue;
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(part.id);
        if (!fresh) { location.assign(part.dataset.watches); return; }
        if (!part.contains(document.activeElement)) part.replaceWith(document.adoptNode(fresh));
      } catch { /* The next look tries again. */ }
    }
  };
  watch();

  window.moderation = {
    attach(reference, areKeysOff) { page = reference; keysOff = areKeysOff; document.documentElement.dataset.ready = 'yes'; },
    address(path) { if (location.pathname + location.search !== path) history.replaceState(history.state, '', path); },
    look(theme, isGrey, areKeysOff) {
      const root = document.documentElement;
      if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
      if (isGrey) root.dataset.grey = 'yes'; else delete root.dataset.grey;
      keysOff = areKeysOff;
    },
    focus(id) { document.getElementById(id)?.focus({ preventScroll: id.startsWith('card-') }); },
    show(id, takesFocus) {
      const card = document.getElementById(id);
      if (!card) return;
      if (takesFocus && !takesText(document.activeElement)) card.focus({ preventScroll: true });
      card.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    },
  };

  // A restarted server knows nothing of this page: as soon as it is well again the page is loaded anew.
  let isComingBack = false;
  const comeBack = async () => {
    if (isComingBack) return;
    isComingBack = true;
    for (;;) {
      try {
        if ((await fetch('/health/ready', { cache: 'no-store' })).ok) { location.reload(); return; }
      } catch { /* Not yet. */ }
      await new Promise(resolve => setTimeout(resolve, 500));
    }
  };
  document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', event => {
    if (['failed', 'rejected', 'paused', 'resume-failed'].includes(event.detail.state)) comeBack();
  });

  Blazor.start({
    circuit: {
      reconnectionOptions: { maxRetries: 600, retryIntervalMilliseconds: attempt => attempt < 2 ? 250 : 1000 },
    },
  });
})();
