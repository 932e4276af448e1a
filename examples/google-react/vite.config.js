import { defineConfig } from "vite";

export default defineConfig({
  root: "web",
  // The path under which the service serves the page: `PAGE` in src/lib.rs.
  base: "/app/",
});
