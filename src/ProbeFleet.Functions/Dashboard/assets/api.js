// All calls to the server. The browser sends the session's cookie by itself; no script has a key.

const root = document.documentElement.dataset.root;

/** A link to one of the dashboard's pages. */
export function link(path, query = {}) {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${root}${path}${parts.length === 0 ? "" : `?${parts.join("&")}`}`;
}

/** The last part of this page's path: its incident, route, vantage or probe. */
export function subject() {
  return decodeURIComponent(location.pathname.split("/").pop());
}

export class Refusal extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? `The server answered ${status}.`);
    this.status = status;
    this.title = problem?.title ?? (status === 401 ? "The session has ended: open the dashboard again." : "The call failed.");
    this.errors = problem?.errors ?? [];
  }
}

async function call(path, { method = "GET", body, accept = "application/json", alsoTakes = null } = {}) {
  const headers = { Accept: accept, "X-ProbeFleet-Dashboard": "1" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(`${root}${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store" })
    .catch(error => { throw new Refusal(0, { title: "The server does not answer.", detail: error.message }); });
  if (!response.ok && response.status !== alsoTakes) throw new Refusal(response.status, await response.json().catch(() => null));
  return response;
}

export const get = async (path, options) => (await call(path, options)).json();

/** Gets JSON; null when the server answers 404. */
export const getOrNull = path => get(path).catch(refusal => {
  if (refusal.status === 404) return null;
  throw refusal;
});

export const getText = async (path, accept) => (await call(path, { accept })).text();

export const post = async (path, body) => (await call(path, { method: "POST", body })).json();
