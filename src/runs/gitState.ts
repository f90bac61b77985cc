import { execFileSync } from "node:child_process";

/** The commit checked out in a folder's repository, and whether tracked files differ from it. */
export interface GitState {
  readonly commit: string;
  readonly dirty: boolean;
}

/** Variables with which a git hook points every git command at its own repository. */
const inherited = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX"];

/**
 * The git state of a folder, or null where git, a repository or a commit is missing or git takes too long. Untracked
 * files do not count, since every run folder would be one. Changes nothing in the repository.
 */
export function gitState(folder: string): GitState | null {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.includes(name)));
  const git = (...args: string[]) =>
    execFileSync("git", ["--no-optional-locks", "-c", "core.fsmonitor=false", ...args], {
      cwd: folder,
      env,
      timeout: 3000,
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 2 ** 24,
      encoding: "utf8",
      windowsHide: true,
    });
  try {
    const commit = git("rev-parse", "--verify", "HEAD").trim();
    return { commit, dirty: git("status", "--porcelain", "--untracked-files=no").trim() !== "" };
  } catch {
    return null;
  }
}
