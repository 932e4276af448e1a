// Requests of the pages to the API.
//
// The tokens are in cookies that no script can read. The browser sends them to this origin by itself.

const API = "/api/v1";

/** Sends a form, or nothing, and returns the response. */
export function send(method, path, form, headers = {}) {
  const body = form && new URLSearchParams(new FormData(form));
  return fetch(API + path, { method, body, headers });
}

/**
 * Sends a request of a user who is logged in, and returns the response. If the access token has expired, it refreshes
 * the session and sends the request again. If the session has ended, it opens the log-in page and does not return.
 */
export async function call(method, path, form) {
  let response = await send(method, path, form);
  if (response.status === 401) {
    const refreshed = await refresh();
    response = refreshed.ok ? await send(method, path, form) : refreshed;
  }
  return response.status === 401 ? goTo("/login") : response;
}

let refreshing;

/** Gets the next tokens, once for all requests that wait for them. */
function refresh() {
  refreshing ??= send("POST", "/refresh").finally(() => (refreshing = undefined));
  return refreshing;
}

/** Opens another page. The script of this page waits until it is gone. */
export function goTo(path) {
  location.assign(path);
  return new Promise(() => {});
}

/** Opens the WebSocket, for which the browser sends the cookie too. */
export function openLive() {
  return new WebSocket(location.origin.replace("http", "ws") + API + "/live");
}

/** Calls `act` when the user submits the form, instead of leaving the page. */
export function onSubmit(form, act) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(form);
  });
}

/** Shows why a request failed, or nothing if it did not. */
export async function showFailure(response) {
  const isProblem = response.headers.get("Content-Type") === "application/problem+json";
  const why = isProblem ? (await response.json()).detail : await response.text();
  document.querySelector("[role=alert]").textContent = response.ok ? "" : why;
}
