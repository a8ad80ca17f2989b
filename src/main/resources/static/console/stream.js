// The live list of results, newest first.

import { followEvents } from './events.js';

const KEPT = 50;
/** More than a new connection begins with, which may have been shown by the one before. */
const REMEMBERED = 1000;
const STRICTER = ['ALLOW', 'REVIEW', 'BLOCK'];

function cell(name, className, text) {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

function highest({ labels = [] }) {
  const [first] = [...labels].sort((a, b) => (b.score || 0) - (a.score || 0));
  return first ? `${first.label} ${(first.score || 0).toFixed(2)}` : '';
}

function judged(moderation) {
  const unseen = (moderation.unseen || []).length;
  return unseen ? `${highest(moderation)}, not all was looked at` : highest(moderation);
}

function summary(result) {
  const said = [];
  for (const { type, text, grounded, moderation, choice, altText, error } of result.outcomes || []) {
    if (error) said.push(`${type} failed: ${error.message}`);
    else if (text) said.push(type === 'caption' ? text.text : `${type}: ${text.text}`);
    else if (grounded) said.push(`${(grounded.phrases || []).length} phrase(s) found`);
    else if (moderation) said.push(judged(moderation));
    else if (altText) said.push(`alt: ${(altText.images || []).map((i) => i.suggested || '–').join(' / ')}`);
    else if (choice) said.push(`choice ${(choice.index || 0) + 1}`);
  }
  return said.join(' · ') || '–';
}

/** Of several decisions, which an event has where its sender and the operator both ask for one. */
function strictest(result) {
  const decisions = (result.outcomes || []).map((o) => o.moderation).filter(Boolean);
  decisions.sort((a, b) => STRICTER.indexOf(b.action) - STRICTER.indexOf(a.action));
  return decisions[0] || { action: '' };
}

function entry(result) {
  const item = document.createElement('li');
  item.className = 'new';
  const { action, reason, unseen = [] } = strictest(result);
  const time = cell('time', '', new Date(result.time || Date.now()).toLocaleTimeString());
  const event = cell('span', 'event', result.eventId || '');
  event.title = `${result.source || ''} ${result.eventId || ''}`;
  const chip = cell('span', action ? `chip ${action}` : '', action.toLowerCase());
  chip.title = [reason, ...unseen].filter(Boolean).join('\n');
  item.append(time, event, cell('span', '', summary(result)), chip);
  return item;
}

/**
 * Tells whether a result comes for the first time. One that a new connection repeats has the same id and time; that of an event
 * which was sent again has the same id too, but was made at another time.
 */
function firstTime() {
  const known = new Set();
  return ({ id, time }) => {
    if (!id) return true;
    const made = `${id} ${time}`;
    if (known.has(made)) return false;
    known.add(made);
    if (known.size > REMEMBERED) known.delete(known.values().next().value);
    return true;
  };
}

/** Follows the results topic. */
export function follow(list, state, pause) {
  const none = cell('li', 'none', 'Nothing yet. Send an event, and its result shows up here.');
  list.replaceChildren(none);
  let paused = false;
  let waiting = [];
  const isNew = firstTime();
  const show = (result) => {
    none.remove();
    list.prepend(entry(result));
    while (list.children.length > KEPT) list.lastElementChild.remove();
  };
  const take = ({ name, data }) => {
    if (name !== 'result') return;
    const result = JSON.parse(data);
    if (!isNew(result)) return;
    if (paused) waiting = [...waiting, result].slice(-KEPT);
    else show(result);
    if (paused) state.textContent = `paused, ${waiting.length} waiting`;
  };
  followEvents('v1/results/stream', {
    opened: () => { state.textContent = 'from the results topic'; },
    lost: () => { state.textContent = 'connection lost, trying again…'; },
    closed: (reason) => { state.textContent = reason; },
    take,
  });
  pause.addEventListener('click', () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', paused);
    pause.textContent = paused ? 'Go on' : 'Pause';
    state.textContent = paused ? 'paused' : 'from the results topic';
    waiting.splice(0).forEach(show);
  });
}
