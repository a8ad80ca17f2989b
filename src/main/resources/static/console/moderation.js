// A bar per moderation label, with its thresholds as marks.

const SVG = 'http://www.w3.org/2000/svg';

function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function bar(score, review, block) {
  const svg = shape('svg', { class: 'bar', viewBox: '0 0 100 16', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  svg.append(shape('rect', { class: 'track', x: 0, y: 4, width: 100, height: 8, rx: 1 }));
  svg.append(shape('rect', { class: 'fill', x: 0, y: 4, width: Math.max(score * 100, 0.5), height: 8, rx: 1 }));
  for (const [kind, at] of [['review', review], ['block', block]]) {
    if (at <= 1) svg.append(shape('line', { class: `mark ${kind}`, x1: at * 100, x2: at * 100, y1: 1, y2: 15 }));
  }
  return svg;
}

function span(className, text) {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}

function row({ label, score = 0, reviewThreshold = 0, blockThreshold = 0, action = 'ALLOW', observeOnly = false }) {
  const item = document.createElement('li');
  item.classList.toggle('observed', observeOnly);
  const colour = document.createElement('div');
  colour.className = action;
  colour.append(bar(score, reviewThreshold, blockThreshold));
  const verdict = observeOnly ? 'observed' : action === 'ALLOW' ? '' : action.toLowerCase();
  item.append(span('label', label), colour, span('score', score.toFixed(2)), span(`verdict ${action}`, verdict));
  item.title = `review from ${reviewThreshold}` + (blockThreshold <= 1 ? `, block from ${blockThreshold}` : ', never blocks');
  return item;
}

/** Shows a decision. */
export function drawDecision(decision, { box, action, policy, list, marks }) {
  box.hidden = marks.hidden = !decision;
  list.replaceChildren(...(decision?.labels || []).map(row));
  if (!decision) return;
  action.textContent = decision.action.toLowerCase();
  action.className = `chip ${decision.action}`;
  policy.textContent = `by policy ${decision.policy}, version ${decision.policyVersion}`;
}
