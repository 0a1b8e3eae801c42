// What the conversation shows, as pure functions: (entries, frame) -> entries. An entry that did not change keeps its identity.
//
// Kinds of entries: 'own' (written here, not yet known to the log or not yet seen in it), 'draft' (an answer
// that is being written) and 'item' (final). A key stays the same while own becomes item and draft becomes item.

const KEPT_AFTER_ACCEPT_MS = 120_000;

export function turnOf(item) {
  return item.messageId ?? item.id.split('.')[0];
}

// True when this item closes its turn, so that later fragments of its draft are stale.
export function closesTurn(item) {
  return item.role !== 'user' && (Boolean(item.outcome) || item.id.endsWith('.reply'));
}

function isFinished(entries, turn) {
  return entries.some((entry) => entry.kind === 'item' && closesTurn(entry.item) && turnOf(entry.item) === turn);
}

const hasBegun = (draft) => Boolean(draft.text) || draft.tools?.length > 0 || draft.typing !== false;

function replaceAt(entries, index, entry) {
  const next = entries.slice();
  next[index] = entry;
  return next;
}

export function withHistory(entries, frame, now) {
  const keys = new Map();
  for (const entry of entries) {
    if (entry.kind === 'item') keys.set(entry.item.id, entry.key);
    if (entry.kind === 'draft') keys.set(`turn:${entry.turn}`, entry.key);
    if (entry.kind === 'own' && entry.messageId) keys.set(`own:${entry.messageId}`, entry.key);
  }
  const seen = new Set();
  const items = [];
  for (const item of frame.items ?? []) {
    if (seen.has(item.id)) continue;
    seen.add(item.id);
    const own = item.role === 'user' ? keys.get(`own:${item.messageId}`) : undefined;
    const draft = closesTurn(item) ? keys.get(`turn:${turnOf(item)}`) : undefined;
    items.push({ key: keys.get(item.id) ?? own ?? draft ?? item.id, kind: 'item', item });
  }
  const logged = new Set(items.filter(({ item }) => item.role === 'user').map(({ item }) => item.messageId));
  const kept = entries.filter((entry) => entry.kind === 'own'
    && !(entry.messageId && logged.has(entry.messageId))
    && !(entry.messageId && now - entry.acceptedAt > KEPT_AFTER_ACCEPT_MS));
  const drafts = (frame.drafts ?? []).filter((draft) => !isFinished(items, draft.turn) && hasBegun(draft)).map((draft) => ({
    key: keys.get(`turn:${draft.turn}`) ?? `turn:${draft.turn}`,
    kind: 'draft',
    turn: draft.turn,
    attempt: draft.attempt ?? 1,
    seq: draft.seq ?? 0,
    text: draft.text ?? '',
    tools: draft.tools ?? [],
    at: draft.at,
  }));
  return [...items, ...drafts, ...kept];
}

export function withItem(entries, item) {
  if (entries.some((entry) => entry.kind === 'item' && entry.item.id === item.id)) return entries;
  const twin = entries.findIndex((entry) => (item.role === 'user'
    ? entry.kind === 'own' && entry.messageId && entry.messageId === item.messageId
    : entry.kind === 'draft' && entry.turn === turnOf(item) && (closesTurn(item) || item.role === 'assistant')));
  if (twin < 0) return [...entries, { key: item.id, kind: 'item', item }];
  return replaceAt(entries, twin, { key: entries[twin].key, kind: 'item', item });
}

export function withAccepted(entries, { id, messageId }, now) {
  const index = entries.findIndex((entry) => entry.kind === 'own' && entry.id === id);
  if (index < 0) return entries;
  const inLog = entries.some((entry) => entry.kind === 'item' && entry.item.role === 'user'
    && entry.item.messageId === messageId);
  if (inLog) return entries.filter((_, at) => at !== index);
  return replaceAt(entries, index, { ...entries[index], state: 'sent', messageId, acceptedAt: now });
}

export function withRejected(entries, { id, reason }) {
  return entries.map((entry) => (entry.kind === 'own' && entry.id === id ? { ...entry, state: 'failed', reason } : entry));
}

export function withOwn(entries, message) {
  if (entries.some((entry) => entry.kind === 'own' && entry.id === message.id)) return entries;
  return [...entries, { state: 'sending', attachments: [], ...message, key: `own:${message.id}`, kind: 'own' }];
}

export function withRetry(entries, id) {
  const index = entries.findIndex((entry) => entry.kind === 'own' && entry.id === id);
  if (index < 0) return entries;
  const { reason: _, ...entry } = entries[index];
  return [...entries.filter((_entry, at) => at !== index), { ...entry, state: 'sending' }];
}

export function withoutOwn(entries, id) {
  return entries.filter((entry) => !(entry.kind === 'own' && entry.id === id));
}

// A fragment of an answer: `delta` adds text, `tool` adds or changes a tool call. Stale and repeated fragments change nothing.
export function withFragment(entries, frame) {
  const index = entries.findIndex((entry) => entry.kind === 'draft' && entry.turn === frame.turn);
  const attempt = frame.attempt ?? 1;
  if (index < 0) {
    if (isFinished(entries, frame.turn)) return entries;
    return [...entries, applyFragment(emptyDraft(`turn:${frame.turn}`, frame.turn, attempt), frame)];
  }
  const draft = entries[index];
  if (attempt < draft.attempt) return entries;
  if (attempt > draft.attempt) {
    return replaceAt(entries, index, applyFragment(emptyDraft(draft.key, draft.turn, attempt), frame));
  }
  if (frame.seq !== undefined && frame.seq <= draft.seq) return entries;
  return replaceAt(entries, index, applyFragment(draft, frame));
}

function emptyDraft(key, turn, attempt) {
  return { key, kind: 'draft', turn, attempt, seq: 0, text: '', tools: [], paragraph: false };
}

function applyFragment(draft, frame) {
  const seq = frame.seq ?? draft.seq;
  if (frame.type === 'tool') {
    return { ...draft, seq, tools: withTool(draft.tools, frame), paragraph: draft.text !== '' };
  }
  const gap = draft.paragraph && !/\n\s*$/.test(draft.text) && !/^\s*\n/.test(frame.text ?? '') ? '\n\n' : '';
  return { ...draft, seq, text: draft.text + gap + (frame.text ?? ''), paragraph: false };
}

function withTool(tools, { step, name, state, input, output }) {
  const index = tools.findIndex((tool) => tool.step === step);
  const old = index < 0 ? {} : tools[index];
  const tool = { step, name: name ?? old.name, state, input: input ?? old.input, output: output ?? old.output };
  return index < 0 ? [...tools, tool] : replaceAt(tools, index, tool);
}
