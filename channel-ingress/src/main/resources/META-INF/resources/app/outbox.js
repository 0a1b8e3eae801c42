// Keeps each message in the browser until the server has it, one storage key a message so that tabs do not overwrite each other.

const PREFIX = 'moltmates.outbox.';

// No name and no id holds a space, so that what belongs to anna.smith is never taken for anna's.
function keyOf(user, id) {
  return `${PREFIX}${user} ${id}`;
}

export function createOutbox(storage) {
  const guarded = (work, otherwise) => {
    try {
      return work();
    } catch {
      return otherwise; // storage is full or forbidden: the page goes on, only a reload would lose the message
    }
  };
  return {
    put(user, { id, text, attachments, at, state, reason }) {
      guarded(() => storage.setItem(keyOf(user, id), JSON.stringify({ id, text, attachments, at, state, reason })));
    },
    remove(user, id) {
      guarded(() => storage.removeItem(keyOf(user, id)));
    },
    list(user) {
      return guarded(() => {
        const prefix = keyOf(user, '');
        const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
        return keys.filter((key) => key?.startsWith(prefix))
          .map((key) => guarded(() => JSON.parse(storage.getItem(key)), null))
          .filter((message) => message?.id && typeof message.text === 'string')
          .sort((a, b) => String(a.at).localeCompare(String(b.at)));
      }, []);
    },
  };
}
