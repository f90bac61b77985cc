import { defineConfig } from "vitest/config";

/** Tests of the packaged extension in a real VS Code: one at a time, because each starts a server and a browser. */
export default defineConfig({
  test: {
    include: ["test/editor/**/*.test.ts", "test/e2e/**/*.test.ts"],
    globalSetup: "test/editor/prepare.ts",
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "forks",
    fileParallelism: false,
  },
});
