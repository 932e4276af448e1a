import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const built = new URL("../../../target/debug/google-react", import.meta.url);
const program = process.env.GOOGLE_REACT ?? fileURLToPath(built);

/** Starts the built service on a free port. `stop`, or the end of this process, stops it. */
export async function startService(args, env = {}) {
  const service = spawn(program, args, {
    env: { ...process.env, ...env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.once("exit", () => service.kill());
  const started = new Promise((_, reject) => service.once("error", reject));
  const origin = await Promise.race([originIn(service.stdout), started]);
  assert.ok(origin, `${program} ended before it was ready`);
  return {
    origin,
    stop: () => service.kill(),
  };
}

/** Returns the address that the service prints when it is ready. */
async function originIn(output) {
  for await (const line of createInterface({ input: output })) {
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (line.startsWith("Listening") && origin) {
      return origin;
    }
  }
}
