import Mocha from "mocha";
import { hostVariables } from "./hostReport.ts";
import { report } from "./report.ts";

/** The entry of an extension that only tests: it is installed beside Optoscope and runs when the window has started. */
export function activate(): void {
  if (process.env[hostVariables.report] === undefined) return;
  runTests().then(
    () => {
      report({ kind: "end", error: null });
    },
    (error: unknown) => {
      report({ kind: "end", error: describeError(error) });
    },
  );
}

async function runTests(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 60_000, reporter: ReportLines });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await import("./activation.test.ts");
  await import("./commands.test.ts");
  await import("./brokenFiles.test.ts");
  await import("./untrusted.test.ts");
  await new Promise<void>((resolve) => {
    mocha.run(() => {
      resolve();
    });
  });
}

class ReportLines extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.on("pass", (test) => {
      report({ kind: "test", title: test.fullTitle(), error: null });
    });
    // Also called for hooks, under their own title.
    runner.on("fail", (test, error: unknown) => {
      report({ kind: "test", title: test.fullTitle(), error: describeError(error) });
    });
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
