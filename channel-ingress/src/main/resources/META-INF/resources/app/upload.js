// The files of the message being written: taken by button, drop or paste, sent at once with progress, removable until the message goes.

import { el, formatSize, icon, newId, setText } from './dom.js';

// A name that no other file of this message has: `a.txt`, `a (2).txt`, …
export function uniqueName(name, taken) {
  if (!taken.has(name)) return name;
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  let number = 2;
  while (taken.has(`${stem} (${number})${ending}`)) number += 1;
  return `${stem} (${number})${ending}`;
}

export function createUploads({ list, onChange }) {
  let messageId = newId();
  let files = [];

  function add(fileList) {
    for (const file of fileList) {
      const name = uniqueName(file.name || 'pasted file', new Set(files.map((other) => other.name)));
      const entry = { name, file, size: file.size, type: file.type, state: 'sending', request: null };
      Object.assign(entry, row(entry));
      files.push(entry);
      list.append(entry.element);
      start(entry);
    }
    changed();
  }

  function row(entry) {
    const bar = el('progress', { max: '100', value: '0', 'aria-label': `Uploading ${entry.name}` });
    const note = el('span', { class: 'file-size', text: formatSize(entry.size) });
    const retry = el('button', { type: 'button', class: 'link', text: 'Try again', hidden: true, onclick: () => start(entry) });
    const remove = el('button', { type: 'button', class: 'icon-button small', 'aria-label': `Remove ${entry.name}`,
      onclick: () => discard(entry) }, icon('close'));
    const element = el('li', { class: 'attachment', 'data-testid': 'attachment' }, picture(entry.file),
      el('span', { class: 'file-text' }, el('span', { class: 'file-name', dir: 'auto', text: entry.name }), note, bar), retry, remove);
    return { element, bar, note, retry };
  }

  function picture(file) {
    if (!/^image\/(png|jpeg|gif|webp)$/.test(file.type)) return icon('file');
    const image = el('img', { class: 'thumb', alt: '' });
    image.src = URL.createObjectURL(file);
    image.addEventListener('load', () => URL.revokeObjectURL(image.src));
    image.addEventListener('error', () => image.replaceWith(icon('file')));
    return image;
  }

  function start(entry) {
    const request = new XMLHttpRequest();
    entry.request = request;
    show(entry, 'sending');
    request.open('PUT', `/web/messages/${encodeURIComponent(messageId)}/files/${encodeURIComponent(entry.name)}`);
    request.setRequestHeader('Content-Type', entry.type || 'application/octet-stream');
    request.upload.addEventListener('progress', ({ loaded, total }) => { entry.bar.value = total ? (loaded / total) * 100 : 0; });
    request.addEventListener('load', () => finished(entry, request));
    request.addEventListener('error', () => show(entry, 'failed', 'The connection broke.'));
    request.send(entry.file);
  }

  function finished(entry, request) {
    let body = {};
    try {
      body = JSON.parse(request.responseText);
    } catch { /* an answer without a body says enough by its status */ }
    if (request.status >= 200 && request.status < 300) {
      entry.stored = { name: body.name ?? entry.name, size: body.size ?? entry.size, type: body.type ?? entry.type };
      show(entry, 'done');
    } else {
      const tooLarge = request.status === 413 ? 'This file is too large.' : `Not uploaded (status ${request.status}).`;
      show(entry, 'failed', body.error ?? tooLarge);
    }
  }

  function show(entry, state, problem) {
    entry.state = state;
    entry.element.dataset.state = state;
    entry.bar.hidden = state !== 'sending';
    if (state === 'sending') entry.bar.value = 0;
    entry.retry.hidden = state !== 'failed';
    setText(entry.note, problem ?? formatSize(entry.size));
    changed();
  }

  function discard(entry) {
    files = files.filter((other) => other !== entry);
    entry.request?.abort();
    entry.element.remove();
    changed();
  }

  function changed() {
    list.hidden = files.length === 0;
    onChange();
  }

  return {
    add,
    get count() { return files.length; },
    get state() {
      if (files.some((entry) => entry.state === 'failed')) return 'failed';
      return files.some((entry) => entry.state === 'sending') ? 'sending' : 'ready';
    },
    /// The id and files of the message that goes now; the next message starts empty.
    take() {
      const taken = { id: messageId, attachments: files.map((entry) => entry.stored) };
      this.clear();
      return taken;
    },
    clear() {
      for (const entry of files) entry.request?.abort();
      files = [];
      messageId = newId();
      list.replaceChildren();
      changed();
    },
  };
}

// Files dropped anywhere on the page or pasted into the text.
export function acceptFiles({ zone, input, overlay, take, allowed }) {
  let depth = 0;
  const carriesFiles = (event) => allowed() && [...(event.dataTransfer?.types ?? [])].includes('Files');
  zone.addEventListener('dragenter', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth += 1;
    overlay.hidden = false;
  });
  zone.addEventListener('dragover', (event) => { if (carriesFiles(event)) event.preventDefault(); });
  zone.addEventListener('dragleave', (event) => {
    if (!carriesFiles(event)) return;
    depth = Math.max(0, depth - 1);
    overlay.hidden = depth === 0;
  });
  zone.addEventListener('drop', (event) => {
    depth = 0;
    overlay.hidden = true;
    if (!carriesFiles(event)) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  input.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  });
}
