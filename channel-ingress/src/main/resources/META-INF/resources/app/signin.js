// Signing in and out: the token goes once to the server, which sets a cookie, and is kept nowhere else.

const LAST_USER = 'moltmates.user';

// Finds the token in a pasted link, in a fragment, or takes the text as the token itself; empty when there is none.
export function tokenIn(text) {
  const trimmed = text.trim();
  const inLink = /[#&?]token=([^&\s]+)/.exec(trimmed);
  if (inLink) {
    try {
      return decodeURIComponent(inLink[1]);
    } catch {
      return inLink[1];
    }
  }
  return /^[^\s/]+$/.test(trimmed) ? trimmed : '';
}

// Takes the token out of the address, so that it stays in no history entry.
export function takeTokenFromAddress() {
  const token = /[#&]token=/.test(location.hash) ? tokenIn(location.hash) : '';
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
  return token;
}

// Returns null when it worked, else a sentence for the person.
export async function signIn(token) {
  let response;
  try {
    response = await fetch('/web/sign-in', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
      credentials: 'same-origin',
      cache: 'no-store',
    });
  } catch {
    return 'The server does not answer. Check that it is running, then try again.';
  }
  if (response.ok) {
    remember();
    return null;
  }
  const told = await response.json().then((body) => body.error, () => null);
  if (typeof told === 'string' && told) return told;
  if (response.status === 401 || response.status === 403) {
    return 'This link or token is not valid here. Ask the person who runs Moltmates for a new link.';
  }
  if (response.status === 429) return 'Too many tries. Wait a minute, then try again.';
  return `Signing in did not work (status ${response.status}). Try again in a moment.`;
}

export async function signOut() {
  forget();
  try {
    await fetch('/web/sign-out', { method: 'POST', credentials: 'same-origin' });
    return true;
  } catch {
    return false;
  }
}

export function remember() {
  try {
    localStorage.setItem(LAST_USER, 'yes');
  } catch { /* the next visit asks again */ }
}

export function forget() {
  try {
    localStorage.removeItem(LAST_USER);
  } catch { /* nothing was kept */ }
}

export function wasSignedIn() {
  try {
    return localStorage.getItem(LAST_USER) !== null;
  } catch {
    return true;
  }
}

// Asks over HTTP, since a browser does not tell why a socket was refused. Only a clear no counts as no.
export async function stillSignedIn() {
  try {
    const response = await fetch('/web/session', { credentials: 'same-origin', cache: 'no-store' });
    return response.status !== 401 && response.status !== 403;
  } catch {
    return true;
  }
}

export function setUpSignInForm({ onSignedIn }) {
  const form = document.getElementById('sign-in-form');
  const input = document.getElementById('token');
  const button = form.querySelector('button');
  const error = document.getElementById('sign-in-error');

  async function attempt(token) {
    button.disabled = true;
    error.textContent = '';
    const problem = await signIn(token);
    button.disabled = false;
    if (problem) {
      showError(problem);
      return;
    }
    input.value = '';
    onSignedIn();
  }

  function showError(sentence) {
    error.textContent = sentence;
    input.setAttribute('aria-invalid', 'true');
    input.focus();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const token = tokenIn(input.value);
    if (token) attempt(token);
    else showError(input.value.trim() ? 'There is no token in this text. Paste the whole link.' : 'Paste your link or token first.');
  });
  input.addEventListener('input', () => {
    error.textContent = '';
    input.removeAttribute('aria-invalid');
  });
  return { attempt, showError };
}
