import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { testFolder } from "./testHost.ts";

/** Builds the extension that runs test/host, and returns the path of its VSIX file. */
export async function packageHostTests(): Promise<string> {
  const folder = join(testFolder, "host-tests");
  const packagePath = join(testFolder, "host-tests.vsix");
  mkdirSync(folder, { recursive: true });
  const mocha = pathToFileURL(createRequire(import.meta.url).resolve("mocha")).href;
  await build({
    entryPoints: [join(import.meta.dirname, "../host/index.ts")],
    outfile: join(folder, "index.js"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    sourcemap: "inline",
    external: ["vscode"],
    logLevel: "warning",
    plugins: [
      {
        // Mocha loads its parts by name and cannot be bundled: it stays where it is installed.
        name: "mocha-in-place",
        setup: (build) => {
          build.onResolve({ filter: /^mocha$/ }, () => ({ path: mocha, external: true }));
        },
      },
    ],
  });
  const manifest = {
    name: "optoscope-host-tests",
    publisher: "optoscope",
    version: "0.0.1",
    license: "MIT",
    type: "module",
    main: "./index.js",
    files: ["index.js"],
    engines: { vscode: "^1.100.0" },
    activationEvents: ["onStartupFinished"],
    capabilities: { untrustedWorkspaces: { supported: true } },
    extensionKind: ["workspace"],
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  writeFileSync(join(folder, "README.md"), "Runs tests inside of the extension host.\n");
  const vsce = createRequire(import.meta.url).resolve("@vscode/vsce/vsce");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      vsce,
      "package",
      "--no-dependencies",
      "--allow-missing-repository",
      "--skip-license",
      "--out",
      packagePath,
    ],
    { cwd: folder, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`the tests could not be packaged:\n${stdout}\n${stderr}`);
  return packagePath;
}
