// The API key of this tab. It is kept in the tab's session, so that it is gone with the tab, and goes to this service only.

const NAME = 'percept-key';
const waiting = [];

/** The headers that say who calls; none while there is no key. */
export function credentials() {
  const key = sessionStorage.getItem(NAME);
  return key ? { Authorization: `Bearer ${key}` } : {};
}

/** Calls the service as the holder of the key; a refusal shows the field for another key. */
export async function call(path, options = {}) {
  const response = await fetch(path, { ...options, headers: { ...options.headers, ...credentials() } });
  if (response.status === 401) ask(response.clone());
  return response;
}

/** Resolves when another key was given. */
export function anotherKey() {
  return new Promise((resolve) => waiting.push(resolve));
}

async function ask(response) {
  const problem = await response.json().catch(() => ({}));
  document.getElementById('key-problem').textContent = problem.detail || '';
  document.getElementById('key').hidden = false;
  document.getElementById('meters').hidden = true;
}

/** Wires the field. */
export function wireKey(form, field) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sessionStorage.setItem(NAME, field.value.trim());
    field.value = '';
    form.hidden = true;
    waiting.splice(0).forEach((resolve) => resolve());
  });
}
