import type { Buffer, Instruction } from "./instruction.ts";

/**
 * Gives every buffer that the calls use an offset in one arena, from its first use to its last; buffers whose uses do
 * not overlap share memory. `pinned` buffers are kept to the end. Returns the arena's size in bytes.
 */
export function planBuffers(
  instructions: readonly Instruction[],
  pinned: ReadonlySet<Buffer>,
): { offsets: Map<Buffer, number>; bytes: number } {
  const lives = new Map<Buffer, { first: number; last: number }>();
  const use = (buffer: Buffer, time: number) => {
    const life = lives.get(buffer);
    if (life === undefined) lives.set(buffer, { first: time, last: time });
    else life.last = time;
  };
  instructions.forEach((instruction, time) => {
    for (const argument of instruction.arguments) {
      if (typeof argument === "number" || "real" in argument) continue;
      if (argument.buffer.address === null) use(argument.buffer, time);
    }
  });
  for (const buffer of pinned) {
    if (lives.has(buffer)) use(buffer, instructions.length);
  }

  const offsets = new Map<Buffer, number>();
  let bytes = 0;
  const ordered = [...lives].sort(([, a], [, b]) => a.first - b.first);
  ordered.forEach(([buffer, life], at) => {
    const neighbours = ordered
      .slice(0, at)
      .filter(([, other]) => other.last >= life.first)
      .map(([other]) => ({ start: offsets.get(other) ?? 0, end: (offsets.get(other) ?? 0) + size(other) }))
      .sort((a, b) => a.start - b.start);
    let offset = 0;
    for (const { start, end } of neighbours) {
      if (offset + size(buffer) <= start) break;
      offset = Math.max(offset, end);
    }
    offsets.set(buffer, offset);
    bytes = Math.max(bytes, offset + size(buffer));
  });
  return { offsets, bytes };
}

/** Whole cache lines. */
function size(buffer: Buffer): number {
  return Math.ceil(buffer.bytes / 64) * 64;
}
