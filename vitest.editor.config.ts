import { defineConfig } from "vitest/config";

/**
 * Tests of the packaged extension in a real VS Code: one at a time, because each starts a server and a browser. Where nobody
 * is there to look at a failure, a test has a second try, which the report counts: a window can be late for a key.
 */
export default defineConfig({
  test: {
    include: ["test/editor/**/*.test.ts", "test/e2e/**/*.test.ts"],
    globalSetup: "test/editor/prepare.ts",
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "forks",
    fileParallelism: false,
    retry: process.env["CI"] === "true" ? 1 : 0,
  },
});
