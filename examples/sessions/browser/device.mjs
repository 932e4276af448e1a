// Users at the pages of the service, each in a browser of their own.

import { chromium } from "playwright-core";

export const PASSWORD = "correct horse";

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // Chromium has no sandbox for root.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
}

export const addressOf = (name) => `${name.toLowerCase()}@example.com`;

/** A device: a context of the browser, with cookies of its own, and one page. */
export class Device {
  static async open(browser, origin) {
    const context = await browser.newContext();
    context.setDefaultTimeout(15_000);
    return new Device(origin, context, await context.newPage());
  }

  constructor(origin, context, page) {
    Object.assign(this, { origin, context, page, responses: [], faults: [] });
    page.on("response", (response) => this.responses.push(response));
    page.on("pageerror", (error) => this.faults.push(error));
  }

  async register(name) {
    await this.page.goto(`${this.origin}/login`);
    const form = this.page.getByRole("form", { name: "Register" });
    await form.getByLabel("E-mail").fill(addressOf(name));
    await form.getByLabel("Name").fill(name);
    await form.getByLabel("Password").fill(PASSWORD);
    await form.getByRole("button").click();
    await this.greets(name);
  }

  async logIn(name, password = PASSWORD) {
    await this.page.goto(`${this.origin}/login`);
    const form = this.page.getByRole("form", { name: "Log in" });
    await form.getByLabel("E-mail").fill(addressOf(name));
    await form.getByLabel("Password").fill(password);
    await form.getByRole("button").click();
  }

  click(name) {
    return this.page.getByRole("button", { name, exact: true }).click();
  }

  /** Waits until the page greets the user. */
  greets(name) {
    return this.page.getByRole("heading", { name: `Hello, ${name} (` }).waitFor();
  }

  /** Waits until the page has the text, in an element with this role. */
  shows(role, text) {
    return this.page.getByRole(role).filter({ hasText: text }).waitFor();
  }

  /** Waits until the log-in page is open. */
  atLogin() {
    return this.page.waitForURL(`${this.origin}/login`);
  }

  /** Returns the status of each response to a request of the page to this path of the API. */
  statuses(path) {
    const url = `${this.origin}/api/v1${path}`;
    return this.responses.filter((it) => it.url() === url).map((it) => it.status());
  }

  /** Returns the names of the cookies that the browser keeps for the service. */
  async cookies() {
    return (await this.context.cookies(this.origin)).map(({ name }) => name).sort();
  }
}
