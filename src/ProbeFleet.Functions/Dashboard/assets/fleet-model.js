// The fleet as rows and columns with their counts. A broken row or column is reported once, not again in each line that crosses it.
import { ago, lasting } from "./time.js";
import { ownerName, plural, stageName } from "./words.js";

const byName = (one, other) => one.name < other.name ? -1 : one.name > other.name ? 1 : 0;

const isBroken = (failing, count) => failing > 0 && count > 1 && failing * 2 > count;

/** Above this number, cells are drawn in groups unless the reader chooses otherwise. */
export const manyCells = 3_000;

/** Builds the rows and columns with their counts, worst first or by name. */
export function modelOf(fleet, order) {
  const [vantages, routes] = read(fleet);
  const rows = [...vantages.values()];
  const columns = [...routes.values()];
  for (const row of rows) {
    row.count = row.cells.size;
    row.failing = counted(row, "fail");
    row.slow = counted(row, "slow");
    row.isBroken = isBroken(row.failing, row.count);
    row.isSlow = !row.isBroken && isBroken(row.slow, row.count);
  }
  for (const column of columns) {
    column.isBroken = isBroken(column.failing, column.heard);
    column.isSlow = !column.isBroken && isBroken(column.slow, column.heard);
  }

  // Failures that a broken column explains do not count for the row, and vice versa: one fault is not counted sixty times.
  const brokenRows = new Set(rows.filter(row => row.isBroken).map(row => row.name));
  const brokenColumns = new Set(columns.filter(column => column.isBroken).map(column => column.name));
  for (const row of rows) {
    row.own = row.isBroken ? row.failing : [...row.cells.values()].filter(cell => cell.state === "fail" && !brokenColumns.has(cell.route)).length;
  }
  for (const column of columns) {
    column.own = column.isBroken ? column.failing : rows.filter(row => !brokenRows.has(row.name) && row.cells.get(column.name)?.state === "fail").length;
  }
  tell(rows, columns);
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

function read(fleet) {
  const known = new Map((fleet.routes ?? []).map(route => [route.name, route]));
  const vantages = new Map();
  const routes = new Map();
  const stranger = (name, heardAt) => ({ name, isSilent: true, heardAt, region: "", network: "", cells: new Map() });
  for (const { heartbeat, isSilent } of fleet.vantages) {
    const { name, region, network } = heartbeat.vantage;
    vantages.set(name, { name, isSilent, heardAt: heartbeat.storedAt ?? heartbeat.at, region: region ?? "", network: network ?? "", cells: new Map() });
  }
  for (const name of fleet.neverReported ?? []) vantages.set(name, stranger(name, null));
  for (const name of fleet.unreadableVantages ?? []) vantages.set(name, { ...stranger(name, null), isUnread: true });
  for (const cell of fleet.cells) {
    if (!vantages.has(cell.vantage)) vantages.set(cell.vantage, stranger(cell.vantage, cell.at));
    if (!routes.has(cell.route)) routes.set(cell.route, { ...known.get(cell.route), name: cell.route, failing: 0, slow: 0, heard: 0 });
    const vantage = vantages.get(cell.vantage);
    vantage.cells.set(cell.route, cell);
    cell.state = vantage.isSilent ? "silent" : cell.outcome === "failed" ? "fail" : cell.slow ? "slow" : cell.recent.slice(0, 10).includes("failed") ? "shaky" : "pass";
    if (vantage.isSilent) continue;
    const route = routes.get(cell.route);
    route.heard++;
    if (cell.state === "fail") route.failing++;
    if (cell.state === "slow") route.slow++;
  }
  return [vantages, routes];
}

// Marks the cells whose cause their broken row or column shows already: the one that most of them have.
function tell(rows, columns) {
  const most = cells => cells.map(cell => cell.cause).find(cause => cells.filter(cell => cell.cause === cause).length * 2 > cells.length);
  const failed = line => line.filter(cell => cell?.state === "fail");
  const told = line => {
    const cause = most(line);
    for (const cell of line) cell.isTold ||= cell.cause === cause;
    return { causes: cause ? [cause] : [...new Set(line.map(cell => cell.cause))], most: line.find(cell => cell.cause === cause) };
  };
  for (const cell of rows.flatMap(row => [...row.cells.values()])) cell.isTold = false;
  for (const row of rows.filter(one => one.isBroken)) row.tells = told(failed([...row.cells.values()]));
  for (const column of columns.filter(one => one.isBroken)) column.tells = told(failed(rows.map(row => row.cells.get(column.name))));
}

const counted = (row, state) => [...row.cells.values()].filter(cell => cell.state === state).length;

/** Filters the model by words that a row or column must contain, and optionally leaves out what is well. */
export function narrowed(model, { search, only }) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (...texts) => word => texts.some(text => (text ?? "").toLowerCase().includes(word));
  const ofRow = row => has(row.name, row.region, row.network);
  const ofColumn = column => has(column.name, column.provider, column.baseUrl, column.model);

  // A word that matches some row filters the rows, one that matches some column the columns; without any match nothing is left.
  const rowWords = words.filter(word => model.vantages.some(row => ofRow(row)(word)));
  const columnWords = words.filter(word => model.routes.some(column => ofColumn(column)(word)));
  if (words.some(word => !rowWords.includes(word) && !columnWords.includes(word))) return { ...model, vantages: [], routes: [] };
  const vantages = model.vantages.filter(row => rowWords.every(ofRow(row)) && (!only || row.own > 0 || row.isSilent || row.slow > 0));
  const routes = model.routes.filter(column => columnWords.every(ofColumn(column)) && (!only || column.own > 0 || column.slow > 0 || vantages.some(row => !row.isBroken && row.cells.get(column.name)?.state === "fail")));
  return { ...model, vantages, routes };
}

/** Groups lines: each group is a line, with its members below it when it is open; a broken member is always shown. */
export function grouped(lines, groupOf, open) {
  if (groupOf === null) return lines.map(line => ({ ...line, members: [line], isGroup: false }));
  const groups = new Map();
  for (const line of lines) {
    const name = groupOf(line) || "not stated";
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(line);
  }
  return [...groups].flatMap(([name, members]) => [
    { name, isGroup: true, isOpen: open.has(name), members, isBroken: members.every(one => one.isBroken), isSilent: members.every(one => one.isSilent) },
    ...members.filter(one => open.has(name) || one.isBroken).map(one => ({ ...one, members: [one], isGroup: false, isInside: true })),
  ]);
}

/** Describes a cell in words. */
export function describe(cell) {
  const subject = `${cell.route} from ${cell.vantage}`;
  switch (cell.state) {
    case "fail":
      return `${subject}: fails, ${cell.cause}, ${ownerName(cell.owner)}${cell.break ? `, at ${stageName(cell.break)}` : ""}${lasting(cell)}`;
    case "silent":
      return `${subject}: silent vantage, ${cell.outcome} ${ago(cell.at)}`;
    case "slow":
      return `${subject}: passes, slow at ${stageName(cell.slow)}${lately(cell)}`;
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

/** Combines several cells into one. */
export function summary(cells) {
  const of = state => cells.filter(cell => cell.state === state);
  const [failing, slow, silent] = [of("fail"), of("slow"), of("silent")];
  const heard = cells.length - silent.length;
  const worst = failing[0] ?? slow[0];
  const words = failing.length > 0 ? `${failing.length} of ${plural(heard, "path")} fail, such as ${worst.route} from ${worst.vantage}: ${worst.cause}`
    : slow.length > 0 ? `${slow.length} of ${plural(heard, "path")} are slow` : heard === 0 ? "all silent" : `${plural(heard, "path")} pass`;
  return { state: failing.length > 0 ? "fail" : slow.length > 0 ? "slow" : heard === 0 ? "silent" : "pass", count: failing.length || slow.length, heard, worst, words };
}
