import { expect, it, onTestFinished } from "vitest";
import { Measurers } from "../../../src/execution/measurers.ts";
import { fakeJob, fakeMeasurer } from "./fakeMeasurer.ts";

const { signal } = new AbortController();

function start() {
  const measurers = new Measurers({ entry: fakeMeasurer() });
  onTestFinished(() => {
    measurers.dispose();
  });
  const take = async (name: string, run: string, watch = { signal }): Promise<unknown> => {
    const result = await measurers.take(fakeJob(name, run), watch);
    return result.results[0]?.value;
  };
  return { measurers, take };
}

it("measures in two processes at most, so that a long measure does not hold up a short one", async () => {
  const { measurers, take } = start();
  const interruption = new AbortController();
  const long = take("hang", "/runs/a", interruption);
  const rejected = expect(long).rejects.toThrow();
  const pids = await Promise.all([1, 2, 3].map(() => take("soon", "/runs/a")));
  expect(new Set(pids).size).toBe(1);
  const other = take("hang", "/runs/b", interruption);
  const [waiting, waited] = [new AbortController(), take("pid", "/runs/b")];
  const reason = new Error("enough");
  const given = measurers.take(fakeJob("pid"), waiting);
  waiting.abort(reason);
  await expect(given).rejects.toBe(reason);
  interruption.abort();
  await rejected;
  await expect(other).rejects.toThrow();
  expect(typeof (await waited)).toBe("number");
});

it("goes on with a run in the process that has it open", async () => {
  const { take } = start();
  const [a, b] = await Promise.all([take("soon", "/runs/a"), take("soon", "/runs/b")]);
  expect(a).not.toBe(b);
  for (let time = 0; time < 2; time++) {
    expect(await take("pid", "/runs/b")).toBe(b);
    expect(await take("pid", "/runs/a")).toBe(a);
  }
});
