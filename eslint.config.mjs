import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/**
 * The rooms of the house and what each may import from (itself always included). Arrows point one way:
 * anything not listed here is an error. `webview/` and `views/` join when they exist.
 */
const rooms = {
  data: [],
  graph: [],
  model: ["graph", "data"],
  clamps: ["graph", "model"],
  experiment: ["data", "model", "clamps"],
  runtimes: ["graph", "data"],
  measures: ["graph", "data", "model"],
  runs: ["experiment", "measures"],
  training: ["data", "graph", "model", "clamps", "experiment", "runtimes", "measures", "runs"],
  cli: ["data", "graph", "model", "clamps", "experiment", "runtimes", "measures", "runs", "training"],
  build: ["experiment"],
};

const layering = Object.entries(rooms).map(([room, allowed]) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${Object.keys(rooms)
              .filter((other) => other !== room && !allowed.includes(other))
              .join("|")})/`,
            message: `src/${room} may import from: ${[room, ...allowed].join(", ")} (see CONTRIBUTING.md, "Source folders").`,
          },
          { regex: "^vscode$", message: "Only views/, app.ts and extension.ts may import vscode." },
        ],
      },
    ],
  },
}));

export default defineConfig(
  globalIgnores(["dist", "src/runtimes/wasm/kernels", "**/*.generated.ts"]),
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Indexing a typed array inside its bounds is what numeric loops do all day.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/prefer-for-of": "off",
      "no-warning-comments": "error",
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      "max-lines": ["error", { max: 500 }],
    },
  },
  { files: ["vitest.config.ts"], rules: { "no-restricted-exports": "off" } },
  ...layering,
);
