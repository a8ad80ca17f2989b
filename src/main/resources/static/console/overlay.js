// Draws the boxes of phrases on the image, and a legend that lights them up.

const SVG = 'http://www.w3.org/2000/svg';
const HUES = 6;

function rectangle(box, className) {
  const { x1 = 0, y1 = 0, x2 = 0, y2 = 0 } = box;
  const rect = document.createElementNS(SVG, 'rect');
  const place = { x: x1, y: y1, width: x2 - x1, height: y2 - y1 };
  for (const [name, value] of Object.entries(place)) rect.setAttribute(name, value * 1000);
  rect.setAttribute('rx', 8);
  rect.setAttribute('class', className);
  return rect;
}

function legendEntry(phrase, index, svg) {
  const entry = document.createElement('li');
  entry.className = `h${index % HUES}`;
  entry.textContent = phrase;
  const light = (only) => svg.querySelectorAll('[data-phrase]').forEach((rect) => {
    rect.classList.toggle('dim', only && rect.dataset.phrase !== String(index));
  });
  entry.addEventListener('pointerenter', () => light(true));
  entry.addEventListener('pointerleave', () => light(false));
  return entry;
}

/** Shows phrases ([{phrase, boxes}]) over the image; none clears it. */
export function drawPhrases(svg, legend, phrases) {
  svg.replaceChildren();
  legend.replaceChildren();
  phrases.filter((p) => (p.boxes || []).length > 0).forEach(({ phrase, boxes }, index) => {
    for (const box of boxes) {
      for (const className of ['halo', `h${index % HUES}`]) {
        const rect = rectangle(box, className);
        rect.dataset.phrase = index;
        svg.append(rect);
      }
    }
    legend.append(legendEntry(phrase, index, svg));
  });
}
