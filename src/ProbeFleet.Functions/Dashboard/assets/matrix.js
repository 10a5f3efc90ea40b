// Vantages × routes. Healthy cells are quiet, a slow one is tinted, a failed one is filled and lettered; what a broken row or column tells is not lettered again.
import { el } from "./dom.js";
import { link } from "./api.js";
import { lasting, span } from "./time.js";
import { ownerLetter, plural, stageName } from "./words.js";
import { describe, grouped, summary } from "./fleet-model.js";

/** With fewer columns than this, each cell has room for its cause. */
const roomy = 10;

/** Groups that the reader opened stay open as long as the page. */
const openRows = new Set();
const openColumns = new Set();

const rowGroups = { region: line => line.region, network: line => line.network.split("/")[0] };
const columnGroups = { provider: line => line.provider };

/** Builds the table. `redraw` is called after a group was opened or closed. */
export function matrix(model, { rows: rowGroup, columns: columnGroup }, redraw) {
  const columns = grouped(model.routes, columnGroups[columnGroup] ?? null, openColumns);
  const lines = grouped(model.vantages, rowGroups[rowGroup] ?? null, openRows);
  const isRoomy = columns.length <= roomy;
  const toggle = (open, line) => el("button", {
    type: "button", class: "group", id: `group-${line.name}`, tabindex: "-1", "aria-expanded": String(line.isOpen), text: line.name, title: line.isOpen ? "Close this group" : "Show each",
    on: { click: () => { if (!open.delete(line.name)) open.add(line.name); redraw(`group-${line.name}`); } },
  });
  const head = el("tr", { role: "row" },
    el("th", { role: "columnheader", scope: "col", class: "corner" }, el("span", { class: "quiet", text: "vantage" })),
    columns.map(column => header(column, toggle)));
  const table = el("table", { role: "grid", class: `matrix${isRoomy ? " roomy" : ""}`, "aria-label": "Vantages and routes: arrow keys move, Enter opens" },
    el("thead", { role: "rowgroup" }, head), el("tbody", { role: "rowgroup" }, lines.map(line => row(line, columns, isRoomy, toggle))));
  table.addEventListener("mouseover", event => {
    const cell = event.target.closest(".cell a");
    if (cell && !cell.title) cell.title = cell.getAttribute("aria-label");
  });
  movable(table);
  if (isRoomy) table.style.maxWidth = `${16 * columns.length + 16}rem`;

  // Names of failing columns are never cut: the head is as high as the longest of them.
  const longest = Math.max(0, ...columns.filter(column => column.own > 0 || column.isGroup).map(column => column.name.length));
  table.style.setProperty("--head", `${Math.min(28, Math.max(9.5, longest * 0.56 + 3.5))}rem`);
  return el("div", { class: `scroll${columns.length <= 30 ? " fits" : ""}`, tabindex: columns.length > 30 ? "-1" : null }, table);
}

function header(column, toggle) {
  if (column.isGroup) {
    const failing = column.members.filter(one => one.own > 0).length;
    return el("th", { role: "columnheader", scope: "col", class: `grouping${failing > 0 ? " broken" : ""}` }, toggle(openColumns, column), el("span", { class: "count", text: plural(column.members.length, "route") }));
  }
  return el("th", { role: "columnheader", scope: "col", class: column.isBroken ? "broken" : column.own > 0 ? "some" : null },
    el("a", { id: `route-${column.name}`, href: link(`/routes/${column.name}`), title: column.name, tabindex: "-1" },
      el("span", { class: "name", text: column.name }),
      column.own > 0 ? el("span", { class: "count own", text: `${column.failing}/${column.heard}` })
        : column.isSlow ? el("span", { class: "count slow", text: `${column.slow}/${column.heard} slow` }) : null));
}

function row(line, columns, isRoomy, toggle) {
  if (line.isGroup) {
    const failing = line.members.filter(one => one.own > 0).length;
    const silent = line.members.filter(one => one.isSilent).length;
    const note = `${plural(line.members.length, "vantage")}${failing > 0 ? `, ${failing} fail` : ""}${silent > 0 ? `, ${silent} silent` : ""}`;
    return el("tr", { role: "row", class: `grouping${failing > 0 ? " some" : ""}` },
      el("th", { role: "rowheader", scope: "row" }, toggle(openRows, line), el("span", { class: `count${failing > 0 ? " own" : ""}`, text: note })),
      columns.map(column => summaryCell(line, column)));
  }
  const state = line.isSilent ? "silent" : line.isBroken ? "broken" : line.own > 0 ? "some" : line.slow > 0 ? "slow" : "well";
  const note = {
    silent: line.isUnread ? "cannot be read" : line.heardAt ? `silent ${span(Date.now() - new Date(line.heardAt))}` : "never heard",
    slow: `${line.slow}/${line.count} slow`,
    well: line.cells.size === 0 ? "probes no route" : line.failing > 0 ? `✓ but for ${butFor(line)}` : "✓ passes",
    some: `${line.own}/${line.count} fail`,
    broken: `${line.failing}/${line.count} fail`,
  }[state];
  return el("tr", { role: "row", class: `${state}${line.isInside ? " inside" : ""}` },
    el("th", { role: "rowheader", scope: "row" },
      el("a", { id: `vantage-${line.name}`, href: link(`/vantages/${line.name}`), tabindex: "-1", title: line.name },
        el("span", { class: "name", text: line.name }), el("span", { class: `count${line.own > 0 ? " own" : ""}`, text: note }))),
    columns.map(column => column.isGroup ? summaryCell(line, column) : single(line.cells.get(column.name), column, isRoomy)));
}

function butFor(line) {
  const told = [...line.cells.values()].filter(cell => cell.state === "fail").map(cell => cell.route);
  return told.length === 1 && told[0].length <= 24 ? told[0] : plural(told.length, "column");
}

const sign = cell => ({ fail: ownerLetter(cell.owner), silent: "–", shaky: "~", slow: "…", pass: "·" })[cell.state];

function single(cell, column, isRoomy) {
  if (!cell) return el("td", { role: "gridcell", class: "cell none" }, el("span", { class: "unseen", text: "not probed" }));
  const says = describe(cell);
  const isSpelled = isRoomy && !cell.isTold && ["fail", "slow"].includes(cell.state);
  return el("td", { role: "gridcell", class: `cell${column.isBroken ? " broken" : ""}` },
    el("a", {
      id: `cell-${cell.vantage}-${cell.route}`, class: `${cell.state}${cell.isTold ? " told" : ""}`, tabindex: "-1", "aria-label": isSpelled ? null : says, title: isSpelled ? says : null,
      href: link(`/routes/${cell.route}`, { vantage: cell.vantage }),
      dataset: ["fail", "slow"].includes(cell.state) ? { route: cell.route } : {},
    }, cell.isTold ? null : el("b", { "aria-hidden": "true", text: sign(cell) }), isSpelled ? [
      el("span", { class: "unseen", text: says }),
      el("span", { class: "cause", "aria-hidden": "true", text: cell.state === "slow" ? `slow at ${stageName(cell.slow)}` : cell.cause }),
      cell.failingSince ? el("span", { "aria-hidden": "true", text: lasting(cell, "", "> ") }) : null,
    ] : null));
}

function summaryCell(line, column) {
  const cells = line.members.flatMap(vantage => column.members.map(route => vantage.cells.get(route.name)).filter(Boolean));
  if (cells.length === 0) return el("td", { role: "gridcell", class: "cell none" }, el("span", { class: "unseen", text: "not probed" }));
  const all = summary(cells);
  const target = all.worst ? link(`/routes/${all.worst.route}`, { vantage: all.worst.vantage }) : column.members.length === 1 ? link(`/routes/${column.name}`) : link("/routes");
  return el("td", { role: "gridcell", class: "cell" },
    el("a", { class: `${all.state}${all.state === "fail" && all.count * 2 <= all.heard ? " few" : ""}`, tabindex: "-1", href: target, "aria-label": `${column.name} from ${line.name}: ${all.words}` },
      el("b", { "aria-hidden": "true", text: all.count > 0 ? String(all.count) : all.state === "silent" ? "–" : "·" })));
}

// One stop for the Tab key; inside, arrows, Home and End move, as in any grid.
function movable(table) {
  const grid = [...table.querySelectorAll("tr")].map(tr => [...tr.children].map(place => place.querySelector("a, button")));
  const first = table.querySelector("a.fail:not(.told)") ?? table.querySelector("a.fail") ?? table.querySelector("a.slow") ?? grid[1]?.[0] ?? grid[0][1];
  if (!first) return;
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
    const target = event.target.closest("a, button");
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
