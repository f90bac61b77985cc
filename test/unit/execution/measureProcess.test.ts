import { describe, expect, it, onTestFinished } from "vitest";
import { MeasureProcess } from "../../../src/execution/measureProcess.ts";
import type { MeasureProcessOptions } from "../../../src/execution/measureProcess.ts";
import type { MeasureResult } from "../../../src/protocol/measureMessages.ts";
import { UserError } from "../../../src/userError.ts";
import { fakeJob, fakeMeasurer } from "./fakeMeasurer.ts";
import { exists, until } from "./poolFixture.ts";

function start(options: Partial<MeasureProcessOptions> = {}): MeasureProcess {
  const measuring = new MeasureProcess({ entry: fakeMeasurer(), ...options });
  onTestFinished(() => {
    measuring.dispose();
  });
  return measuring;
}

const pidOf = ({ results }: MeasureResult): unknown => results[0]?.value;

async function pid(measuring: MeasureProcess): Promise<number> {
  const given = pidOf(await measuring.take(fakeJob("pid")));
  if (typeof given !== "number") throw new Error("no process");
  return given;
}

describe("a process that measures", () => {
  it("starts with the first job, takes them in their order, and stays", async () => {
    const measuring = start();
    expect(measuring.isWarm).toBe(false);
    const ended: string[] = [];
    const jobs = ["soon", "pid", "soon"].map(async (name, place) => {
      const result = await measuring.take(fakeJob(name));
      ended.push(`${name} ${place}`);
      return pidOf(result);
    });
    expect(measuring.isBusy).toBe(true);
    const pids = await Promise.all(jobs);
    expect(ended).toEqual(["soon 0", "pid 1", "soon 2"]);
    expect(new Set([...pids, await pid(measuring)]).size).toBe(1);
    expect(pids[0]).not.toBe(process.pid);
    expect(measuring).toMatchObject({ isBusy: false, isWarm: true });
  });

  it("tells of each job to whoever asked for it", async () => {
    const measuring = start();
    const told: string[] = [];
    const take = (name: string, who: string) =>
      measuring.take(fakeJob(name), {
        onProgress: (fraction, text) => told.push(`${who}: ${fraction} ${text}`),
      });
    await Promise.all([take("soon", "a"), take("pid", "b")]);
    expect(told).toEqual(["a: 0.5 soon", "b: 0.5 pid"]);
  });

  it("goes on after what the user can mend in the same process, after a mistake in a new one", async () => {
    const measuring = start();
    const first = await pid(measuring);
    const problem = measuring.take(fakeJob("problem"));
    await expect(problem).rejects.toThrow(UserError);
    await expect(problem).rejects.toThrow("no such run");
    expect(await pid(measuring)).toBe(first);
    const bug = measuring.take(fakeJob("bug"));
    await expect(bug).rejects.toThrow("x is not y");
    await expect(bug).rejects.not.toThrow(UserError);
    expect(await pid(measuring)).not.toBe(first);
  });

  it("that dies says its last words, and the next job starts another", async () => {
    const measuring = start();
    const first = await pid(measuring);
    const [died, next] = await Promise.allSettled([
      measuring.take(fakeJob("die")),
      measuring.take(fakeJob("pid")),
    ]);
    expect(died).toMatchObject({ status: "rejected", reason: expect.any(UserError) as unknown });
    if (died.status === "rejected")
      expect(String(died.reason)).toMatch(/process ended with code 7: out of memory$/);
    if (next.status === "rejected") throw next.reason;
    expect(pidOf(next.value)).not.toBe(first);
  });

  it("leaves out a job that was given up while it waited", async () => {
    const measuring = start();
    const [reason, interruption] = [new Error("enough"), new AbortController()];
    const first = measuring.take(fakeJob("soon"));
    const told: string[] = [];
    const second = measuring.take(fakeJob("hang"), {
      signal: interruption.signal,
      onProgress: (_, text) => told.push(text),
    });
    interruption.abort(reason);
    await expect(second).rejects.toBe(reason);
    expect(pidOf(await first)).toBe(await pid(measuring));
    expect(told).toEqual([]);
    await expect(measuring.take(fakeJob("pid"), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it("is ended where a job that was given up goes on, and the next one starts another", async () => {
    const measuring = start();
    const first = await pid(measuring);
    const [reason, interruption] = [new Error("enough"), new AbortController()];
    const running = measuring.take(fakeJob("hang"), {
      signal: interruption.signal,
      onProgress: () => {
        interruption.abort(reason);
      },
    });
    await expect(running).rejects.toBe(reason);
    expect(await pid(measuring)).not.toBe(first);
    await until(() => !exists(first));
  });

  it("stays where a job that was given up is soon over", async () => {
    const measuring = start();
    const first = await pid(measuring);
    const [reason, interruption] = [new Error("enough"), new AbortController()];
    const running = measuring.take(fakeJob("soon"), {
      signal: interruption.signal,
      onProgress: () => {
        interruption.abort(reason);
      },
    });
    await expect(running).rejects.toBe(reason);
    expect(await pid(measuring)).toBe(first);
  });

  it("ends when it has nothing to do for a while, and starts again", async () => {
    const measuring = start({ restTime: 50 });
    const first = await pid(measuring);
    await until(() => !measuring.isWarm && !exists(first));
    expect(await pid(measuring)).not.toBe(first);
  });

  it("ends with its owner, and so do all jobs", async () => {
    const measuring = start();
    const first = await pid(measuring);
    const jobs = [measuring.take(fakeJob("hang")), measuring.take(fakeJob("pid"))];
    const all = Promise.allSettled(jobs);
    measuring.dispose();
    for (const end of await all) expect(end.status).toBe("rejected");
    await expect(measuring.take(fakeJob("pid"))).rejects.toThrow(UserError);
    await until(() => !exists(first));
  });

  it("is told where native TensorFlow is when it starts, and says so when there is no measurer", async () => {
    let asked = 0;
    const measuring = start({ entry: "/no/such/measurer.js", tensorflowFolder: () => `/tf/${++asked}` });
    for (let time = 0; time < 2; time++)
      await expect(measuring.take(fakeJob("pid"))).rejects.toThrow(
        /the measure's process ended with code 1.*no\/such\/measurer/s,
      );
    expect(asked).toBe(2);
  });
});
