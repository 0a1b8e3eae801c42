// Joins the parts: frames go into the store, the store is shown, and what a person does goes out.

import { createComposer } from './composer.js';
import { createConnection } from './connection.js';
import { newId } from './dom.js';
import { createHeader, createTitle } from './header.js';
import { createLog } from './log.js';
import { createOutbox } from './outbox.js';
import { forget, remember, setUpSignInForm, signOut, stillSignedIn, takeTokenFromAddress, wasSignedIn } from './signin.js';
import { createStore, isBusy, unsent } from './store.js';

const SEND_AGAIN_MS = 15_000;

const store = createStore();
const outbox = createOutbox(window.localStorage);
const chat = document.getElementById('chat');
const signInPage = document.getElementById('sign-in');
const header = createHeader();
const title = createTitle();

const connection = createConnection({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/web/socket`,
  onFrame: receive,
  onState: (state) => store.dispatch({ type: 'connection', state }),
  onUnauthorized: () => {
    const known = wasSignedIn();
    forget();
    showSignIn(known ? 'You are signed out. Open your link again to go on.' : '');
  },
  stillSignedIn,
});

const composer = createComposer({
  onSend: send,
  onStop: () => send({ text: '/stop' }),
  isAllowed: () => !chat.hidden,
});

const log = createLog({
  actions: {
    choose: (value) => send({ text: value }),
    retry: (id) => {
      store.dispatch({ type: 'retry', id });
      deliver(store.state.entries.find((entry) => entry.kind === 'own' && entry.id === id));
    },
    discard: (id) => {
      outbox.remove(store.state.user, id);
      store.dispatch({ type: 'discard', id });
    },
  },
});

const signInForm = setUpSignInForm({ onSignedIn: enter });
let writer = null; // whose the text in the composer is

function receive(frame) {
  store.dispatch(frame);
  const { user } = store.state;
  if (frame.type === 'hello') {
    remember();
    if (writer !== null && writer !== user) composer.clear();
    writer = user;
    for (const message of outbox.list(user)) store.dispatch({ type: 'send', message });
  } else if (frame.type === 'history') {
    unsent(store.state).forEach(deliver);
  } else if (frame.type === 'accepted') {
    outbox.remove(user, frame.id);
  } else if (frame.type === 'rejected') {
    const failed = store.state.entries.find((entry) => entry.kind === 'own' && entry.id === frame.id);
    if (failed) outbox.put(user, failed);
  }
}

function send({ id = newId(), text, attachments = [] }) {
  const message = { id, text, attachments, at: new Date().toISOString(), state: 'sending' };
  store.dispatch({ type: 'send', message });
  deliver(message);
}

// Kept first, then sent; the server's `accepted` is what ends it.
function deliver(message) {
  if (!message) return;
  if (store.state.user) outbox.put(store.state.user, { ...message, state: 'sending' });
  if (!connection.greeted || !store.state.loaded) return;
  connection.send({ type: 'message', id: message.id, text: message.text, attachments: message.attachments.map((file) => file.name) });
}

setInterval(() => {
  const old = Date.now() - SEND_AGAIN_MS;
  unsent(store.state).filter((entry) => Date.parse(entry.at) < old).forEach(deliver);
}, SEND_AGAIN_MS);

function enter() {
  connection.stop();
  store.dispatch({ type: 'signed-out' });
  signInPage.hidden = true;
  chat.hidden = false;
  composer.changed();
  connection.start();
  if (matchMedia('(hover: hover)').matches) composer.focus(); // on a phone this would raise the keyboard
}

function showSignIn(sentence) {
  connection.stop();
  store.dispatch({ type: 'signed-out' });
  chat.hidden = true;
  signInPage.hidden = false;
  if (sentence) signInForm.showError(sentence);
}

async function start() {
  const token = takeTokenFromAddress();
  if (token) {
    showSignIn('');
    await signInForm.attempt(token);
  } else if (wasSignedIn() || await stillSignedIn()) {
    enter();
  } else {
    showSignIn('');
  }
}

document.getElementById('sign-out').addEventListener('click', async () => {
  showSignIn('');
  composer.clear();
  if (!await signOut()) signInForm.showError('The server does not answer, so this browser may still be signed in.');
});

document.getElementById('suggestions').addEventListener('click', (event) => {
  const text = event.target.closest('button')?.dataset.text;
  if (text) send({ text });
});

const errorBox = document.getElementById('error');
document.getElementById('error-close').addEventListener('click', () => store.dispatch({ type: 'dismiss-error' }));

store.subscribe((state) => {
  header.render(state);
  title.render(state);
  log.render(state);
  composer.setBusy(isBusy(state));
  composer.setPersona(state.persona);
  errorBox.hidden = !state.error;
  errorBox.querySelector('span').textContent = state.error ?? '';
});

window.addEventListener('hashchange', () => { if (/[#&]token=/.test(location.hash)) start(); });
start();
