// Turns Markdown into safe blocks: raw HTML is shown as text, pictures become links, and DOMPurify has the last word.

import { DOMPurify, Marked } from '/app/libraries.js';
import { copyButton, el, morph } from './dom.js';

const SAFE_LINK = /^(?:https?:|mailto:)/i;

const escapeHtml = (text) => text
  .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html({ text }) {
      if (/^<br\s*\/?>\s*$/i.test(text)) return '<br>';
      return /^<!--[\s\S]*-->\s*$/.test(text) ? '' : escapeHtml(text);
    },
    image({ href, text }) {
      const label = `🖼 ${escapeHtml(text || 'picture')}`;
      return SAFE_LINK.test(href) ? `<a href="${escapeHtml(href)}">${label}</a>` : label;
    },
    checkbox({ checked }) {
      return checked ? '☑ ' : '☐ ';
    },
  },
});

const purifier = DOMPurify(window);

const STRICT = {
  ALLOWED_TAGS: ['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a', 'hr',
    'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ALLOWED_ATTR: ['href', 'title', 'start', 'class', 'align'],
  ALLOWED_URI_REGEXP: SAFE_LINK,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

purifier.addHook('uponSanitizeAttribute', (_, data) => {
  if (data.attrName === 'class' && !/^language-[\w+#.-]{1,40}$/.test(data.attrValue)) data.keepAttr = false;
});

purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A' || !node.hasAttribute('href')) return;
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer nofollow');
});

// The top-level blocks of a text; two blocks with the same key look the same.
export function toBlocks(text) {
  const tokens = marked.lexer(text);
  const links = Object.keys(tokens.links ?? {}).length;
  return tokens.filter((token) => token.type !== 'space' && token.type !== 'def').map((token) => ({
    key: `${token.type}:${links}:${token.raw}`,
    type: token.type,
    render: () => render(token),
  }));
}

function render(token) {
  if (token.type === 'code') return codeBlock(token);
  const fragment = purifier.sanitize(marked.parser([token]), STRICT);
  for (const node of fragment.querySelectorAll('p, ul, ol, li, h1, h2, h3, h4, h5, h6, blockquote, th, td')) node.dir = 'auto';
  for (const code of fragment.querySelectorAll('pre')) {
    code.replaceWith(codeBlock({ text: code.textContent, lang: code.querySelector('code')?.className.replace('language-', '') }));
  }
  for (const table of fragment.querySelectorAll('table')) {
    const frame = el('div', { class: 'table-frame', tabindex: '0', role: 'region', 'aria-label': 'Table' });
    table.replaceWith(frame);
    frame.append(table);
  }
  const block = el('div', { class: 'block' });
  block.append(fragment);
  return block;
}

function codeBlock({ text, lang }) {
  const code = el('code', { text });
  const language = /^[\w+#.-]{1,40}/.exec(lang ?? '')?.[0] ?? '';
  return el('figure', { class: 'code block', dir: 'ltr' },
    el('figcaption', {}, el('span', { text: language || 'text' }), copyButton(() => code.textContent, 'Copy')),
    el('pre', { tabindex: '0' }, code));
}

// While a text grows, its last line may hold marks that are not closed yet; closing them keeps asterisks from flashing.
export function mended(text) {
  if ((text.match(/^\s*(```|~~~)/gm) ?? []).length % 2 === 1) return text; // inside a code block
  const start = text.lastIndexOf('\n\n') + 1;
  const head = text.slice(0, start);
  let tail = text.slice(start).replace(/!?\[([^\]\n]*)(?:\]\([^)\s]*)?$/, '$1'); // a link without its end
  if (tail.split('`').length % 2 === 0) return head + (tail.endsWith('`') ? tail.slice(0, -1) : `${tail}\``);
  tail = tail.replace(/(^|\s)\*{1,2}$/, '$1'); // an opening mark without its word
  return head + (tail.split('**').length % 2 === 0 ? `${tail.replace(/\*$/, '').trimEnd()}**` : tail);
}

// Shows growing text: finished blocks are not touched again and the last one is changed in place, so nothing
// flickers, selections live on, and what is under the pointer stays there.
export function createMarkdownView() {
  const element = el('div', { class: 'markdown' });
  let shown = [];
  return {
    element,
    update(text, growing = false) {
      const blocks = toBlocks(growing ? mended(text) : text);
      let same = 0;
      while (same < shown.length && same < blocks.length && shown[same].key === blocks[same].key) same += 1;
      const kept = shown.slice(0, same);
      if (same < shown.length && same < blocks.length && shown[same].type === blocks[same].type) {
        morph(shown[same].node, blocks[same].render());
        kept.push({ ...blocks[same], node: shown[same].node });
      }
      for (const old of shown.slice(kept.length)) old.node.remove();
      for (const block of blocks.slice(kept.length)) {
        const node = block.render();
        element.append(node);
        kept.push({ ...block, node });
      }
      shown = kept;
    },
  };
}
