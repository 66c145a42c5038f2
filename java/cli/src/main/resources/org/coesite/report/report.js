'use strict';
// Tables sort by a click on (or Enter in) a heading, and long ones are filtered and shown in pages.
const PAGE = 100;

const valueOf = (row, column, numeric) => {
  const cell = row.cells[column];
  if (!numeric) return cell.textContent;
  return parseFloat(cell.dataset.value ?? cell.textContent.replace('\u2212', '-'));
};

const inOrder = (a, b, numeric, sign) => {
  if (!numeric) return sign * a.localeCompare(b, undefined, { numeric: true });
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b); // unknown last
  return sign * (a - b);
};

const setUp = table => {
  const body = table.tBodies[0];
  let rows = Array.from(body.rows);
  let page = 0;
  let show = () => {};

  const sort = (heading, column) => {
    const ascending = heading.getAttribute('aria-sort') !== 'ascending';
    const numeric = heading.classList.contains('number');
    const keyed = rows.map(row => [valueOf(row, column, numeric), row]);
    keyed.sort((a, b) => inOrder(a[0], b[0], numeric, ascending ? 1 : -1));
    rows = keyed.map(pair => pair[1]);
    for (const other of heading.parentNode.cells) other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
    body.append(...rows);
    page = 0;
    show();
  };
  Array.from(table.tHead.rows[0].cells).forEach((heading, column) =>
    heading.querySelector('button').addEventListener('click', () => sort(heading, column)));
  if (rows.length <= PAGE) return;

  const make = (name, text, properties) =>
    Object.assign(document.createElement(name), { textContent: text }, properties);
  const filter = make('input', '', { type: 'search', placeholder: 'Filter rows' });
  filter.setAttribute('aria-label', 'Filter rows');
  const back = make('button', 'Previous', { type: 'button' });
  const place = make('span', '', {});
  place.setAttribute('aria-live', 'polite');
  const on = make('button', 'Next', { type: 'button' });
  const tools = make('div', '', { className: 'tools' });
  tools.append(filter, back, place, on);
  table.parentNode.before(tools);

  show = () => {
    const wanted = filter.value.toLowerCase();
    const found = wanted
      ? rows.filter(row => row.textContent.toLowerCase().includes(wanted)) : rows;
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    page = Math.min(Math.max(page, 0), pages - 1);
    for (const row of rows) row.hidden = true;
    for (const row of found.slice(page * PAGE, (page + 1) * PAGE)) row.hidden = false;
    const first = found.length ? page * PAGE + 1 : 0;
    const last = Math.min(found.length, (page + 1) * PAGE);
    place.textContent = `${first}\u2013${last} of ${found.length}`;
    back.disabled = page === 0;
    on.disabled = page === pages - 1;
  };
  filter.addEventListener('input', () => { page = 0; show(); });
  back.addEventListener('click', () => { page--; show(); });
  on.addEventListener('click', () => { page++; show(); });
  addEventListener('beforeprint', () => { for (const row of rows) row.hidden = false; });
  addEventListener('afterprint', show);
  show();
};

document.querySelectorAll('table.sortable').forEach(setUp);
