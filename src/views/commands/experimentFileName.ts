const ending = ".opto.json";

/** A file name for an experiment: what was typed, with the ending `.opto.json`. */
export function withEnding(name: string): string {
  const trimmed = name.trim();
  if (trimmed.toLowerCase().endsWith(ending)) return trimmed;
  return trimmed.replace(/(\.opto)?(\.jsonc?)?$/i, "") + ending;
}

/** The name without folders and ending: what an experiment in such a file is called. */
export function stem(name: string): string {
  const file = withEnding(name).split("/").at(-1) ?? "";
  return file.slice(0, -ending.length);
}

/** What is wrong with the name of a new experiment file inside of a folder; null if nothing. Folders in it are fine. */
export function checkFileName(name: string): string | null {
  const trimmed = name.trim();
  if (trimmed === "" || stem(trimmed) === "") return "Expected a name for the file.";
  if (trimmed.length > 200) return "Expected at most 200 letters.";
  if (/[<>:"|?*\\]|\p{Cc}/u.test(trimmed)) return 'Expected a name without any of < > : " | ? * \\';
  const parts = trimmed.split("/");
  if (parts.some((part) => part === "" || part === "." || part === ".."))
    return "Expected a path inside of the folder.";
  if (parts.some((part) => part !== part.trim() || part.endsWith(".")))
    return "Expected names that do not begin or end with a space, or end with a dot.";
  return null;
}

/** The first of `base.opto.json`, `base-2.opto.json`, … that is not taken. */
export function freeFileName(base: string, isTaken: (name: string) => boolean): string {
  for (let number = 1; ; number++) {
    const name = `${base}${number === 1 ? "" : `-${number}`}${ending}`;
    if (!isTaken(name)) return name;
  }
}
