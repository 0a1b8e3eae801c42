// The top of the page: who you talk to, how the connection is, and the unread count in the title.

import { setText } from './dom.js';

const STATES = {
  connecting: 'Connecting…',
  online: 'Online',
  reconnecting: 'Reconnecting…',
  offline: 'Offline',
};

export function createHeader() {
  const emoji = document.getElementById('persona-emoji');
  const name = document.getElementById('persona-name');
  const connection = document.getElementById('connection-state');
  const banner = document.getElementById('banner');
  const person = document.getElementById('person');
  let troubleSince = 0;
  let bannerTimer = 0;

  function render(state) {
    setText(emoji, state.persona?.emoji ?? '');
    emoji.classList.toggle('nobody', !state.persona?.emoji);
    setText(name, state.persona?.name ?? 'Moltmates');
    setText(connection, STATES[state.connection] ?? state.connection);
    connection.dataset.state = state.connection;
    setText(person, state.name ?? '');
    person.title = state.user ? `Signed in as ${state.user}` : '';
    showBanner(state);
  }

  // Short interruptions heal by themselves and are not worth a banner.
  function showBanner(state) {
    clearTimeout(bannerTimer);
    if (state.connection === 'online') {
      troubleSince = 0;
      banner.hidden = true;
      return;
    }
    troubleSince ||= Date.now();
    setText(banner, state.connection === 'offline'
      ? 'You are offline. What you write is kept and sent when you are back.'
      : 'The connection is gone. Trying again; what you write is kept.');
    const wait = state.connection === 'offline' ? 0 : 2500 - (Date.now() - troubleSince);
    if (wait <= 0) banner.hidden = false;
    else bannerTimer = setTimeout(() => { banner.hidden = false; }, wait);
  }

  return { render };
}

const isIncoming = (entry) => entry.kind === 'item' && entry.item.role !== 'user';

// Counts answers that arrive while the page is hidden.
export function createTitle() {
  let known = null;
  let unread = 0;
  let persona = null;

  function show() {
    const title = persona?.name ? `${persona.emoji ?? ''} ${persona.name} · Moltmates`.trim() : 'Moltmates';
    document.title = unread > 0 ? `(${unread}) ${title}` : title;
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    unread = 0;
    show();
  });

  return {
    render(state) {
      persona = state.persona;
      const ids = new Set(state.entries.filter(isIncoming).map((entry) => entry.item.id));
      if (known !== null && state.loaded && document.hidden) unread += [...ids].filter((id) => !known.has(id)).length;
      known = state.loaded ? ids : null;
      show();
    },
  };
}
