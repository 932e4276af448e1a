// Tests the pages in headless Chromium, with the built service. `npm test` runs it.

import assert from "node:assert/strict";
import { after, afterEach, before, suite, test } from "node:test";

import { addressOf, Device, launch, PASSWORD } from "./device.mjs";
import { eventually } from "./eventually.mjs";
import { startService } from "./service.mjs";

const COOKIES = ["__Host-session", "__Host-session-refresh"];

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

let devices = [];
afterEach(async () => {
  const faults = devices.flatMap((device) => device.faults);
  await Promise.all(devices.map((device) => device.context.close()));
  devices = [];
  assert.deepEqual(faults, []);
});

async function open(service) {
  const device = await Device.open(browser, service.origin);
  devices.push(device);
  return device;
}

/** Returns a promise of the next WebSocket of the page. */
const nextSocket = (device) => device.page.waitForEvent("websocket");

suite("a user", () => {
  let service;
  before(async () => (service = await startService()));
  after(() => service?.stop());

  test("registers, and sees the device", async () => {
    const ada = await open(service);
    await ada.register("Ada");
    await ada.shows("status", "Logged in on 1 device");
    await ada.shows("listitem", "Chrome on Linux, this device");
    assert.deepEqual(await ada.cookies(), COOKIES);
  });

  test("has cookies that no script reads, and no other tokens", async () => {
    const bea = await open(service);
    await bea.register("Bea");
    assert.equal(await bea.page.evaluate(() => document.cookie), "");
    const stored = await bea.page.evaluate(() => localStorage.length + sessionStorage.length);
    assert.equal(stored, 0);
  });

  test("stays logged in when the page is loaded again", async () => {
    const cleo = await open(service);
    await cleo.register("Cleo");
    await cleo.page.reload();
    await cleo.greets("Cleo");
  });

  test("without a session gets the log-in page", async () => {
    const stranger = await open(service);
    await stranger.page.goto(service.origin);
    await stranger.atLogin();
  });

  test("with a wrong password is told so", async () => {
    const stranger = await open(service);
    await stranger.logIn("Ada", "wrong horse");
    await stranger.shows("alert", "no account has this address and password");
    assert.deepEqual(await stranger.cookies(), []);
  });

  test("logs out here, and stays logged in elsewhere", async () => {
    const [here, there] = [await open(service), await open(service)];
    await here.register("Dora");
    await there.logIn("Dora");
    await there.shows("status", "Logged in on 2 devices");
    await here.click("Log out here");
    await here.atLogin();
    assert.deepEqual(await here.cookies(), []);
    await there.shows("status", "Logged in on 1 device");
    await there.page.reload();
    await there.greets("Dora");
  });

  test("logs out everywhere", async () => {
    const [here, there] = [await open(service), await open(service)];
    await here.register("Emma");
    await there.logIn("Emma");
    await there.shows("status", "Logged in on 2 devices");
    await here.click("Log out everywhere");
    await here.atLogin();
    await there.atLogin();
    assert.equal(there.statuses("/refresh").at(-1), 401);
  });

  test("who logs out everywhere closes the WebSockets of all devices", async () => {
    const [here, there] = [await open(service), await open(service)];
    await here.register("Ina");
    await there.logIn("Ina");
    await there.greets("Ina");
    // Without a script, which would send requests when the session has ended.
    await there.page.goto(`${service.origin}/assets/style.css`);
    await there.page.evaluate(async () => {
      const socket = new WebSocket(`ws://${location.host}/api/v1/live`);
      window.ending = new Promise((resolve) => {
        socket.onclose = ({ code, reason }) => resolve([code, reason]);
      });
      await new Promise((resolve) => (socket.onopen = resolve));
    });
    await here.click("Log out everywhere");
    const closed = await there.page.evaluate(() => window.ending);
    assert.deepEqual(closed, [1008, "the session has ended"]);
  });

  test("logs another device out", async () => {
    const [here, there] = [await open(service), await open(service)];
    await here.register("Flora");
    await there.logIn("Flora");
    await here.shows("status", "Logged in on 2 devices");
    await here.click("Log out");
    await there.atLogin();
    await here.shows("status", "Logged in on 1 device");
  });

  test("sets a new password by the printed link, which ends the old sessions", async () => {
    const [here, there] = [await open(service), await open(service)];
    await there.register("Grete");
    await here.page.goto(`${service.origin}/password`);
    await here.page.getByLabel("E-mail").fill(addressOf("Grete"));
    await here.click("Send a link");
    await here.shows("status", "a link was sent");

    await here.page.goto(await eventually(() => service.link()));
    await here.page.getByLabel("New password").fill("battery staple");
    assert.equal(here.page.url(), `${service.origin}/password`);
    await here.click("Set the password");
    await here.atLogin();
    await there.atLogin();
    await here.logIn("Grete", PASSWORD);
    await here.shows("alert", "no account has this address and password");
    await here.logIn("Grete", "battery staple");
    await here.greets("Grete");
  });

  test("may be a program, whose WebSocket has a token in place of a cookie", async () => {
    await (await open(service)).register("Hedy");
    const program = await open(service);
    await program.page.goto(`${service.origin}/login`);
    const form = { email: addressOf("Hedy"), password: PASSWORD };
    const [protocol, message] = await program.page.evaluate(async (form) => {
      const body = new URLSearchParams(form);
      const response = await fetch("/api/v1/token", { method: "POST", body });
      const { access_token } = await response.json();
      const url = `ws://${location.host}/api/v1/live`;
      const socket = new WebSocket(url, ["bearer", access_token]);
      const { data } = await new Promise((resolve, reject) => {
        socket.onmessage = resolve;
        socket.onerror = reject;
      });
      return [socket.protocol, data];
    }, form);
    assert.deepEqual([protocol, message], ["bearer", "2"]);
    assert.deepEqual(await program.cookies(), []);
  });
});

suite("an access token of two seconds", () => {
  let service;
  before(async () => {
    service = await startService({ ACCESS_SECONDS: "2", JWT_ROUTER_LEEWAY: "1s" });
  });
  after(() => service?.stop());

  test("is refreshed by the page when it has expired", async () => {
    const ada = await open(service);
    // Without the WebSocket, whose end would refresh it first.
    await ada.page.routeWebSocket(/./, () => {});
    await ada.register("Ada");
    await eventually(async () => !(await ada.cookies()).includes("__Host-session"));
    await ada.page.getByLabel("Name").fill("Countess");
    await ada.click("Change the name");
    await ada.greets("Countess");
    assert.deepEqual(ada.statuses("/name"), [401, 204]);
    assert.equal(ada.statuses("/refresh").at(-1), 204);
  });

  test("ends its WebSocket, which the page opens again", async () => {
    const bea = await open(service);
    const opened = nextSocket(bea);
    await bea.register("Bea");
    const socket = await opened;
    await nextSocket(bea);
    assert.equal(socket.isClosed(), true);
    assert.equal(bea.statuses("/refresh").at(-1), 204);
    await bea.shows("status", "Logged in on 1 device");
  });
});
