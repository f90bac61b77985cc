import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // They need the packaged extension and a real VS Code: see vitest.editor.config.ts.
    exclude: [...configDefaults.exclude, "test/editor/**", "test/e2e/**", "test/host/**"],
    globalSetup: "test/buildCommandLine.ts",
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
  },
});
