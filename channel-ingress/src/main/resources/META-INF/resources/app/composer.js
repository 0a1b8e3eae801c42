// Where a message is written: grows with the text, sends by Enter, keeps what was typed over a reload, waits for uploads.

import { setText } from './dom.js';
import { createCommandHints } from './commands.js';
import { acceptFiles, createUploads } from './upload.js';

const TYPED = 'moltmates.typed';

export function createComposer({ onSend, onStop, isAllowed }) {
  const form = document.getElementById('composer');
  const input = document.getElementById('message-input');
  const sendButton = document.getElementById('send');
  const stopButton = document.getElementById('stop');
  const picker = document.getElementById('file-input');
  const note = document.getElementById('composer-note');
  const uploads = createUploads({ list: document.getElementById('uploads'), onChange: changed });
  const hints = createCommandHints({
    input,
    list: document.getElementById('command-list'),
    onPick: (name) => {
      input.value = name;
      changed();
    },
  });
  let waiting = false;
  let busy = false;

  function changed() {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, Math.max(120, window.innerHeight * 0.35))}px`;
    const empty = input.value.trim() === '' && uploads.count === 0;
    sendButton.disabled = empty || uploads.state === 'failed';
    if (empty || uploads.state === 'failed') waiting = false;
    setText(note, noteText());
    if (waiting && uploads.state === 'ready') send();
  }

  function noteText() {
    if (uploads.state === 'failed') return 'A file was not uploaded: try again or remove it.';
    return waiting ? 'Sends when the files are uploaded…' : '';
  }

  function send() {
    if (sendButton.disabled) return;
    waiting = uploads.state === 'sending';
    if (waiting) {
      setText(note, noteText());
      return;
    }
    const text = input.value.trim();
    input.value = '';
    keep();
    onSend({ ...uploads.take(), text });
    hints.update();
    changed();
  }

  function stop() {
    if (!busy || stopButton.disabled) return;
    stopButton.disabled = true;
    setTimeout(() => { stopButton.disabled = false; }, 2500);
    onStop();
  }

  function keep() {
    try {
      sessionStorage.setItem(TYPED, input.value);
    } catch { /* a reload then loses what was typed */ }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
    input.focus();
  });
  input.addEventListener('input', () => {
    waiting = false;
    hints.update();
    changed();
    keep();
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || hints.key(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      send();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && isAllowed()) stop();
  });
  stopButton.addEventListener('click', stop);
  document.getElementById('attach').addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    uploads.add(picker.files);
    picker.value = '';
    input.focus();
  });
  acceptFiles({ zone: document.body, input, overlay: document.getElementById('drop-overlay'), take: (files) => uploads.add(files), allowed: isAllowed });
  try {
    input.value = sessionStorage.getItem(TYPED) ?? '';
  } catch { /* nothing was kept */ }
  changed();

  return {
    focus: () => input.focus(),
    changed,
    setBusy(next) {
      if (busy === next) return;
      busy = next;
      stopButton.hidden = !busy;
      form.toggleAttribute('data-busy', busy);
      stopButton.disabled = false;
    },
    setPersona(persona) {
      input.placeholder = persona?.name ? `Message ${persona.name}` : 'Write a message';
    },
    clear() {
      input.value = '';
      keep();
      uploads.clear();
      hints.update();
    },
  };
}
