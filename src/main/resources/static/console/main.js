// Wires the page: an image comes in, its tasks go out, what comes back is shown.

import { enrich, outcome, readiness } from './api.js';
import { wireKey } from './key.js';
import { drawDecision } from './moderation.js';
import { drawPhrases } from './overlay.js';
import { follow } from './stream.js';

const $ = (id) => document.getElementById(id);
const FIRST_LOOK = [
  { id: 'caption', caption: {} },
  { id: 'describe', describe: {} },
  { id: 'ground', ground: {} },
  { id: 'moderate', moderate: {} },
];
let current = null;

function fail(message) {
  $('problem').textContent = message;
  $('problem').hidden = !message;
}

function text(result, task) {
  const found = outcome(result, task);
  return found?.error ? found.error.message : found?.text?.text || '';
}

function clear(image) {
  drawPhrases($('boxes'), $('legend'), []);
  drawDecision(null, decisionParts());
  $('answers').replaceChildren();
  $('description').textContent = '';
  $('timing').textContent = '';
  $('caption').textContent = 'Looking…';
  $('caption').className = 'caption busy';
  const old = $('image').src;
  $('image').src = URL.createObjectURL(image);
  if (old.startsWith('blob:')) URL.revokeObjectURL(old);
  $('picture').hidden = $('under').hidden = false;
  $('invite').hidden = true;
  $('drop').classList.add('full');
  fail('');
}

const decisionParts = () => ({ box: $('decision'), action: $('action'), policy: $('policy'), list: $('labels'), marks: $('marks') });

function show(result) {
  const caption = text(result, 'caption');
  $('caption').textContent = caption || '(no words for this image)';
  $('caption').className = 'caption';
  $('image').alt = caption;
  $('description').textContent = text(result, 'describe');
  drawPhrases($('boxes'), $('legend'), outcome(result, 'ground')?.grounded?.phrases || []);
  drawDecision(outcome(result, 'moderate')?.moderation, decisionParts());
  const millis = Math.round(result.timings?.totalMs || 0);
  $('timing').textContent = `${millis} ms, by ${result.model?.name} ${result.model?.version} on ${result.model?.engine}`;
}

async function look(image) {
  current = image;
  clear(image);
  for (const control of $('ask').elements) control.disabled = false;
  try {
    const result = await enrich(image, FIRST_LOOK);
    if (image === current) show(result);
  } catch (failure) {
    if (image !== current) return;
    $('caption').textContent = 'This image could not be read.';
    $('caption').className = 'caption faint';
    fail(failure.message);
  }
}

function reply(question, words) {
  const term = document.createElement('dt');
  const detail = document.createElement('dd');
  term.textContent = question;
  detail.textContent = words;
  $('answers').prepend(term, detail);
  return detail;
}

async function ask(kind, words) {
  const image = current;
  const place = reply(kind === 'ground' ? `Find: ${words}` : words, '…');
  const task = kind === 'ground' ? { id: 'q', ground: { phrase: words } } : { id: 'q', answer: { question: words } };
  try {
    const found = outcome(await enrich(image, [task]), 'q');
    if (image !== current) return;
    if (found?.error) place.textContent = found.error.message;
    else if (found?.grounded) {
      const phrases = (found.grounded.phrases || []).map((p) => ({ ...p, phrase: p.phrase || words }));
      drawPhrases($('boxes'), $('legend'), phrases);
      place.textContent = phrases.some((p) => (p.boxes || []).length) ? 'Drawn on the image.' : 'Not found.';
    } else place.textContent = found?.text?.text || '(no answer)';
  } catch (failure) {
    place.textContent = failure.message;
  }
}

function takeFiles(files) {
  const image = [...(files || [])].find((file) => file.type.startsWith('image/'));
  if (image) look(image);
  else if (files?.length) fail('That is not an image file.');
}

$('file').addEventListener('change', (event) => takeFiles(event.target.files));
document.addEventListener('paste', (event) => takeFiles(event.clipboardData?.files));
document.addEventListener('dragover', (event) => { event.preventDefault(); $('drop').classList.add('over'); });
document.addEventListener('dragleave', (event) => { if (!event.relatedTarget) $('drop').classList.remove('over'); });
document.addEventListener('drop', (event) => {
  event.preventDefault();
  $('drop').classList.remove('over');
  takeFiles(event.dataTransfer.files);
});
$('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  const words = $('question').value.trim();
  if (current && words) ask(event.submitter?.value || 'answer', words);
});

async function watch() {
  try {
    const { up, model } = await readiness();
    $('status').className = `status ${up ? 'up' : 'down'}`;
    $('status-text').textContent = up ? `ready${model ? ` · ${model.name} ${model.version}` : ''}` : 'not ready yet';
  } catch {
    $('status').className = 'status down';
    $('status-text').textContent = 'the service does not answer';
  }
  setTimeout(watch, 10000);
}

wireKey($('key'), $('key-field'));
follow($('stream'), $('stream-state'), $('pause'));
watch();
