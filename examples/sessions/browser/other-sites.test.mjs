// Pages of other origins try to act for a user who is logged in. The service refuses them.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, afterEach, before, suite, test } from "node:test";

import { addressOf, Device, launch, PASSWORD } from "./device.mjs";
import { eventually } from "./eventually.mjs";
import { startService } from "./service.mjs";

/** What the pages try, each with the form that the service takes. */
const ACTIONS = [
  ["/name", { name: "Mallory" }],
  ["/logout", {}],
  ["/logout/everywhere", {}],
  ["/refresh", {}],
];

let browser;
let service;
let others;
before(async () => {
  browser = await launch();
  service = await startService();
  others = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end("<!doctype html><title>Another origin</title>");
  });
  await new Promise((resolve) => others.listen(0, "127.0.0.1", resolve));
});
after(async () => {
  await browser?.close();
  service?.stop();
  others?.close();
});

/** A user who is logged in, and a page in another tab of the same browser. */
let victim;
let tab;
afterEach(() => victim?.context.close());

let users = 0;

/** Logs a new user in, and opens a page in another tab. */
async function visit(url) {
  victim = await Device.open(browser, service.origin);
  victim.user = `Ada${(users += 1)}`;
  await victim.register(victim.user);
  tab = await victim.context.newPage();
  await tab.goto(url);
}

/** Submits a form in the tab, and returns the response. */
async function submit(path, fields) {
  const response = tab.waitForResponse(service.origin + path);
  await tab.evaluate(
    ([action, fields]) => {
      const form = Object.assign(document.createElement("form"), { action, method: "POST" });
      for (const [name, value] of Object.entries(fields)) {
        form.append(Object.assign(document.createElement("input"), { name, value }));
      }
      document.body.append(form);
      form.submit();
    },
    [service.origin + path, fields],
  );
  return response;
}

/** Sends what a page may send to any origin if it does not read the response, and returns the response. */
async function fetchOpaque(path, fields) {
  const response = tab.waitForResponse(service.origin + path);
  await tab.evaluate(
    ([url, fields]) =>
      fetch(url, {
        method: "POST",
        mode: "no-cors",
        credentials: "include",
        body: new URLSearchParams(fields),
      }),
    [service.origin + path, fields],
  );
  return response;
}

/** Opens the WebSocket in the tab, and returns what the page notices of it. */
function openSocket() {
  const url = `${service.origin.replace("http", "ws")}/api/v1/live`;
  return tab.evaluate(
    (url) =>
      new Promise((resolve) => {
        const socket = new WebSocket(url);
        socket.onopen = () => resolve("open");
        socket.onerror = () => resolve("error");
      }),
    url,
  );
}

/** Checks that the user is still logged in, with the same name. */
async function isUnharmed() {
  await victim.page.reload();
  await victim.greets(victim.user);
  assert.deepEqual(victim.statuses("/refresh"), []);
}

// The browser sends no cookies with a request of another site (`SameSite=Lax`). Another port is of the same site: the
// browser sends them, and the guard refuses the request.
for (const [what, host, status, code] of [
  ["another site", "127.0.0.1", 401, "missing_token"],
  ["another port of the same host", "localhost", 403, "cross_origin"],
]) {
  suite(what, () => {
    const other = () => `http://${host}:${others.address().port}/`;

    for (const [path, fields] of ACTIONS) {
      for (const [how, send] of [["a form", submit], ["fetch", fetchOpaque]]) {
        test(`does not ${path} by ${how}`, async () => {
          await visit(other());
          const logged = service.logged();
          const response = await send(`/api/v1${path}`, fields);
          assert.equal(response.status(), status);
          await eventually(() => service.refusals(logged).includes(code));
          await isUnharmed();
        });
      }
    }

    test("opens no WebSocket", async () => {
      await visit(other());
      const logged = service.logged();
      assert.equal(await openSocket(), "error");
      await eventually(() => service.refusals(logged).includes(code));
    });

    test("logs nobody in", async () => {
      await visit(other());
      await victim.context.clearCookies();
      const logged = service.logged();
      const account = { email: addressOf(victim.user), password: PASSWORD };
      const response = await submit("/api/v1/login", account);
      assert.equal(response.status(), 403);
      assert.equal((await response.allHeaders())["set-cookie"], undefined);
      assert.deepEqual(await victim.cookies(), []);
      await eventually(() => service.refusals(logged).includes("cross_origin_login"));
    });

    test("shows no page of the service in a frame", async () => {
      await visit(other());
      const refused = tab.waitForEvent("console", (it) => it.text().includes("frame-ancestors"));
      await tab.evaluate((src) => {
        document.body.append(Object.assign(document.createElement("iframe"), { src }));
      }, `${service.origin}/`);
      await refused;
    });
  });
}

// Otherwise, the requests above might be refused for something else.
suite("a page of the service", () => {
  const own = () => `${service.origin}/assets/style.css`;

  for (const [path, fields] of ACTIONS) {
    test(`may ${path}`, async () => {
      await visit(own());
      const response = await fetchOpaque(`/api/v1${path}`, fields);
      assert.equal(response.status(), 204);
    });
  }

  test("opens the WebSocket", async () => {
    await visit(own());
    assert.equal(await openSocket(), "open");
  });
});
