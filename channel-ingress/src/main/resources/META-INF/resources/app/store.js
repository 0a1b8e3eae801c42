// The state of the page and the pure reducer that changes it; views subscribe and are told at most once a frame.

import {
  closesTurn, turnOf, withAccepted, withFragment, withHistory, withItem, withOwn, withRejected, withRetry, withoutOwn,
} from './transcript.js';

export const initialState = Object.freeze({
  connection: 'connecting',
  loaded: false,
  user: null,
  name: null,
  persona: null,
  version: null,
  entries: [],
  typing: [],
  error: null,
});

export function reduce(state, action, now = Date.now()) {
  switch (action.type) {
    case 'hello':
      return { ...(state.user && state.user !== action.user ? initialState : state),
        connection: 'online', user: action.user, name: action.name, persona: action.persona ?? null, version: action.version, error: null };
    case 'history':
      return { ...state, loaded: true, typing: [], entries: withHistory(state.entries, action, now) };
    case 'accepted':
      return { ...state, entries: withAccepted(state.entries, action, now) };
    case 'rejected':
      return { ...state, entries: withRejected(state.entries, action) };
    case 'typing':
      return withTyping(state, action);
    case 'delta':
    case 'tool':
      return { ...state, entries: withFragment(state.entries, action) };
    case 'message':
      return withMessage(state, action.item);
    case 'persona':
      return { ...state, persona: action.persona ?? null };
    case 'error':
      return { ...state, error: action.reason };
    case 'connection':
      return { ...state, connection: action.state, typing: action.state === 'online' ? state.typing : [] };
    case 'send':
      return { ...state, entries: withOwn(state.entries, action.message) };
    case 'retry':
      return { ...state, entries: withRetry(state.entries, action.id) };
    case 'discard':
      return { ...state, entries: withoutOwn(state.entries, action.id) };
    case 'dismiss-error':
      return { ...state, error: null };
    case 'signed-out':
      return initialState;
    default:
      return state; // a newer server may say more than this page knows
  }
}

function withTyping(state, { turn, on }) {
  const others = state.typing.filter((other) => other !== turn);
  const finished = state.entries.some((entry) => entry.kind === 'item' && closesTurn(entry.item) && turnOf(entry.item) === turn);
  return { ...state, typing: on && !finished ? [...others, turn] : others };
}

function withMessage(state, item) {
  const typing = item.role === 'user' ? state.typing : state.typing.filter((turn) => turn !== turnOf(item));
  return { ...state, typing, entries: withItem(state.entries, item) };
}

// True while an answer is being worked on.
export function isBusy(state) {
  return state.typing.length > 0 || state.entries.some((entry) => entry.kind === 'draft');
}

export function unsent(state) {
  return state.entries.filter((entry) => entry.kind === 'own' && entry.state === 'sending');
}

export function createStore(schedule = (task) => requestAnimationFrame(task)) {
  let state = initialState;
  let scheduled = false;
  const listeners = new Set();
  const notify = () => {
    scheduled = false;
    for (const listener of listeners) listener(state);
  };
  return {
    get state() { return state; },
    subscribe(listener) {
      listeners.add(listener);
      listener(state);
    },
    dispatch(action) {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      if (scheduled) return;
      scheduled = true;
      // a hidden page gets no animation frames
      if (globalThis.document?.hidden) setTimeout(notify, 100);
      else schedule(notify);
    },
  };
}
