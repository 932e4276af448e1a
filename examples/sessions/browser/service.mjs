// Starts the built service.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { eventually } from "./eventually.mjs";

const built = new URL("../../../target/debug/sessions", import.meta.url);
const program = process.env.SESSIONS ?? fileURLToPath(built);

/** Starts the service on a free port. `stop`, or the end of this process, stops it. */
export async function startService(env = {}) {
  const service = spawn(program, [], {
    // A request without a token is logged with `debug` only.
    env: { ...process.env, RUST_LOG: "info,jwt_router=debug", ...env, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  process.once("exit", () => service.kill());
  let ended = false;
  service.once("exit", () => (ended = true));
  service.once("error", () => (ended = true));
  const printed = linesOf(service.stdout);
  const log = linesOf(service.stderr);
  const last = (pattern) => printed.map((line) => pattern.exec(line)?.[0]).findLast(Boolean);

  const origin = await eventually(() => last(/http:\/\/localhost:\d+$/) ?? (ended && "none"));
  assert.ok(!ended, `${program} does not start:\n${log.join("\n")}`);
  return {
    origin,
    /** Returns the link of the last letter. */
    link: () => last(/^http:.*\/password#.+/),
    /** Returns the codes of the refusals that the log has, from this line on. */
    refusals: (from) => log.slice(from).flatMap((line) => / code="(\w+)"/.exec(line)?.[1] ?? []),
    /** Returns the number of lines that the log has. */
    logged: () => log.length,
    stop: () => service.kill(),
  };
}

/** Returns an array that gets each line of a stream. */
function linesOf(stream) {
  const lines = [];
  createInterface({ input: stream }).on("line", (line) => lines.push(line));
  return lines;
}
