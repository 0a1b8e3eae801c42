// One entry of the conversation on the page; updated in place, so that a draft turns into its answer without a jump.

import { choiceCard, foldChoices } from './choices.js';
import { copyButton, el, formatSize, icon, setText } from './dom.js';
import { createMarkdownView } from './markdown.js';
import { createToolCard } from './toolcard.js';

const OUTCOMES = { stopped: 'Stopped', failed: 'Failed', refused: 'Refused' };
const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

// The one shape that all kinds of entries are shown from.
export function viewOf(entry, persona) {
  if (entry.kind === 'own') return { ...entry, role: 'user', tools: [], buttons: [], sending: entry.state };
  if (entry.kind === 'draft') return { ...entry, role: 'assistant', buttons: [], attachments: [], persona, streaming: true };
  const { item } = entry;
  return { ...item, tools: item.tools ?? [], buttons: item.buttons ?? [], attachments: item.attachments ?? [],
    ownPersona: item.persona, persona: item.persona ?? persona, sending: item.role === 'user' ? 'sent' : undefined };
}

export function createMessageView(entry, actions) {
  const markdown = createMarkdownView();
  const plain = el('div', { class: 'plain', dir: 'auto' });
  const avatar = el('div', { class: 'avatar', 'aria-hidden': 'true' });
  const author = el('span', { class: 'author' });
  const tools = el('div', { class: 'tools' });
  const buttons = el('div', { class: 'choices', role: 'group', 'aria-label': 'Choices' });
  const attachments = el('ul', { class: 'attachments', 'aria-label': 'Files' });
  const outcome = el('p', { class: 'outcome' });
  const clock = el('time');
  const delivery = el('span', { class: 'delivery' });
  let text = '';
  const meta = el('footer', { class: 'meta' }, clock, delivery, copyButton(() => text));
  const body = el('div', { class: 'body' }, author, tools, markdown.element, plain, attachments, buttons, outcome, meta);
  const element = el('article', { class: 'message', 'data-testid': 'message' }, avatar, body);
  const cards = new Map();
  let shown = '';

  function update(next, context) {
    const view = viewOf(next, context.persona);
    const mine = view.role === 'user';
    text = view.text ?? '';
    const folded = foldChoices(text, view.buttons);
    const voice = mine || (view.role === 'notice' && !view.ownPersona) ? null : view.persona;
    element.dataset.role = view.role;
    element.dataset.voice = mine ? 'person' : view.role === 'notice' && !voice ? 'system' : 'persona';
    element.dataset.outcome = view.outcome ?? '';
    element.dataset.state = next.kind === 'own' ? next.state : view.streaming ? 'streaming' : 'final';
    element.classList.toggle('command', mine && /^\/[a-z]+/.test(text));
    element.setAttribute('aria-busy', String(Boolean(view.streaming)));
    setText(avatar, voice?.emoji ?? '');
    avatar.classList.toggle('nobody', !mine && !voice?.emoji);
    setText(author, mine ? 'You' : voice?.name ?? 'Moltmates');
    plain.hidden = !mine || text === '';
    markdown.element.hidden = mine || text === '';
    if (mine) setText(plain, text);
    else markdown.update(folded.text, view.streaming);
    updateTools(view.tools);
    updateRest(view, folded, context);
  }

  function updateTools(list) {
    tools.hidden = list.length === 0;
    list.forEach((tool, index) => {
      const key = tool.step ?? index;
      if (!cards.has(key)) {
        cards.set(key, createToolCard());
        tools.append(cards.get(key).element);
      }
      cards.get(key).update(tool);
    });
    const wanted = new Set(list.map((tool, index) => tool.step ?? index));
    for (const [key, card] of cards) {
      if (wanted.has(key)) continue;
      card.element.remove();
      cards.delete(key);
    }
  }

  // The small parts are built anew, and only when one of them changed.
  function updateRest(view, folded, { choice, answered }) {
    const signature = JSON.stringify([view.attachments, view.buttons, view.outcome, view.at, view.sending, view.reason, choice, answered]);
    if (signature === shown) return;
    shown = signature;
    attachments.replaceChildren(...view.attachments.map(attachmentChip));
    attachments.hidden = view.attachments.length === 0;
    buttons.replaceChildren(...folded.choices.map((button) => choiceCard(button, { answered, chosen: choice === button.value, onChoose: actions.choose })));
    buttons.hidden = view.buttons.length === 0;
    setText(outcome, OUTCOMES[view.outcome] ?? '');
    outcome.hidden = !OUTCOMES[view.outcome];
    clock.dateTime = view.at ?? '';
    setText(clock, view.at ? time.format(new Date(view.at)) : '');
    clock.title = view.at ? new Date(view.at).toLocaleString() : '';
    delivery.replaceChildren(...deliveryParts(view));
    meta.hidden = Boolean(view.streaming);
  }

  function deliveryParts({ sending, id, reason }) {
    if (sending === 'sending') return [icon('clock'), el('span', { text: 'Sending…' })];
    if (sending === 'sent') return [icon('check'), el('span', { class: 'visually-hidden', text: 'Sent' })];
    if (sending !== 'failed') return [];
    return [el('span', { class: 'reason', text: reason || 'Not sent.' }),
      el('button', { type: 'button', class: 'link', text: 'Try again', onclick: () => actions.retry(id) }),
      el('button', { type: 'button', class: 'link', text: 'Remove', onclick: () => actions.discard(id) })];
  }

  return { element, update };
}

function attachmentChip(file) {
  return el('li', { class: 'attachment', 'data-testid': 'attachment' }, icon('file'),
    el('span', { class: 'file-name', dir: 'auto', text: file.name }), el('span', { class: 'file-size', text: formatSize(file.size) }));
}
