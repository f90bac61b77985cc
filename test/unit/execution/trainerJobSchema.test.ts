import { expect, it } from "vitest";
import { trainerJobSchema } from "../../../src/execution/trainerJobSchema.ts";
import { createJob } from "./poolFixture.ts";

it("keeps a run with the file of its experiment, and one whose experiment is in no file", () => {
  const job = createJob("/runs", "a");
  const { experimentFile, ...bare } = job;
  const kept = (one: object): unknown => trainerJobSchema.parse(JSON.parse(JSON.stringify(one)));
  expect(kept(job)).toMatchObject({ kind: "create", id: "a", experimentFile });
  expect(kept(bare)).not.toHaveProperty("experimentFile");
  expect(trainerJobSchema.safeParse({ ...job, experimentFile: "" }).success).toBe(false);
});
