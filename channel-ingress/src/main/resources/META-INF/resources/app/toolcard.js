// One tool call as a folding card: what was asked, how it went, what came back.

import { el, icon, setText } from './dom.js';

const STATES = { started: 'Running', succeeded: 'Done', failed: 'Failed' };
const LONGEST_SHOWN = 20_000;

export function toolState(tool) {
  if (tool.state) return tool.state;
  return tool.ok === false ? 'failed' : 'succeeded';
}

function parsed(text) {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// One line that tells what the call is about: its command or path when it has one.
export function summaryOf(input) {
  const value = parsed(input);
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value).split('\n')[0];
  const telling = value.command ?? value.cmd ?? value.path ?? value.file ?? Object.values(value)[0] ?? '';
  const text = Array.isArray(telling) ? telling.join(' ') : String(telling);
  return text.split('\n')[0];
}

export function pretty(text) {
  const value = parsed(text);
  const shown = typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : String(value ?? '');
  return shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN)}\n…` : shown;
}

function section(label) {
  const body = el('pre', { tabindex: '0', dir: 'auto' });
  const element = el('div', { class: 'tool-section' }, el('span', { class: 'tool-label', text: label }), body);
  return {
    element,
    update(text) {
      element.hidden = text === '';
      setText(body, text);
    },
  };
}

export function createToolCard() {
  const name = el('span', { class: 'tool-name' });
  const about = el('span', { class: 'tool-about', dir: 'auto' });
  const state = el('span', { class: 'tool-state' });
  const input = section('Input');
  const output = section('Output');
  const element = el('details', { class: 'tool', 'data-testid': 'tool-card' },
    el('summary', {}, icon('tool'), name, about, state, icon('chevron')), input.element, output.element);
  return {
    element,
    update(tool) {
      const now = toolState(tool);
      element.dataset.state = now;
      element.dataset.tool = tool.name;
      setText(name, tool.name ?? 'tool');
      setText(about, summaryOf(tool.input));
      setText(state, STATES[now] ?? now);
      input.update(pretty(tool.input));
      output.update(pretty(tool.output));
    },
  };
}
