import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gitState } from "../../../src/runs/gitState.ts";
import { temporaryFolder } from "./runFixtures.ts";

function gitThere(): boolean {
  try {
    execFileSync("git", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function git(folder: string, ...args: string[]): string {
  const identity = [
    "-c",
    "user.name=a",
    "-c",
    "user.email=a@b",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "core.hooksPath=none",
  ];
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
  return execFileSync("git", [...identity, ...args], {
    cwd: folder,
    env,
    encoding: "utf8",
    stdio: "pipe",
  }).trim();
}

describe("gitState", () => {
  it.skipIf(!gitThere())("gives the commit and whether tracked files differ", () => {
    const folder = temporaryFolder();
    git(folder, "init", "-q");
    expect(gitState(folder)).toBeNull();
    writeFileSync(join(folder, "a"), "1");
    git(folder, "add", "a");
    git(folder, "commit", "-q", "-m", "first");
    const commit = git(folder, "rev-parse", "HEAD");
    expect(commit).toMatch(/^[0-9a-f]{40,64}$/);
    expect(gitState(folder)).toEqual({ commit, dirty: false });
    writeFileSync(join(folder, "untracked"), "");
    expect(gitState(folder)).toEqual({ commit, dirty: false });
    writeFileSync(join(folder, "a"), "22");
    expect(gitState(folder)).toEqual({ commit, dirty: true });
  });

  it("is not misled by the variables of a git hook", () => {
    const elsewhere = temporaryFolder();
    process.env["GIT_DIR"] = join(elsewhere, "nowhere");
    try {
      const folder = temporaryFolder();
      git(folder, "init", "-q");
      writeFileSync(join(folder, "a"), "1");
      git(folder, "add", "a");
      git(folder, "commit", "-q", "-m", "first");
      expect(gitState(folder)?.dirty).toBe(false);
    } finally {
      delete process.env["GIT_DIR"];
    }
  });

  it("is null outside a repository and in a missing folder", () => {
    const folder = temporaryFolder();
    expect(gitState(folder)).toBeNull();
    expect(gitState(join(folder, "missing"))).toBeNull();
  });
});
