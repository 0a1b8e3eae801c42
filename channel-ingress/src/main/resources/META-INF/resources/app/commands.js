// Hints for what a person can type after a slash, as a list that the keyboard reaches without leaving the text.

import { el } from './dom.js';

export const COMMANDS = [
  ['/help', 'What you can do here'],
  ['/new', 'Start a new conversation'],
  ['/reset', 'Forget this conversation and start over'],
  ['/stop', 'Stop the answer that is running'],
  ['/persona', 'See or change your persona'],
  ['/model', 'See or choose the model'],
  ['/status', 'How things are'],
  ['/usage', 'What was used today'],
  ['/limits', 'What you may use'],
  ['/context', 'How full the model\'s window is'],
  ['/compact', 'Shorten the conversation'],
  ['/export', 'Get the conversation as text'],
  ['/think', 'How long the model thinks'],
  ['/forget', 'Empty what is written down about you'],
  ['/commands', 'All commands'],
  ['/link', 'Use your assistant from another side too'],
  ['/whoami', 'Who you are here'],
];

export function matching(text) {
  if (!/^\/[a-z]*$/i.test(text)) return [];
  const found = COMMANDS.filter(([name]) => name.startsWith(text.toLowerCase()));
  return found.length === 1 && found[0][0] === text.toLowerCase() ? [] : found;
}

export function createCommandHints({ input, list, onPick }) {
  let shown = [];
  let active = -1;
  let dismissed = '';

  function update() {
    if (input.value !== dismissed) dismissed = '';
    shown = dismissed ? [] : matching(input.value);
    active = shown.length > 0 ? 0 : -1;
    draw();
  }

  function draw() {
    list.hidden = shown.length === 0;
    list.replaceChildren(...shown.map(([name, about], index) => el('li', {
      id: `command-${index}`, role: 'option', 'aria-selected': String(index === active),
      onmousedown: (event) => { event.preventDefault(); pick(index); },
    }, el('strong', { text: name }), el('span', { text: about }))));
    list.children[active]?.scrollIntoView({ block: 'nearest' });
    if (active >= 0) input.setAttribute('aria-activedescendant', `command-${active}`);
    else input.removeAttribute('aria-activedescendant');
  }

  function pick(index) {
    const [name] = shown[index];
    dismissed = name;
    shown = [];
    draw();
    onPick(name);
  }

  // True when the key was meant for the list.
  function key(event) {
    if (shown.length === 0) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      active = (active + steps[event.key] + shown.length) % shown.length;
      draw();
    } else if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey)) {
      pick(active);
    } else if (event.key === 'Escape') {
      dismissed = input.value;
      shown = [];
      draw();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  input.addEventListener('blur', () => { shown = []; draw(); });
  return { update, key };
}
