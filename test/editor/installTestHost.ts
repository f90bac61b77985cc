import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodePackage, pinned, testFolder } from "./testHost.ts";
import type { TestHost } from "./testHost.ts";

/**
 * Returns the test host, and installs it where it is missing (some 700 MB below `.vscode-test`). It is put in place by
 * a rename when it is whole, so that an installation that was broken off counts for nothing.
 * @throws when this platform has none, or npm fails
 */
export function installTestHost(): TestHost {
  const runtime = nodePackage();
  if (runtime === null) {
    throw new Error(`there is no test host for ${process.platform} on ${process.arch}, only for Linux`);
  }
  const folder = join(testFolder, `code-server-${pinned.codeServer}-node-${pinned.node}`);
  if (!existsSync(folder)) install(folder, runtime);
  return {
    node: join(folder, "node_modules", runtime, "bin/node"),
    entry: join(folder, "node_modules/code-server/out/node/entry.js"),
  };
}

function install(folder: string, runtime: string): void {
  process.stderr.write(
    `Installing VS Code for tests (code-server ${pinned.codeServer}, ${runtime} ${pinned.node}) into ${folder}. ` +
      "This happens once and takes some minutes.\n",
  );
  const unfinished = join(testFolder, "installing");
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const manifest = {
    private: true,
    dependencies: { "code-server": pinned.codeServer, [runtime]: pinned.node },
  };
  writeFileSync(join(unfinished, "package.json"), JSON.stringify(manifest, null, 2));
  npm(unfinished, ["install"]);
  // Done by a script of the package otherwise, which would also compile native modules that nothing here needs.
  const application = join(unfinished, "node_modules/code-server/lib/vscode");
  for (const part of [application, join(application, "extensions")]) {
    npm(part, ["ci", "--omit=dev", "--legacy-peer-deps"]);
  }
  renameSync(unfinished, folder);
}

function npm(folder: string, args: readonly string[]): void {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, error } = spawnSync("npm", [...args, ...quiet], {
    cwd: folder,
    stdio: ["ignore", 2, 2],
    env: withoutNpmVariables(),
  });
  if (status !== 0) {
    throw new Error(
      `npm ${args.join(" ")} failed in ${folder}: ${error?.message ?? `exit code ${status ?? "none"}`}`,
    );
  }
}

/** What an npm around us has set for its own folder; the user's configuration, as registry and proxy, stays in files. */
function withoutNpmVariables(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) => !/^npm_(package|lifecycle|command|execpath|config_local)/.test(key),
    ),
  );
}
