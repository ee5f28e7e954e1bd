// Calls of the API. The token comes in the fragment of the address, which no server sees.

export class Refused extends Error {
  constructor(status, body) {
    super(body.message || `HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

async function answerOf(response) {
  const kind = response.headers.get("content-type") || "";
  const body = kind.includes("json") ? await response.json() : { message: await response.text() };
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

export async function get(path, query = {}) {
  const words = new URLSearchParams(query).toString();
  return answerOf(await fetch(words ? `${path}?${words}` : path));
}

export async function post(path, value) {
  const headers = { "content-type": "application/json", "x-pia": "1" };
  return answerOf(await fetch(path, { method: "POST", headers, body: JSON.stringify(value) }));
}

export async function upload(path, query, file) {
  const words = new URLSearchParams(query).toString();
  const headers = { "content-type": "application/octet-stream", "x-pia": "1" };
  return answerOf(await fetch(`${path}?${words}`, { method: "POST", headers, body: file }));
}

export async function openSession() {
  const token = location.hash.match(/^#token=([\w-]+)$/)?.[1];
  if (!token) return;
  history.replaceState(null, "", location.pathname);
  const { only } = await post("/session", { token });
  if (only) history.replaceState(null, "", `#${encodeURIComponent("編集")}/${encodeURIComponent(only)}`);
}
