// The calls that the page makes, and how their failures are told.

import { call } from './key.js';

/** Sends an image and tasks; yields the result, or throws an Error that a person can read. */
export async function enrich(image, tasks) {
  const form = new FormData();
  form.append('image', image, image.name || 'pasted');
  form.append('tasks', JSON.stringify(tasks));
  let response;
  try {
    response = await call('v1/enrich', { method: 'POST', body: form, headers: { Accept: 'application/json' } });
  } catch {
    throw new Error('The service does not answer. Is it still running?');
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(body.detail || body.title || `The service answered ${response.status}.`);
  }
  return body;
}

/** Whether the service is ready, and the model that it runs. */
export async function readiness() {
  const [health, model] = await Promise.all([
    fetch('actuator/health/readiness').then((r) => r.json()),
    call('v1/model').then((r) => (r.ok ? r.json() : null)),
  ]);
  return { up: health.status === 'UP', model };
}

/** The outcome of a task, by its id. */
export function outcome(result, task) {
  return (result.outcomes || []).find((o) => o.task === task);
}
