'use strict';
// Draws the charts and opens witnesses. Everything from the results is set as text, never as markup.
let charts, configs, cells, texts;
const dark = matchMedia('(prefers-color-scheme: dark)');
// What the page's tests look at.
window.ringbench = { views: {}, errors: [] };

/** What the page has packed under a name, as text. */
async function unpacked(name) {
  const bytes = Uint8Array.from(atob(document.getElementById(name).textContent), letter => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
}

function openStrategy(name) {
  const part = document.getElementById('strategy-' + name);
  if (!part) return;
  part.open = true;
  part.scrollIntoView({ block: 'start' });
  part.querySelector('summary').focus({ preventScroll: true });
}

/** Makes each mark of a strategy a button: a click or Enter opens the strategy. */
function makeButtons(view, place) {
  const open = item => item && item.datum && item.datum.strategy && openStrategy(item.datum.strategy);
  view.addEventListener('click', (event, item) => open(item));
  for (const mark of place.querySelectorAll('.points_marks path, .points_marks > path')) {
    const item = mark.__data__;
    if (!item || !item.datum || !item.datum.strategy) continue;
    mark.setAttribute('tabindex', '0');
    mark.setAttribute('role', 'button');
    mark.setAttribute('aria-label', item.datum.strategy + ': open');
    mark.addEventListener('keydown', event => {
      if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open(item); }
    });
  }
}

async function draw(name) {
  const place = document.getElementById('chart-' + name);
  const alternative = place.dataset.alternative ||= place.getAttribute('aria-label');
  if (window.ringbench.views[name]) window.ringbench.views[name].finalize();
  const spec = { ...charts[name], width: 'container' };
  const config = structuredClone(configs[dark.matches ? 'dark' : 'light']);
  if (place.clientWidth < 500) { config.axis.labelLimit = 105; config.legend.columns = 2; }
  try {
    // Vega-Lite warns that a chart as wide as the page is not as high as it too: only errors (level 1) matter.
    const { view } = await vegaEmbed(place, spec, { actions: false, logLevel: 1, renderer: 'svg', config, tooltip: { theme: dark.matches ? 'dark' : 'light' } });
    window.ringbench.views[name] = view;
    // The figure around it has the text alternative; what Vega writes into each mark would be read out one by one.
    const svg = place.querySelector('svg');
    if (svg && name !== 'strategies') { svg.setAttribute('aria-hidden', 'true'); }
    for (const part of place.querySelectorAll('[aria-roledescription]')) { part.removeAttribute('aria-roledescription'); part.removeAttribute('role'); part.removeAttribute('aria-label'); }
    place.setAttribute('role', 'group');
    place.setAttribute('aria-label', alternative);
    if (name === 'strategies') makeButtons(view, place);
  } catch (error) {
    window.ringbench.errors.push(name + ': ' + error);
    place.textContent = 'This chart could not be drawn; its table is below. ' + error;
  }
}

async function drawAll() {
  for (const name of Object.keys(charts)) await draw(name);
  document.documentElement.dataset.drawn = 'yes';
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

const dialog = document.getElementById('witness');
function showCell(button) {
  if (!cells) return;
  const cell = cells[button.dataset.cell];
  const body = dialog.querySelector('.body');
  body.replaceChildren(element('h3', cell.title));
  dialog.setAttribute('aria-label', cell.title);
  for (const shape of cell.shapes) {
    const part = element('section');
    part.append(element('h4', shape.title), element('p', shape.verdict));
    if (shape.drawing) part.append(document.getElementById(shape.drawing).content.cloneNode(true));
    for (const [head, number] of [['The execution as text', shape.witness], ['Litmus test' + (shape.dialect ? ' (' + shape.dialect + ')' : ''), shape.litmus]]) {
      if (number === undefined) continue;
      const more = element('details'), copy = element('button', 'Copy', 'plain'), pre = element('pre', texts[number]);
      pre.tabIndex = 0;
      copy.type = 'button';
      copy.addEventListener('click', () => {
        const done = () => { copy.textContent = 'Copied'; };
        const select = () => { getSelection().selectAllChildren(pre); document.execCommand('copy'); done(); };
        navigator.clipboard ? navigator.clipboard.writeText(texts[number]).then(done, select) : select();
      });
      more.append(element('summary', head), copy, pre);
      part.append(more);
    }
    body.append(part);
  }
  body.append(element('h4', 'What the compiler emitted there'));
  if (cell.emitted.length) {
    const list = element('ul');
    for (const line of cell.emitted) list.append(element('li', line));
    body.append(list);
  } else body.append(element('p', cell.not_emitted));
  dialog.showModal();
  dialog.scrollTop = 0;
}

// One stop for the Tab key; the arrows move within the matrix.
const grid = document.querySelector('table.matrix');
if (grid) {
  const rows = [...grid.tBodies[0].rows].map(row => [...row.querySelectorAll('button')]);
  rows.flat().forEach((button, place) => { button.tabIndex = place ? -1 : 0; });
  grid.addEventListener('click', event => { const button = event.target.closest('button'); if (button) showCell(button); });
  grid.addEventListener('keydown', event => {
    const button = event.target.closest('button');
    const row = rows.findIndex(line => line.includes(button)), column = row < 0 ? -1 : rows[row].indexOf(button);
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const next = step && rows[row + step[0]] && rows[row + step[0]][column + step[1]];
    if (!next) return;
    event.preventDefault();
    button.tabIndex = -1; next.tabIndex = 0; next.focus();
  });
}
dialog.querySelector('.close').addEventListener('click', () => dialog.close());
for (const link of document.querySelectorAll('a[data-strategy]')) {
  link.addEventListener('click', event => { event.preventDefault(); openStrategy(link.dataset.strategy); });
}
// Printed, every strategy is open, and afterwards as it was.
let openedForPrint = [];
addEventListener('beforeprint', () => {
  openedForPrint = [...document.querySelectorAll('details.strategy:not([open])')];
  for (const part of openedForPrint) part.open = true;
});
addEventListener('afterprint', () => { for (const part of openedForPrint) part.open = false; });
async function begin() {
  [charts, configs, cells, texts] = (await Promise.all(['charts', 'configs', 'cells', 'texts'].map(unpacked))).map(text => JSON.parse(text));
  new Function(await unpacked('vega'))();
  dark.addEventListener('change', drawAll);
  await drawAll();
}
begin().catch(error => {
  window.ringbench.errors.push(String(error));
  document.documentElement.dataset.drawn = 'yes';
});
