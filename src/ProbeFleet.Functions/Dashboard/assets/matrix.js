// Vantages × routes. Healthy cells are quiet, a slow one is tinted, a failed one is filled and lettered, a broken row or column is tinted and bold.
import { el } from "./dom.js";
import { link } from "./api.js";
import { ago, span } from "./time.js";
import { owners, ownerName, stageWords } from "./words.js";

/** Fewer routes than this leave room for the cause in each cell. */
const roomy = 10;

const byName = (one, other) => one.name < other.name ? -1 : one.name > other.name ? 1 : 0;

/** Rows and columns with their numbers, in order. */
export function modelOf(fleet, order) {
  const vantages = new Map();
  const routes = new Map();
  for (const { heartbeat, isSilent } of fleet.vantages) {
    vantages.set(heartbeat.vantage.name, { name: heartbeat.vantage.name, isSilent, heardAt: heartbeat.storedAt ?? heartbeat.at, cells: new Map() });
  }
  for (const name of fleet.neverReported ?? []) vantages.set(name, { name, isSilent: true, heardAt: null, cells: new Map() });
  for (const cell of fleet.cells) {
    if (!vantages.has(cell.vantage)) vantages.set(cell.vantage, { name: cell.vantage, isSilent: true, heardAt: cell.at, cells: new Map() });
    if (!routes.has(cell.route)) routes.set(cell.route, { name: cell.route, failing: 0, slow: 0, heard: 0 });
    const vantage = vantages.get(cell.vantage);
    vantage.cells.set(cell.route, cell);
    cell.state = vantage.isSilent ? "silent" : cell.outcome === "failed" ? "fail" : cell.slow ? "slow" : cell.recent.slice(0, 10).includes("failed") ? "shaky" : "pass";
    if (!vantage.isSilent) {
      const route = routes.get(cell.route);
      route.heard++;
      if (cell.state === "fail") route.failing++;
      if (cell.state === "slow") route.slow++;
    }
  }
  const rows = [...vantages.values()];
  for (const row of rows) {
    row.count = row.cells.size;
    row.failing = [...row.cells.values()].filter(cell => cell.state === "fail").length;
    row.slow = [...row.cells.values()].filter(cell => cell.state === "slow").length;
    row.isBroken = isBroken(row.failing, row.count);
    row.isSlow = !row.isBroken && isBroken(row.slow, row.count);
  }
  const columns = [...routes.values()];
  for (const column of columns) {
    column.isBroken = isBroken(column.failing, column.heard);
    column.isSlow = !column.isBroken && isBroken(column.slow, column.heard);
  }

  // What a broken column explains is not the row's own, and the other way round: one fault is not counted sixty times.
  const brokenRows = new Set(rows.filter(row => row.isBroken).map(row => row.name));
  const brokenColumns = new Set(columns.filter(column => column.isBroken).map(column => column.name));
  for (const row of rows) {
    row.own = row.isBroken ? row.failing : [...row.cells.values()].filter(cell => cell.state === "fail" && !brokenColumns.has(cell.route)).length;
  }
  for (const column of columns) {
    column.own = column.isBroken ? column.failing : rows.filter(row => !brokenRows.has(row.name) && row.cells.get(column.name)?.state === "fail").length;
  }
  const worst = order === "worst";
  rows.sort((one, other) => (worst ? other.own - one.own || other.isSilent - one.isSilent || other.slow - one.slow : 0) || byName(one, other));
  columns.sort((one, other) => (worst ? other.own - one.own || other.slow - one.slow : 0) || byName(one, other));
  const heard = rows.filter(row => !row.isSilent);
  return {
    vantages: rows, routes: columns,
    cells: rows.reduce((sum, row) => sum + row.count, 0),
    failing: rows.reduce((sum, row) => sum + row.failing, 0),
    slow: rows.reduce((sum, row) => sum + row.slow, 0),
    passing: heard.reduce((sum, row) => sum + row.count - row.failing, 0),
    silent: rows.length - heard.length,
  };
}

const isBroken = (failing, count) => failing > 0 && count > 1 && failing * 2 > count;

/** What a cell says in words. */
export function describe(cell) {
  const subject = `${cell.route} from ${cell.vantage}`;
  switch (cell.state) {
    case "fail":
      return `${subject}: fails, ${cell.cause}, ${ownerName(cell.owner)}${cell.break ? `, at ${stageWords[cell.break] ?? cell.break}` : ""}${cell.failingSince ? `, for ${span(Date.now() - new Date(cell.failingSince))}` : ""}`;
    case "silent":
      return `${subject}: silent vantage, ${cell.outcome} ${ago(cell.at)}`;
    case "slow":
      return `${subject}: passes, slow at ${stageWords[cell.slow] ?? cell.slow}${lately(cell)}`;
    case "shaky":
      return `${subject}: passes${lately(cell)}`;
    default:
      return `${subject}: passes`;
  }
}

function lately(cell) {
  const failed = cell.recent.slice(0, 10).filter(outcome => outcome === "failed").length;
  return failed === 0 ? "" : `, failed ${failed} of its last ${Math.min(10, cell.recent.length)}`;
}

const sign = cell => ({ fail: owners[cell.owner]?.letter ?? "?", silent: "–", shaky: "~", slow: "…", pass: "·" })[cell.state];

export function matrix(model) {
  const isRoomy = model.routes.length <= roomy;
  const head = el("tr", { role: "row" },
    el("th", { role: "columnheader", scope: "col", class: "corner" }, el("span", { class: "quiet", text: "vantage" })),
    model.routes.map(route => el("th", { role: "columnheader", scope: "col", class: route.isBroken ? "broken" : null },
      el("a", { id: `route-${route.name}`, href: link(`/routes/${route.name}`), title: route.name, tabindex: "-1" },
        el("span", { class: "name", text: route.name }),
        route.own > 0 ? el("span", { class: "count own", text: `${route.failing}/${route.heard}` })
          : route.isSlow ? el("span", { class: "count slow", text: `${route.slow}/${route.heard} slow` }) : null))));
  const rows = model.vantages.map(vantage => row(vantage, model.routes, isRoomy));
  const table = el("table", { role: "grid", class: `matrix${isRoomy ? " roomy" : ""}`, "aria-label": "Vantages and routes: arrow keys move, Enter opens" },
    el("thead", { role: "rowgroup" }, head), el("tbody", { role: "rowgroup" }, rows));
  table.addEventListener("mouseover", event => {
    const cell = event.target.closest(".cell a");
    if (cell && !cell.title) cell.title = cell.getAttribute("aria-label");
  });
  movable(table);
  if (isRoomy) table.style.maxWidth = `${16 * model.routes.length + 16}rem`;
  return el("div", { class: `scroll${model.routes.length <= 30 ? " fits" : ""}` }, table);
}

function row(vantage, routes, isRoomy) {
  const state = vantage.isSilent ? "silent" : vantage.isBroken ? "broken" : vantage.failing > 0 ? "some" : vantage.slow > 0 ? "slow" : "well";
  const note = {
    silent: vantage.heardAt ? `silent ${span(Date.now() - new Date(vantage.heardAt))}` : "never heard",
    slow: `${vantage.slow}/${vantage.count} slow`,
    well: "✓ passes",
  }[state] ?? `${vantage.failing}/${vantage.count} fail`;
  return el("tr", { role: "row", class: state },
    el("th", { role: "rowheader", scope: "row" },
      el("a", { id: `vantage-${vantage.name}`, href: link(`/vantages/${vantage.name}`), tabindex: "-1", title: vantage.name },
        el("span", { class: "name", text: vantage.name }), el("span", { class: `count${vantage.own > 0 ? " own" : ""}`, text: note }))),
    routes.map(route => {
      const cell = vantage.cells.get(route.name);
      if (!cell) return el("td", { role: "gridcell", class: "cell none" }, el("span", { class: "unseen", text: "not probed" }));
      const says = describe(cell);
      const isSpelled = isRoomy && ["fail", "slow"].includes(cell.state);
      return el("td", { role: "gridcell", class: `cell${route.isBroken ? " broken" : ""}` },
        el("a", {
          id: `cell-${vantage.name}-${route.name}`, class: cell.state, tabindex: "-1", "aria-label": isSpelled ? null : says, title: isSpelled ? says : null,
          href: link(`/routes/${route.name}`, { vantage: vantage.name }),
          dataset: ["fail", "slow"].includes(cell.state) ? { route: route.name } : {},
        }, el("b", { "aria-hidden": "true", text: sign(cell) }), isSpelled ? [
          el("span", { class: "unseen", text: says }),
          el("span", { class: "cause", "aria-hidden": "true", text: cell.state === "slow" ? `slow at ${stageWords[cell.slow] ?? cell.slow}` : cell.cause }),
          cell.failingSince ? el("span", { "aria-hidden": "true", text: span(Date.now() - new Date(cell.failingSince)) }) : null,
        ] : null));
    }));
}

// One stop for the Tab key; inside, arrows, Home and End move, as in any grid.
function movable(table) {
  const grid = [...table.querySelectorAll("tr")].map(tr => [...tr.children].map(place => place.querySelector("a")));
  const first = table.querySelector("a.fail") ?? table.querySelector("a.slow") ?? grid[1]?.[0] ?? grid[0][1];
  first.tabIndex = 0;
  let current = first;
  const moveTo = target => {
    current.tabIndex = -1;
    current = target;
    current.tabIndex = 0;
    current.focus();
    current.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  table.addEventListener("focusin", event => {
    const target = event.target.closest("a");
    if (target && target !== current) {
      current.tabIndex = -1;
      current = target;
      current.tabIndex = 0;
    }
  });
  table.addEventListener("keydown", event => {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (event.altKey || event.metaKey || (event.ctrlKey && !["Home", "End"].includes(event.key))) return;
    let rowIndex = grid.findIndex(line => line.includes(current));
    let columnIndex = grid[rowIndex].indexOf(current);
    let target = null;
    if (steps[event.key]) {
      const [down, right] = steps[event.key];
      do {
        rowIndex += down;
        columnIndex += right;
        target = grid[rowIndex]?.[columnIndex];
      } while (target === null);
    } else if (event.key === "Home") target = (event.ctrlKey ? grid[1] : grid[rowIndex]).find(Boolean);
    else if (event.key === "End") target = (event.ctrlKey ? grid.at(-1) : grid[rowIndex]).findLast(Boolean);
    else return;
    event.preventDefault();
    if (target) moveTo(target);
  });
}
