// Server-sent events over fetch, since an EventSource cannot send a key.

import { anotherKey, call } from './key.js';

const AGAIN_MILLIS = 3000;

/** The fields of one event: lines of "name: value". */
function read(block) {
  const event = { event: 'message', data: [] };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (line.startsWith('data')) event.data.push(value);
    else if (line.startsWith('event')) event.event = value;
  }
  return { name: event.event, data: event.data.join('\n') };
}

/** Gives an event away. One that cannot be taken is passed over: with a new connection it would only come again. */
function give(event, take) {
  try {
    take(event);
  } catch (failure) {
    console.warn('An event of the stream was passed over.', failure);
  }
}

async function consume(body, take) {
  const text = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await text.read();
      if (done) return;
      const blocks = (rest + value.replaceAll('\r', '')).split('\n\n');
      rest = blocks.pop();
      blocks.map(read).filter((event) => event.data).forEach((event) => give(event, take));
    }
  } finally {
    // However the reading ended, the connection ends too, before the next one is opened beside it.
    text.cancel().catch(() => {});
  }
}

/** Follows a stream for as long as the page is open. */
export async function followEvents(path, { opened, lost, closed, take }) {
  for (;;) {
    try {
      const response = await call(path, { headers: { Accept: 'text/event-stream' } });
      if (response.ok) {
        opened();
        await consume(response.body, take);
      } else if (response.status === 401 || response.status === 403) {
        const { detail } = await response.json().catch(() => ({}));
        closed(detail || `the service answered ${response.status}`);
        await anotherKey();
        continue;
      }
    } catch {
      // The connection broke; it is tried again.
    }
    lost();
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLIS));
  }
}
