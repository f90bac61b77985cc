import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/userError.ts";
import { defaultRunsRoot, listRuns, newRunFolder } from "../../../src/runs/runCatalogue.ts";
import { RunWriter } from "../../../src/runs/runWriter.ts";
import { sampleRecord, sampleStatus, temporaryFolder, thrownBy } from "./runFixtures.ts";

const now = new Date("2026-03-01T14:25:30.999Z");

describe("newRunFolder", () => {
  it("makes a readable id from the time in UTC and the name", () => {
    const { id, folder } = newRunFolder("/runs", "base", now);
    expect(id).toMatch(/^2026-03-01-142530-base-[0-9a-f]{4}$/);
    expect(folder).toBe(join("/runs", id));
  });

  it("makes a file name that every system takes from any name", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.string()), (name) => {
        const { id } = newRunFolder("/runs", name, now);
        expect(id).toMatch(/^2026-03-01-142530(-[a-z0-9]+)+-[0-9a-f]{4}$/);
        expect(id.length).toBeLessThanOrEqual(64);
      }),
    );
  });

  it.each([
    ["Frühe Köpfe / L1H3!", "fruhe-kopfe-l1h3"],
    ["../../etc", "etc"],
    ["…", "run"],
    ["a".repeat(90), "a".repeat(40)],
    [`${"a".repeat(39)} b`, "a".repeat(39)],
  ])("turns %j into %s", (name, slug) => {
    expect(newRunFolder("/runs", name, now).id.slice(18, -5)).toBe(slug);
  });

  it("never gives a folder that exists", () => {
    const root = temporaryFolder();
    const ids = new Set<string>();
    for (let count = 0; count < 600; count++) {
      const { id, folder } = newRunFolder(root, "base", now);
      expect(ids.has(id)).toBe(false);
      ids.add(id);
      mkdirSync(folder);
    }
  });
});

describe("listRuns", () => {
  it("lists runs newest first, broken ones with their problem", () => {
    const root = defaultRunsRoot(temporaryFolder());
    expect(listRuns(root)).toEqual([]);
    const older = newRunFolder(root, "older", new Date("2026-01-01T00:00:00Z"));
    const newer = newRunFolder(root, "newer", now);
    const broken = newRunFolder(root, "broken", new Date("2026-02-01T00:00:00Z"));
    for (const { folder } of [newer, older, broken]) RunWriter.create(folder, sampleRecord()).close();
    const writer = RunWriter.resume(newer.folder, RunWriter.lock(newer.folder), { sequences: 0, step: 0 });
    writer.writeStatus(sampleStatus());
    writer.close();
    const file = join(broken.folder, "run.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"format": 1', '"format": 9'));
    mkdirSync(join(root, "1999-empty"));
    writeFileSync(join(root, "readme.txt"), "not a run");

    const runs = listRuns(root);
    expect(runs.map(({ id }) => id)).toEqual([newer.id, broken.id, older.id, "1999-empty"]);
    expect(runs[0]).toMatchObject({ problem: null, record: { name: "base" }, status: sampleStatus() });
    expect(runs[1]?.problem).toContain("format 9");
    expect(runs[2]).toMatchObject({ problem: null, status: null });
    expect(runs[3]?.problem).toContain("run.json: cannot read the file");
    expect(basename(runs[3]!.folder)).toBe("1999-empty");
  });

  it("explains a root that is no folder", () => {
    const root = join(temporaryFolder(), "plain");
    writeFileSync(root, "");
    expect(thrownBy(() => listRuns(root))).toBeInstanceOf(UserError);
  });
});
