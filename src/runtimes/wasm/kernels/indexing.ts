// Lists of row numbers.

/**
 * Numbers the rows that a list uses. Entries below `fixed` keep their number; the distinct others, less `fixed`, are
 * listed in `used` in order of first appearance, and `renumbered` holds fixed + their place there. `usedCount` receives
 * how many they are, and more than `most` are a trap. `slots`: one number for each row of the table, all −1 before and
 * after.
 */
export function findUsed(
  count: i32,
  fixed: i32,
  most: i32,
  index: usize,
  slots: usize,
  used: usize,
  renumbered: usize,
  usedCount: usize,
): void {
  let found = 0;
  for (let i: usize = 0; i < (<usize>count) << 2; i += 4) {
    const row = load<i32>(index + i);
    if (row < fixed) {
      store<i32>(renumbered + i, row);
      continue;
    }
    const slot = slots + ((<usize>(row - fixed)) << 2);
    let place = load<i32>(slot);
    if (place < 0) {
      if (found == most) unreachable();
      place = found++;
      store<i32>(slot, place);
      store<i32>(used + ((<usize>place) << 2), row - fixed);
    }
    store<i32>(renumbered + i, fixed + place);
  }
  for (let i = 0; i < found; i++) {
    store<i32>(slots + ((<usize>load<i32>(used + ((<usize>i) << 2))) << 2), -1);
  }
  store<i32>(usedCount, found);
}

/** out = the listed places of each sequence's T entries. */
export function takeIndex(sequences: i32, P: i32, places: usize, T: i32, index: usize, out: usize): void {
  for (let s = 0; s < sequences; s++) {
    for (let p = 0; p < P; p++) {
      const place = load<i32>(places + ((<usize>p) << 2));
      store<i32>(out + ((<usize>(s * P + p)) << 2), load<i32>(index + ((<usize>(s * T + place)) << 2)));
    }
  }
}
