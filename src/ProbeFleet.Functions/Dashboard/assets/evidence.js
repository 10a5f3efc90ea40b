// All the evidence of one probe, in the order in which it happened.
import { el, facts, section } from "./dom.js";
import { link } from "./api.js";
import { milliseconds, stamp, time } from "./time.js";
import { cause, ownerLetter, ownerName, percent, stageName } from "./words.js";

export function verdict(result) {
  const { diagnosis } = result;
  const passed = result.outcome === "passed";
  return el("div", { class: `panel verdict ${result.slow ? "slow" : passed ? "passed" : "failed"}` },
    el("p", {}, el("b", { class: result.slow ? "warn" : passed ? "good" : "bad" }, result.slow ? `… passed, slow at ${stageName(result.slow.stage)}` : passed ? "✓ passed" : ["✗ ", cause(diagnosis.cause, "bad")]),
      passed ? "" : ` Owner: ${ownerLetter(diagnosis.owner)} ${ownerName(diagnosis.owner)}, ${percent(diagnosis.confidence)} sure${result.break ? ` · breaks at ${stageName(result.break)}` : ""}`,
      el("span", { class: "quiet" }, " ", time(result.startedAt), `, took ${milliseconds(result.durationMs)}, ${depths[result.depth] ?? result.depth}`)),
    el("p", { text: diagnosis.summary }),
    result.slow ? el("p", { text: `It has become slow: ${stageName(result.slow.stage)} took ${milliseconds(result.slow.tookMs)} where ${milliseconds(result.slow.usualMs)} is usual at this hour. Its packet says what to do.` }) : null,
    advice("Do next", diagnosis.doNext), advice("Do not", diagnosis.doNot));
}

const depths = { path: "without a key", authenticated: "with the key, without a token spent", completion: "with a real completion" };

function advice(title, list) {
  return (list ?? []).length === 0 ? null : [el("h3", { text: title }), el("ul", { class: "list" }, list.map(text => el("li", { text })))];
}

export function evidence(result) {
  return [
    section("Stages, in the order in which they happened", el("table", { class: "rows fold stages" },
      el("thead", {}, el("tr", {}, ["Stage", "Outcome", "Time", "What it saw"].map(text => el("th", { scope: "col", text })))),
      el("tbody", {}, result.stages.map(one => stage(one, result.slow))))),
    exceptions(result.exception),
    response(result.response),
    changes(result.baseline),
    result.statusPage ? section("Status page", el("p", {}, el("b", { text: result.statusPage.indicator }), ` ${result.statusPage.url} `, el("span", { class: "quiet" }, time(result.statusPage.checkedAt))),
      (result.statusPage.affected ?? []).map(text => el("p", { text })), el("p", { class: "quiet", text: result.statusPage.note })) : null,
    result.workload ? section("The workload's own runtime", details("What it is, trusts and waits, and what .NET made of the same request", tree(result.workload))) : null,
    result.drillDown ? section("After the break: the same path, part by part", details("All that it showed", tree(result.drillDown))) : null,
  ];
}

const outcomes = { passed: ["good", "✓ passed"], failed: ["bad", "✗ failed"], skipped: ["quiet", "– skipped"] };

function stage(one, slow) {
  const [state, text] = one.stage === slow?.stage ? ["warn", "… passed, slow"] : outcomes[one.outcome] ?? ["", one.outcome];
  return el("tr", {}, el("th", { scope: "row", text: stageName(one.stage) }), el("td", { class: state, text }),
    el("td", { class: "number", text: milliseconds(one.durationMs) }),
    el("td", {}, one.reason ? el("p", { class: "quiet", text: one.reason }) : null,
      one.failure ? [el("p", { class: "bad", text: one.failure.detail }), details("The failure as recorded", tree(one.failure))] : null,
      one.facts ? [el("p", { text: brief(one) }), details("All that it saw", tree(one.facts))] : null));
}

// Summarizes a stage in one line; the rest of its evidence is behind a fold.
function brief({ stage: name, facts: saw }) {
  const list = value => (value ?? []).filter(Boolean).join(", ");
  const parts = {
    configure: [saw.request, saw.proxy?.url ? `by proxy ${saw.proxy.url}` : "no proxy"],
    credential: [saw.source, saw.scheme],
    resolve: [saw.host, list(saw.addresses) || "no address"],
    connect: [saw.remote ?? list(saw.attempts?.map(one => one.endpoint)), saw.local ? `from ${saw.local}` : null],
    tunnel: [saw.proxy, saw.status ? `answered ${saw.status}` : null],
    secure: [saw.protocol, saw.subject, saw.issuer ? `issued by ${saw.issuer}` : null],
    send: [saw.bytes === undefined ? null : `${saw.bytes}\u00a0bytes`],
    "first-event": [saw.comments ? `${saw.comments} comments` : null, saw.end ? `ended by ${saw.end}` : null],
    answer: [saw.contentType, saw.stream ? `${saw.stream.events} events, ended by ${saw.stream.end}` : null, saw.bytes === undefined ? null : `${saw.bytes}\u00a0bytes`],
  }[name] ?? [];
  return parts.filter(Boolean).join(" · ");
}

const details = (title, ...content) => el("details", {}, el("summary", { text: title }), content);

function exceptions(chain) {
  if (!chain?.length) return null;
  return section("What the program saw", el("ol", { class: "list" }, chain.map(link => el("li", {}, el("b", { class: "mono", text: link.type }), link.code ? ` (${link.code})` : "", el("p", { text: link.message })))));
}

function response(answer) {
  if (!answer) return null;
  const { headers, ...rest } = answer;
  return section("What came back", tree(rest), Object.keys(headers ?? {}).length > 0 ? details(`${Object.keys(headers).length} headers`, facts(Object.entries(headers))) : null);
}

function changes(baseline) {
  if (!baseline) return null;
  const rows = list => el("table", { class: "rows fold" }, el("thead", {}, el("tr", {}, ["Fact", "Was", "Now"].map(text => el("th", { scope: "col", text })))),
    el("tbody", {}, list.map(one => el("tr", {}, el("th", { scope: "row", text: one.fact }), el("td", { text: one.was ?? "–" }), el("td", { text: one.now ?? "–" })))));
  return section("What changed", el("p", { class: "quiet" }, "Against ", el("a", { href: link(`/probes/${baseline.probeId}`), text: "an earlier probe that passed" }), `, ${stamp(baseline.at)}.`),
    baseline.notComparable?.length ? [el("p", { class: "warn", text: "≠ Not comparable: the route itself differs." }), rows(baseline.notComparable)]
      : baseline.changed?.length ? rows(baseline.changed) : el("p", { text: "Nothing that was compared." }));
}

/** Renders facts as names and values, nested ones indented. Names are the contract's, split into words. */
function tree(value) {
  if (Array.isArray(value)) return el("ul", { class: "plain" }, value.map(item => el("li", {}, tree(item))));
  if (value !== null && typeof value === "object") return facts(Object.entries(value).map(([name, item]) => [spelled(name), item === null || (Array.isArray(item) && item.length === 0) ? null : tree(item)]));
  return document.createTextNode(String(value));
}

// `durationMs` is "duration (ms)", `reachedApi` "reached api".
function spelled(name) {
  return name.replace(/Ms$/, " (ms)").replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
}
