// Choices as cards: a numbered list in the text that says the same as the buttons is told by the buttons alone.

import { el } from './dom.js';

const LINE = /^\s*(\d+)\.\s+(.+?)(?:\s+[-–—]\s+(.+))?\s*$/;

// The text without the lines that name a choice, and what those lines told; unchanged when a choice has no line.
export function foldChoices(text, buttons) {
  const told = new Map();
  const rest = text.split('\n').filter((line) => {
    const [, number, label, about] = LINE.exec(line) ?? [];
    if (!buttons.some((button) => button.label === label)) return true;
    told.set(label, { number, about });
    return false;
  });
  if (buttons.length === 0 || told.size !== buttons.length) return { text, choices: buttons };
  return {
    text: rest.join('\n').replace(/\n{3,}/g, '\n\n'),
    choices: buttons.map((button) => ({ ...button, ...told.get(button.label) })),
  };
}

// `🦎 Cami - Warm and adaptive` in its parts; a label of another form stays one part.
function partsOf({ label, number, about }) {
  const [, emoji, name, rest] = /^(?:(\p{Extended_Pictographic}\S*)\s+)?(.+?)(?:\s+[-–—]\s+(.+))?$/u.exec(label) ?? [null, null, label];
  return { number, emoji, name, about: about ?? rest };
}

export function choiceCard(choice, { answered, chosen, onChoose }) {
  const { number, emoji, name, about } = partsOf(choice);
  return el('button', { type: 'button', class: 'choice', 'data-testid': 'persona-choice', 'data-value': choice.value, dir: 'auto',
    disabled: answered, 'aria-pressed': answered ? String(chosen) : null, onclick: () => onChoose(choice.value) },
    number ? el('span', { class: 'choice-number', text: `${number}. ` }) : null,
    emoji ? el('span', { class: 'choice-emoji', text: `${emoji} ` }) : null,
    el('span', { class: 'choice-text' },
      el('span', { class: 'choice-name', text: name }),
      about ? el('span', { class: 'visually-hidden', text: ' - ' }) : null,
      about ? el('span', { class: 'choice-about', text: about }) : null));
}
