// The conversation on the page: adds, updates and orders messages by key.

import { el, setText } from './dom.js';
import { createFollower } from './follow.js';
import { createMessageView } from './message.js';
import { isBusy } from './store.js';

const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

const atOf = (entry) => (entry.kind === 'item' ? entry.item.at : entry.at);
const isMine = (entry) => entry.kind === 'own' || (entry.kind === 'item' && entry.item.role === 'user');
const isBlank = (draft) => !draft.text && draft.tools.length === 0;
const textOf = (entry) => (entry.kind === 'item' ? entry.item.text : entry.text);

function dayOf(entry) {
  const at = atOf(entry);
  const date = at ? new Date(at) : new Date();
  return Number.isNaN(date.getTime()) ? '' : date.toDateString();
}

function dayLabel(name) {
  const today = new Date();
  if (name === today.toDateString()) return 'Today';
  today.setDate(today.getDate() - 1);
  return name === today.toDateString() ? 'Yesterday' : day.format(new Date(name));
}

export function createLog({ actions }) {
  const scroller = document.getElementById('scroller');
  const log = document.getElementById('log');
  const typing = document.getElementById('typing');
  const typingAvatar = typing.querySelector('.avatar');
  const typingText = typing.querySelector('.visually-hidden');
  const welcome = document.getElementById('welcome');
  const loading = document.getElementById('loading');
  const jump = document.getElementById('jump');
  const views = new Map();
  const follower = createFollower(scroller, log, jump);
  let lastOwn = 0;

  jump.addEventListener('click', () => {
    follower.follow(true);
    document.getElementById('message-input').focus();
  });

  function render(state) {
    reconcile(state);
    const own = state.entries.filter((entry) => entry.kind === 'own').length;
    loading.hidden = state.loaded || state.entries.length > 0;
    welcome.hidden = !(state.loaded && state.entries.length === 0 && state.typing.length === 0);
    typing.hidden = !isBusy(state) || state.entries.some((entry) => entry.kind === 'draft' && !isBlank(entry));
    setText(typingAvatar, state.persona?.emoji ?? '');
    typingAvatar.classList.toggle('nobody', !state.persona?.emoji);
    setText(typingText, `${state.persona?.name ?? 'Moltmates'} is writing`);
    if (own > lastOwn) follower.follow(false); // who writes wants to see it
    else follower.update();
    lastOwn = own;
  }

  function reconcile({ entries, persona }) {
    const wanted = new Map();
    let nextMine = null; // walking backwards, the next message that the person wrote: what they chose
    const contexts = new Map();
    for (const entry of [...entries].reverse()) {
      contexts.set(entry.key, { persona, answered: nextMine !== null, choice: nextMine === null ? null : textOf(nextMine) });
      if (isMine(entry)) nextMine = entry;
    }
    let lastDay = '';
    for (const entry of entries) {
      if (entry.kind === 'draft' && isBlank(entry)) continue;
      const name = dayOf(entry);
      if (name && name !== lastDay) {
        lastDay = name;
        wanted.set(`day:${name}`, () => dayMark(name));
      }
      wanted.set(entry.key, () => messageNode(entry, contexts.get(entry.key)));
    }
    for (const [key, view] of views) {
      if (wanted.has(key)) continue;
      view.element.remove();
      views.delete(key);
    }
    let place = log.firstElementChild;
    for (const node of [...wanted.values()].map((make) => make())) {
      if (node === place) place = place.nextElementSibling;
      else log.insertBefore(node, place);
    }
  }

  function dayMark(name) {
    const key = `day:${name}`;
    if (!views.has(key)) views.set(key, { element: el('p', { class: 'day' }, el('span', { text: dayLabel(name) })) });
    return views.get(key).element;
  }

  function messageNode(entry, context) {
    let view = views.get(entry.key);
    if (!view) {
      view = createMessageView(entry, actions);
      views.set(entry.key, view);
    }
    const same = view.entry === entry && view.context?.persona === context.persona
      && view.context.answered === context.answered && view.context.choice === context.choice;
    if (!same) {
      view.entry = entry;
      view.context = context;
      view.update(entry, context);
    }
    return view.element;
  }

  return { render };
}
