// Holds the web socket: reconnects with growing, jittered pauses, notices dead links, and hands on each frame.

const PING_MS = 20_000;
const SILENCE_MS = 12_000;
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 15_000;
const CLOSED_UNAUTHORIZED = new Set([1008, 4401, 4403]);

// The pause before try number `attempt` (from 0): exponential, capped, with full jitter above a floor.
export function pauseBefore(attempt, random = Math.random) {
  const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
  return FIRST_PAUSE_MS / 2 + random() * ceiling;
}

export function createConnection({ url, onFrame, onState, onUnauthorized, stillSignedIn }) {
  let socket = null;
  let wanted = false;
  let attempt = 0;
  let greeted = false;
  let retryTimer = 0;
  let pingTimer = 0;
  let silenceTimer = 0;

  function open() {
    clearTimeout(retryTimer);
    onState(navigator.onLine === false ? 'offline' : 'connecting');
    greeted = false;
    const current = new WebSocket(url);
    socket = current;
    current.addEventListener('message', (event) => { if (socket === current) receive(event.data); });
    current.addEventListener('close', (event) => { if (socket === current) closed(event); });
    watch();
  }

  function receive(data) {
    watch();
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    if (frame.type === 'hello') {
      greeted = true;
      attempt = 0;
    }
    if (frame.type !== 'pong') onFrame(frame);
  }

  // Any frame proves the link; a quiet one is asked, and given up when it does not answer.
  function watch() {
    clearTimeout(pingTimer);
    clearTimeout(silenceTimer);
    pingTimer = setTimeout(() => {
      send({ type: 'ping' });
      silenceTimer = setTimeout(() => drop(), SILENCE_MS);
    }, PING_MS);
  }

  function drop() {
    const lost = socket;
    socket = null;
    lost?.close();
    closed({ code: 1006 });
  }

  async function closed({ code }) {
    socket = null;
    clearTimeout(pingTimer);
    clearTimeout(silenceTimer);
    if (!wanted) return;
    if (CLOSED_UNAUTHORIZED.has(code)) {
      onUnauthorized();
      return;
    }
    onState(navigator.onLine === false ? 'offline' : 'reconnecting');
    if (!greeted && !(await stillSignedIn())) {
      if (wanted) onUnauthorized();
      return;
    }
    if (!wanted || socket) return;
    clearTimeout(retryTimer);
    retryTimer = setTimeout(open, pauseBefore(attempt));
    attempt += 1;
  }

  function send(frame) {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(frame));
    return true;
  }

  function hurry() {
    if (!wanted) return;
    if (!socket) {
      attempt = 0;
      open();
    } else if (greeted) {
      send({ type: 'ping' });
    }
  }

  window.addEventListener('online', hurry);
  window.addEventListener('offline', () => { if (wanted) onState('offline'); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) hurry(); });

  return {
    start() {
      wanted = true;
      attempt = 0;
      if (!socket) open();
    },
    stop() {
      wanted = false;
      clearTimeout(retryTimer);
      clearTimeout(pingTimer);
      clearTimeout(silenceTimer);
      const old = socket;
      socket = null;
      old?.close(1000);
    },
    send,
    get greeted() { return greeted && socket?.readyState === WebSocket.OPEN; },
  };
}
