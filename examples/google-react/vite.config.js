import { defineConfig } from "vite";

export default defineConfig({
  root: "web",
  // Where the service has the page: see `PAGE` in src/lib.rs.
  base: "/app/",
});
