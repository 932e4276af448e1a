// Tests the page in headless Chromium, with the built service. `npm test` runs it.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, suite, test } from "node:test";

import { chromium } from "playwright-core";

import { startService } from "./service.mjs";

const GOOGLE = "https://accounts.google.com/o/oauth2/v2/auth";
const ME = "/api/v1/me";
const LOGIN = "/api/v1/google_login";

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // Chromium has no sandbox for root.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
});
after(() => browser?.close());

/** A page in a new browser context, and every request that it made. */
let page;
let requests;
beforeEach(async () => {
  const context = await browser.newContext();
  page = await context.newPage();
  requests = [];
  page.on("request", (request) => requests.push(request));
});
afterEach(() => page.context().close());

const button = (name) => page.getByRole("button", { name });
const storedToken = () => page.evaluate(() => localStorage.getItem("accessToken"));
const sentTo = (path) => requests.filter((request) => new URL(request.url()).pathname === path);
const shows = (role, text) => page.getByRole(role).filter({ hasText: text }).waitFor();

/** Runs `act`, which makes the page call the path, and returns the response. */
async function responseOf(path, act) {
  const waiting = page.waitForResponse((response) => new URL(response.url()).pathname === path);
  await act();
  return waiting;
}

suite("with the fake Google", () => {
  let service;
  before(async () => (service = await startService(["--fake-google"])));
  after(() => service?.stop());

  /** Opens the page without a user signed in, and waits for the button. */
  async function open(query = "") {
    await page.goto(`${service.origin}/app/${query}`);
    await button("Sign in with Google").waitFor();
  }

  /** Clicks the sign-in button, and consents at Google with this account. */
  async function signIn(email) {
    await button("Sign in with Google").click();
    await page.getByLabel("E-mail").fill(email);
    await button("Continue").click();
  }

  test("a signed-in user is greeted by name until logging out", async () => {
    await open();
    await signIn("ada@gmail.com");
    await shows("status", "Hello, Ada");

    const token = await storedToken();
    assert.ok(token);
    assert.equal(page.url(), `${service.origin}/app/`);
    const [login] = sentTo(LOGIN);
    assert.equal(login.method(), "POST");
    assert.equal(login.headers()["content-type"], "application/json");
    assert.deepEqual(Object.keys(login.postDataJSON()), ["code", "scope"]);
    const [me] = sentTo(ME);
    assert.equal(me.headers()["x-auth-token"], `Bearer ${token}`);
    assert.equal(me.headers()["x-auth-resource"], "users");

    await page.reload();
    await shows("status", "Hello, Ada");

    await button("Log out").click();
    await button("Sign in with Google").waitFor();
    assert.equal(await storedToken(), null);
    const refusal = await responseOf(ME, () => button("Ask the service").click());
    assert.equal(refusal.status(), 401);
    assert.equal(refusal.request().headers()["x-auth-token"], "Bearer null");
    await shows("alert", "You are not signed in.");
  });

  test("after logging out, another user can sign in", async () => {
    await open();
    await signIn("ada@gmail.com");
    await button("Log out").click();
    await signIn("grace@example.com");
    await shows("status", "Hello, Grace");
  });

  test("a sign-in that is cancelled at Google stores no token", async () => {
    await open();
    await button("Sign in with Google").click();
    await button("Cancel").click();
    await shows("alert", "Google was not allowed to tell us who you are");
    assert.equal(await storedToken(), null);
    assert.equal(page.url(), `${service.origin}/app/`);
    assert.deepEqual(sentTo(LOGIN), []);
  });

  test("an account that the service does not know gets no token", async () => {
    await open();
    const refusal = await responseOf(LOGIN, () => signIn("mallory@gmail.com"));
    assert.equal(refusal.status(), 403);
    await shows("alert", "this account is not known here");
    await button("Sign in with Google").waitFor();
    assert.equal(await storedToken(), null);
  });

  test("a code that is not of Google gets no token", async () => {
    await open();
    const state = await page.evaluate(() => sessionStorage.getItem("googleSignInState"));
    const refusal = await responseOf(LOGIN, () => open(`?state=${state}&code=guessed&scope=email`));
    assert.equal(refusal.status(), 400);
    await shows("alert", "You were not signed in");
    assert.equal(await storedToken(), null);
  });

  test("a sign-in that this page did not start is refused", async () => {
    await open();
    await open("?state=forged&code=of-an-attacker&scope=email");
    await shows("alert", "This sign-in was not started here");
    assert.equal(page.url(), `${service.origin}/app/`);
    assert.deepEqual(sentTo(LOGIN), []);
  });

  test("a stored token that is not valid is refused and deleted", async () => {
    await open();
    await page.evaluate(() => localStorage.setItem("accessToken", "not.a.token"));
    const refusal = await responseOf(ME, () => page.reload());
    assert.equal(refusal.status(), 401);
    await shows("alert", "You were signed out");
    assert.equal(await storedToken(), null);
  });
});

suite("with the real Google", () => {
  const redirectUri = "https://app.example.com/app/";
  let service;
  before(async () => {
    service = await startService([], {
      GOOGLE_CLIENT_ID: "id.apps.googleusercontent.com",
      GOOGLE_CLIENT_SECRET: "not-a-secret",
      GOOGLE_REDIRECT_URI: redirectUri,
    });
  });
  after(() => service?.stop());

  test("the button opens Google's consent page", async () => {
    await page.route(`${GOOGLE}?**`, (route) => route.fulfill({ body: "here is Google" }));
    await page.goto(`${service.origin}/app/`);
    await button("Sign in with Google").click();
    await page.getByText("here is Google").waitFor();

    const { state, ...query } = Object.fromEntries(new URL(page.url()).searchParams);
    assert.ok(state);
    assert.deepEqual(query, {
      access_type: "online",
      client_id: "id.apps.googleusercontent.com",
      include_granted_scopes: "true",
      redirect_uri: redirectUri,
      response_type: "code",
      scope: "openid email",
    });
  });
});
