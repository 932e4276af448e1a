import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";

const LIMIT = 15_000;

/** Calls `look` until it returns something, and returns that. Fails after 15 seconds. */
export async function eventually(look) {
  const end = Date.now() + LIMIT;
  while (Date.now() < end) {
    const found = await look();
    if (found) {
      return found;
    }
    await wait(50);
  }
  assert.fail(`still nothing after ${LIMIT} ms: ${look}`);
}
