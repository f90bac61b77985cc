import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** What whoever trains or looks into a model knows of. */
const numerics = [
  "data",
  "graph",
  "model",
  "clamps",
  "experiment",
  "runtimes",
  "measures",
  "runs",
  "protocol",
];

/**
 * The rooms of the house and what each may import from (itself always included). Arrows point one way:
 * anything not listed here is an error.
 */
const rooms = {
  data: [],
  graph: [],
  model: ["graph", "data"],
  clamps: ["data", "graph", "model"],
  toy: ["data"],
  experiment: ["data", "model", "clamps", "toy"],
  runtimes: ["graph", "data"],
  measures: ["graph", "data", "model"],
  runs: ["experiment", "measures", "clamps", "model"],
  protocol: ["experiment", "measures", "runs"],
  training: [...numerics, "toy"],
  analysis: [...numerics, "training"],
  figures: ["runs"],
  execution: ["clamps", "experiment", "measures", "model", "runs", "protocol"],
  paper: ["clamps", "experiment", "measures", "model", "runs", "protocol", "execution", "figures"],
  views: ["clamps", "experiment", "measures", "model", "runs", "protocol", "execution", "figures", "paper"],
  cli: [...numerics, "training", "analysis", "execution", "figures", "paper"],
  build: ["experiment"],
};

/** The only rooms that touch the editor. */
const mayImportVscode = ["views"];

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
          ...(mayImportVscode.includes(room)
            ? []
            : [{ regex: "^vscode$", message: "Only views/, app.ts and extension.ts may import vscode." }]),
        ],
      },
    ],
  },
}));

const fromSource = {
  regex: "/src/(?!protocol/|runs/comparison/|figures/)",
  message: "webview/ may import from: src/protocol, src/runs/comparison, src/figures.",
  allowTypeImports: true,
};
const outsideBrowser = { regex: "^node:|^vscode$", message: "Panels run in a browser." };
const charts = {
  regex: "^chart",
  message: "Only webview/shared/chart.ts may import chart.js and its plugins.",
};
const toolkit = { regex: "^@vscode/", message: "Only webview/shared/ui.ts may import the toolkit." };
const fromPanels = {
  regex: "^\\.\\./(?!\\.\\./)",
  message: "webview/shared is what panels have in common: it imports from none of them.",
};
const otherPanels = {
  regex: "^\\.\\./(?!\\.\\./|shared/)",
  message: "A panel may import from itself and webview/shared: what two of them need belongs there.",
};

const restricted = (files, ...patterns) => ({
  files: [files],
  rules: { "no-restricted-imports": ["error", { patterns: [fromSource, outsideBrowser, ...patterns] }] },
});

/**
 * Panels run in a browser: they know messages, pure helpers and what panels share, not each other, and each library
 * through one file. Of several that fit a file, the last counts.
 */
const panelLayering = [
  restricted("webview/*.ts", charts, toolkit),
  restricted("webview/*/**/*.ts", charts, toolkit, otherPanels),
  restricted("webview/shared/**/*.ts", charts, toolkit, fromPanels),
  restricted("webview/shared/chart.ts", toolkit, fromPanels),
  restricted("webview/shared/ui.ts", charts, fromPanels),
];

/** A rule of its own: one of the same name would take the place of the layers'. */
const statistics = {
  files: ["src/**/*.ts", "webview/**/*.ts"],
  ignores: ["src/runs/comparison/studentT.ts"],
  rules: {
    "@typescript-eslint/no-restricted-imports": [
      "error",
      { patterns: [{ regex: "^jstat", message: "Only src/runs/comparison/studentT.ts may import jstat." }] },
    ],
  },
};

export default defineConfig(
  globalIgnores(["dist", ".vscode-test", "src/runtimes/wasm/kernels", "**/*.generated.ts"]),
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
  { files: ["vitest*.config.ts"], rules: { "no-restricted-exports": "off" } },
  ...layering,
  ...panelLayering,
  statistics,
);
