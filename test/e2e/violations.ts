import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axeCore from "axe-core";
import type { Frame } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds in a panel that keeps people from using it: rule, element and why. */
export async function violations(panel: Frame): Promise<string[]> {
  if (!(await panel.evaluate(() => "axe" in window))) await panel.evaluate(axeSource);
  return panel.evaluate(async () => {
    const axe = Reflect.get(window, "axe") as typeof axeCore;
    const { violations: found, passes } = await axe.run(document);
    if (passes.length === 0) throw new Error("axe has looked at nothing");
    return found
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")} ${failureSummary ?? ""}`),
      );
  });
}
