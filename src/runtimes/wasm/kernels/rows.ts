// What is done to each row alone: layer norm, sums, GELU, selection. Widths count floats; rows end in padding up to
// a multiple of 8 floats, which stays zero.
import { expVector, rowAt, sumLanes, tailMask } from "./vector";

/** out = (x − mean)·rstd·w + b over the first D columns; stats[row] = (mean, rstd). */
export function layerNorm(
  rows: i32,
  D: i32,
  epsilon: f32,
  x: usize,
  ldx: i32,
  w: usize,
  b: usize,
  out: usize,
  ldo: i32,
  stats: usize,
): void {
  const full = (<usize>(D & ~3)) << 2;
  const paired = (<usize>(D & ~7)) << 2;
  const tail = D & 3;
  const mask = tailMask(tail);
  for (let row = 0; row < rows; row++) {
    const p = x + <usize>(row * ldx);
    const o = out + <usize>(row * ldo);
    // Two sums at a time: one alone would wait for each addition.
    let sum = f32x4.splat(0),
      sum1 = sum;
    for (let i: usize = 0; i < paired; i += 32) {
      sum = f32x4.add(sum, v128.load(p + i));
      sum1 = f32x4.add(sum1, v128.load(p + i, 16));
    }
    if (paired < full) sum = f32x4.add(sum, v128.load(p + paired));
    if (tail) sum1 = f32x4.add(sum1, v128.and(v128.load(p + full), mask));
    const mean = sumLanes(f32x4.add(sum, sum1)) / <f32>D;
    const means = f32x4.splat(mean);
    let squares = f32x4.splat(0),
      squares1 = squares;
    for (let i: usize = 0; i < paired; i += 32) {
      const d = f32x4.sub(v128.load(p + i), means);
      const e = f32x4.sub(v128.load(p + i, 16), means);
      squares = f32x4.add(squares, f32x4.mul(d, d));
      squares1 = f32x4.add(squares1, f32x4.mul(e, e));
    }
    if (paired < full) {
      const d = f32x4.sub(v128.load(p + paired), means);
      squares = f32x4.add(squares, f32x4.mul(d, d));
    }
    if (tail) {
      const d = v128.and(f32x4.sub(v128.load(p + full), means), mask);
      squares1 = f32x4.add(squares1, f32x4.mul(d, d));
    }
    const rstd = <f32>1 / sqrt<f32>(sumLanes(f32x4.add(squares, squares1)) / <f32>D + epsilon);
    store<f32>(stats + ((<usize>row) << 3), mean);
    store<f32>(stats + ((<usize>row) << 3), rstd, 4);
    const factors = f32x4.splat(rstd);
    for (let i: usize = 0; i < paired; i += 32) {
      const n = f32x4.mul(f32x4.sub(v128.load(p + i), means), factors);
      const m = f32x4.mul(f32x4.sub(v128.load(p + i, 16), means), factors);
      v128.store(o + i, f32x4.add(f32x4.mul(n, v128.load(w + i)), v128.load(b + i)));
      v128.store(o + i, f32x4.add(f32x4.mul(m, v128.load(w + i, 16)), v128.load(b + i, 16)), 16);
    }
    if (paired < full) {
      const n = f32x4.mul(f32x4.sub(v128.load(p + paired), means), factors);
      v128.store(o + paired, f32x4.add(f32x4.mul(n, v128.load(w + paired)), v128.load(b + paired)));
    }
    if (tail) {
      const n = f32x4.mul(f32x4.sub(v128.load(p + full), means), factors);
      const y = f32x4.add(f32x4.mul(n, v128.load(w + full)), v128.load(b + full));
      v128.store(o + full, v128.and(y, mask));
    }
  }
}

/** The gradient of layer norm with respect to x: rstd·(g − mean(g) − n·mean(g·n)), g = dy·w, n the normalised row. */
export function layerNormGradient(
  rows: i32,
  D: i32,
  dy: usize,
  ldd: i32,
  x: usize,
  ldx: i32,
  w: usize,
  stats: usize,
  out: usize,
  ldo: i32,
  accumulate: i32,
): void {
  const full = (<usize>(D & ~3)) << 2;
  const paired = (<usize>(D & ~7)) << 2;
  const tail = D & 3;
  const mask = tailMask(tail);
  const end = full + (tail ? 16 : 0);
  for (let row = 0; row < rows; row++) {
    const g = dy + <usize>(row * ldd);
    const p = x + <usize>(row * ldx);
    const o = out + <usize>(row * ldo);
    const means = v128.load32_splat(stats + ((<usize>row) << 3));
    const factors = v128.load32_splat(stats + ((<usize>row) << 3), 4);
    // The sum of g and of g·(x − mean), two at a time.
    let sum = f32x4.splat(0),
      sum1 = sum,
      dot = sum,
      dot1 = sum;
    for (let i: usize = 0; i < paired; i += 32) {
      const t = f32x4.mul(v128.load(g + i), v128.load(w + i));
      const u = f32x4.mul(v128.load(g + i, 16), v128.load(w + i, 16));
      sum = f32x4.add(sum, t);
      sum1 = f32x4.add(sum1, u);
      dot = f32x4.add(dot, f32x4.mul(t, f32x4.sub(v128.load(p + i), means)));
      dot1 = f32x4.add(dot1, f32x4.mul(u, f32x4.sub(v128.load(p + i, 16), means)));
    }
    for (let i = paired; i < end; i += 16) {
      let t = f32x4.mul(v128.load(g + i), v128.load(w + i));
      if (i == full) t = v128.and(t, mask);
      sum = f32x4.add(sum, t);
      dot = f32x4.add(dot, f32x4.mul(t, f32x4.sub(v128.load(p + i), means)));
    }
    const mean = f32x4.splat(sumLanes(f32x4.add(sum, sum1)) / <f32>D);
    const slope = f32x4.mul(
      f32x4.splat(sumLanes(f32x4.add(dot, dot1)) / <f32>D),
      f32x4.mul(factors, factors),
    );
    for (let i: usize = 0; i < paired; i += 32) {
      const t = f32x4.mul(v128.load(g + i), v128.load(w + i));
      const u = f32x4.mul(v128.load(g + i, 16), v128.load(w + i, 16));
      const n = f32x4.mul(f32x4.sub(v128.load(p + i), means), slope);
      const m = f32x4.mul(f32x4.sub(v128.load(p + i, 16), means), slope);
      let d = f32x4.mul(factors, f32x4.sub(f32x4.sub(t, mean), n));
      let e = f32x4.mul(factors, f32x4.sub(f32x4.sub(u, mean), m));
      if (accumulate) {
        d = f32x4.add(d, v128.load(o + i));
        e = f32x4.add(e, v128.load(o + i, 16));
      }
      v128.store(o + i, d);
      v128.store(o + i, e, 16);
    }
    for (let i = paired; i < end; i += 16) {
      const t = f32x4.mul(v128.load(g + i), v128.load(w + i));
      const n = f32x4.mul(f32x4.sub(v128.load(p + i), means), slope);
      let d = f32x4.mul(factors, f32x4.sub(f32x4.sub(t, mean), n));
      if (i == full) d = v128.and(d, mask);
      if (accumulate) d = f32x4.add(d, v128.load(o + i));
      v128.store(o + i, d);
    }
  }
}

/** The gradient of layer norm with respect to its weight: the sum over rows of dy·n. */
export function layerNormWeightGradient(
  rows: i32,
  D: i32,
  dy: usize,
  ldd: i32,
  x: usize,
  ldx: i32,
  stats: usize,
  out: usize,
): void {
  const end = (<usize>D) << 2;
  let i: usize = 0;
  for (; i + 64 <= end; i += 64) {
    let s0 = f32x4.splat(0),
      s1 = s0,
      s2 = s0,
      s3 = s0;
    let g = dy + i;
    let p = x + i;
    for (let row = 0; row < rows; row++) {
      const mean = v128.load32_splat(stats + ((<usize>row) << 3));
      const rstd = v128.load32_splat(stats + ((<usize>row) << 3), 4);
      s0 = f32x4.add(s0, f32x4.mul(v128.load(g), f32x4.mul(f32x4.sub(v128.load(p), mean), rstd)));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(g, 16), f32x4.mul(f32x4.sub(v128.load(p, 16), mean), rstd)));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(g, 32), f32x4.mul(f32x4.sub(v128.load(p, 32), mean), rstd)));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(g, 48), f32x4.mul(f32x4.sub(v128.load(p, 48), mean), rstd)));
      g += ldd;
      p += ldx;
    }
    v128.store(out + i, s0);
    v128.store(out + i, s1, 16);
    v128.store(out + i, s2, 32);
    v128.store(out + i, s3, 48);
  }
  for (; i < end; i += 16) {
    let sum = f32x4.splat(0);
    let g = dy + i;
    let p = x + i;
    for (let row = 0; row < rows; row++) {
      const d = f32x4.sub(v128.load(p), v128.load32_splat(stats + ((<usize>row) << 3)));
      const n = f32x4.mul(d, v128.load32_splat(stats + ((<usize>row) << 3), 4));
      sum = f32x4.add(sum, f32x4.mul(v128.load(g), n));
      g += ldd;
      p += ldx;
    }
    if (<i32>(i >> 2) + 4 > D) sum = v128.and(sum, tailMask(D & 3));
    v128.store(out + i, sum);
  }
}

/** out = the sum over all rows; width is a multiple of 8. */
export function sumRows(rows: i32, width: i32, x: usize, ldx: i32, out: usize): void {
  for (let i: usize = 0; i < (<usize>width) << 2; i += 32) {
    let s0 = f32x4.splat(0),
      s1 = s0;
    let p = x + i;
    for (let row = 0; row < rows; row++) {
      s0 = f32x4.add(s0, v128.load(p));
      s1 = f32x4.add(s1, v128.load(p, 16));
      p += ldx;
    }
    v128.store(out + i, s0);
    v128.store(out + i, s1, 16);
  }
}

/** out[target[row]] = alpha·x[index[row]], or += that; width is a multiple of 4. */
export function addRows(
  rows: i32,
  width: i32,
  alpha: f32,
  x: usize,
  ldx: i32,
  index: usize,
  out: usize,
  ldo: i32,
  target: usize,
  accumulate: i32,
): void {
  const factor = f32x4.splat(alpha);
  const end = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    const p = rowAt(x, ldx, index, row);
    const o = rowAt(out, ldo, target, row);
    if (accumulate) {
      for (let i: usize = 0; i < end; i += 16) {
        v128.store(o + i, f32x4.add(v128.load(o + i), f32x4.mul(v128.load(p + i), factor)));
      }
    } else {
      for (let i: usize = 0; i < end; i += 16) v128.store(o + i, f32x4.mul(v128.load(p + i), factor));
    }
  }
}

/** Sets rows to zero. */
export function zeroRows(rows: i32, width: i32, out: usize, ldo: i32): void {
  if (ldo == width << 2) {
    memory.fill(out, 0, <usize>rows * <usize>ldo);
    return;
  }
  for (let row = 0; row < rows; row++) memory.fill(out + <usize>(row * ldo), 0, (<usize>width) << 2);
}

/** √(2/π), the factor of GELU's tanh form. */
const geluScale: f32 = 0.7978845608028654;

/** tanh of GELU's inner polynomial √(2/π)·(x + 0.044715·x³). */
function geluTanh(x: v128): v128 {
  const cube = f32x4.mul(f32x4.mul(x, x), x);
  const u = f32x4.mul(f32x4.splat(geluScale), f32x4.add(x, f32x4.mul(f32x4.splat(0.044715), cube)));
  const e = expVector(f32x4.min(f32x4.mul(f32x4.splat(2), u), f32x4.splat(80)));
  return f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(e, f32x4.splat(1))));
}

/** out = ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) */
export function gelu(rows: i32, width: i32, x: usize, ldx: i32, out: usize, ldo: i32): void {
  const half = f32x4.splat(0.5);
  for (let row = 0; row < rows; row++) {
    for (let i: usize = 0; i < (<usize>width) << 2; i += 16) {
      const v = v128.load(x + <usize>(row * ldx) + i);
      const y = f32x4.mul(f32x4.mul(half, v), f32x4.add(f32x4.splat(1), geluTanh(v)));
      v128.store(out + <usize>(row * ldo) + i, y);
    }
  }
}

/** out = dy·gelu'(x) */
export function geluGradient(
  rows: i32,
  width: i32,
  dy: usize,
  ldd: i32,
  x: usize,
  ldx: i32,
  out: usize,
  ldo: i32,
): void {
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  for (let row = 0; row < rows; row++) {
    for (let i: usize = 0; i < (<usize>width) << 2; i += 16) {
      const v = v128.load(x + <usize>(row * ldx) + i);
      const t = geluTanh(v);
      const inner = f32x4.mul(
        f32x4.splat(geluScale),
        f32x4.add(one, f32x4.mul(f32x4.splat(3 * 0.044715), f32x4.mul(v, v))),
      );
      const left = f32x4.mul(half, f32x4.add(one, t));
      const right = f32x4.mul(f32x4.mul(half, v), f32x4.mul(f32x4.sub(one, f32x4.mul(t, t)), inner));
      const g = v128.load(dy + <usize>(row * ldd) + i);
      v128.store(out + <usize>(row * ldo) + i, f32x4.mul(g, f32x4.add(left, right)));
    }
  }
}

/** Which row of a table stands at the p-th listed position of a sequence: 0 row 0, 1 the position's, 2 its own row. */
function tableRow(mode: i32, positions: usize, P: i32, s: i32, p: i32): i32 {
  if (mode == 0) return 0;
  return mode == 1 ? load<i32>(positions + ((<usize>p) << 2)) : s * P + p;
}

/**
 * out = replacement where the mask's bits are set, else x. `sequences`·P rows; a mask row is chosen by `maskMode`, a
 * replacement row by `replacementMode`. With `spreadHeads` = H the replacement has one number for all H heads.
 */
export function select(
  sequences: i32,
  P: i32,
  positions: usize,
  width: i32,
  mask: usize,
  maskMode: i32,
  x: usize,
  ldx: i32,
  replacement: usize,
  ldr: i32,
  replacementMode: i32,
  spreadHeads: i32,
  out: usize,
  ldo: i32,
): void {
  for (let s = 0; s < sequences; s++) {
    for (let p = 0; p < P; p++) {
      const row = s * P + p;
      const m = mask + ((<usize>(tableRow(maskMode, positions, P, s, p) * width)) << 2);
      const r = replacement + <usize>(tableRow(replacementMode, positions, P, s, p) * ldr);
      const v = x + <usize>(row * ldx);
      const o = out + <usize>(row * ldo);
      if (spreadHeads) {
        const blocks = width / spreadHeads;
        for (let j = 0; j < blocks; j++) {
          const value = v128.load32_splat(r + ((<usize>j) << 2));
          const start = (<usize>(j * spreadHeads)) << 2;
          for (let i = start; i < start + ((<usize>spreadHeads) << 2); i += 16) {
            v128.store(o + i, v128.bitselect(value, v128.load(v + i), v128.load(m + i)));
          }
        }
      } else {
        for (let i: usize = 0; i < (<usize>width) << 2; i += 16) {
          v128.store(o + i, v128.bitselect(v128.load(r + i), v128.load(v + i), v128.load(m + i)));
        }
      }
    }
  }
}

/** out[i] = the sum over the first `heads` of H columns of block i. */
export function sumHeads(
  rows: i32,
  size: i32,
  H: i32,
  heads: i32,
  x: usize,
  ldx: i32,
  out: usize,
  ldo: i32,
): void {
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < size; i++) {
      let sum: f32 = 0;
      for (let h = 0; h < heads; h++) sum += load<f32>(x + <usize>(row * ldx) + ((<usize>(i * H + h)) << 2));
      store<f32>(out + <usize>(row * ldo) + ((<usize>i) << 2), sum);
    }
  }
}
