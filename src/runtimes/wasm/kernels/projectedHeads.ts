// Attention from values that W_O was already applied to, once per row of a table: cheaper than applying it to every
// query's mixture where many positions look up few rows. Columns: head·D + feature; D is a multiple of 4.
import { madd, rowAt } from "./vector";

/** out[row, head, i] = Σ_d v[row, d, head]·W[(d, head), i]; K: rows of the panels of W, H: heads as stored. */
export function projectHeads(
  rows: i32,
  heads: i32,
  H: i32,
  size: i32,
  D: i32,
  K: i32,
  v: usize,
  ldv: i32,
  w: usize,
  out: usize,
  ldo: i32,
): void {
  for (let row = 0; row < rows; row++) {
    for (let head = 0; head < heads; head++) {
      const values = v + <usize>(row * ldv) + ((<usize>head) << 2);
      const o = out + <usize>(row * ldo) + ((<usize>(head * D)) << 2);
      for (let i = 0; i < D; i += 4) {
        let sum = f32x4.splat(0);
        for (let d = 0; d < size; d++) {
          const k = d * H + head;
          const weights = w + ((<usize>((i >> 3) * K * 8 + k * 8 + (i & 7))) << 2);
          sum = madd(v128.load32_splat(values + ((<usize>(d * H)) << 2)), v128.load(weights), sum);
        }
        v128.store(o + ((<usize>i) << 2), sum);
      }
    }
  }
}

/** out_i = Σ_j Σ_heads pattern_ij·x_j (or +=), over the keys that i sees. */
export function mixProjected(
  sequences: i32,
  P: i32,
  positions: usize,
  T: i32,
  causal: i32,
  H: i32,
  heads: i32,
  D: i32,
  pattern: usize,
  ldp: i32,
  x: usize,
  ldx: i32,
  index: usize,
  out: usize,
  ldo: i32,
  accumulate: i32,
): void {
  const perHead = (<usize>D) << 2;
  const blocks = D >> 5;
  for (let s = 0; s < sequences; s++) {
    for (let p = 0; p < P; p++) {
      const visible = causal ? load<i32>(positions + ((<usize>p) << 2)) + 1 : T;
      const weights = pattern + <usize>((s * P + p) * ldp);
      const o = out + <usize>((s * P + p) * ldo);
      for (let block = 0; block < blocks; block++) {
        const d = o + ((<usize>block) << 7);
        let o0 = f32x4.splat(0),
          o1 = o0,
          o2 = o0,
          o3 = o0,
          o4 = o0,
          o5 = o0,
          o6 = o0,
          o7 = o0;
        if (accumulate) {
          o0 = v128.load(d);
          o1 = v128.load(d, 16);
          o2 = v128.load(d, 32);
          o3 = v128.load(d, 48);
          o4 = v128.load(d, 64);
          o5 = v128.load(d, 80);
          o6 = v128.load(d, 96);
          o7 = v128.load(d, 112);
        }
        for (let j = 0; j < visible; j++) {
          let row = rowAt(x, ldx, index, s * T + j) + ((<usize>block) << 7);
          let a = weights + ((<usize>(j * H)) << 2);
          const end = a + ((<usize>heads) << 2);
          for (; a < end; a += 4) {
            const weight = v128.load32_splat(a);
            o0 = madd(weight, v128.load(row), o0);
            o1 = madd(weight, v128.load(row, 16), o1);
            o2 = madd(weight, v128.load(row, 32), o2);
            o3 = madd(weight, v128.load(row, 48), o3);
            o4 = madd(weight, v128.load(row, 64), o4);
            o5 = madd(weight, v128.load(row, 80), o5);
            o6 = madd(weight, v128.load(row, 96), o6);
            o7 = madd(weight, v128.load(row, 112), o7);
            row += perHead;
          }
        }
        v128.store(d, o0);
        v128.store(d, o1, 16);
        v128.store(d, o2, 32);
        v128.store(d, o3, 48);
        v128.store(d, o4, 64);
        v128.store(d, o5, 80);
        v128.store(d, o6, 96);
        v128.store(d, o7, 112);
      }
      for (let i = (<usize>blocks) << 7; i < (<usize>D) << 2; i += 16) {
        let sum = accumulate ? v128.load(o + i) : f32x4.splat(0);
        for (let j = 0; j < visible; j++) {
          const row = rowAt(x, ldx, index, s * T + j) + i;
          for (let head = 0; head < heads; head++) {
            const weight = v128.load32_splat(weights + ((<usize>(j * H + head)) << 2));
            sum = madd(weight, v128.load(row + <usize>head * perHead), sum);
          }
        }
        v128.store(o + i, sum);
      }
    }
  }
}
