// Attention from values that W_O was already applied to, once per row of a table: cheaper than applying it to every
// query's mixture where many positions look up few rows. Columns: head·D + feature; D is a multiple of 16.
import { madd, rowAt, visibleKeys } from "./vector";

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
  const step = (<usize>H) << 2;
  // Rows past the last one are computed again as the last one, and stored to the same place.
  for (let row = 0; row < rows; row += 4) {
    const r1 = min(row + 1, rows - 1);
    const r2 = min(row + 2, rows - 1);
    const r3 = min(row + 3, rows - 1);
    for (let head = 0; head < heads; head++) {
      const values = v + ((<usize>head) << 2);
      for (let i = 0; i < D; i += 8) {
        let v0 = values + <usize>(row * ldv);
        let v1 = values + <usize>(r1 * ldv);
        let v2 = values + <usize>(r2 * ldv);
        let v3 = values + <usize>(r3 * ldv);
        let c00 = f32x4.splat(0),
          c01 = c00,
          c10 = c00,
          c11 = c00,
          c20 = c00,
          c21 = c00,
          c30 = c00,
          c31 = c00;
        let p = w + ((<usize>(i * K + head * 8)) << 2);
        for (let d = 0; d < size; d++) {
          const b0 = v128.load(p);
          const b1 = v128.load(p, 16);
          const s0 = v128.load32_splat(v0);
          c00 = madd(s0, b0, c00);
          c01 = madd(s0, b1, c01);
          const s1 = v128.load32_splat(v1);
          c10 = madd(s1, b0, c10);
          c11 = madd(s1, b1, c11);
          const s2 = v128.load32_splat(v2);
          c20 = madd(s2, b0, c20);
          c21 = madd(s2, b1, c21);
          const s3 = v128.load32_splat(v3);
          c30 = madd(s3, b0, c30);
          c31 = madd(s3, b1, c31);
          v0 += step;
          v1 += step;
          v2 += step;
          v3 += step;
          p += step << 3;
        }
        const o = out + ((<usize>(head * D + i)) << 2);
        v128.store(o + <usize>(r3 * ldo), c30);
        v128.store(o + <usize>(r3 * ldo), c31, 16);
        v128.store(o + <usize>(r2 * ldo), c20);
        v128.store(o + <usize>(r2 * ldo), c21, 16);
        v128.store(o + <usize>(r1 * ldo), c10);
        v128.store(o + <usize>(r1 * ldo), c11, 16);
        v128.store(o + <usize>(row * ldo), c00);
        v128.store(o + <usize>(row * ldo), c01, 16);
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
  const step = (<usize>H) << 2;
  for (let s = 0; s < sequences; s++) {
    // Two queries at a time share what they load. Without a second, the first is computed twice.
    for (let p = 0; p < P; p += 2) {
      const q = min(p + 1, P - 1);
      const both = visibleKeys(positions, p, T, causal);
      const visible = visibleKeys(positions, q, T, causal);
      const weightsP = pattern + <usize>((s * P + p) * ldp);
      const weightsQ = pattern + <usize>((s * P + q) * ldp);
      const outP = out + <usize>((s * P + p) * ldo);
      const outQ = out + <usize>((s * P + q) * ldo);
      for (let i: usize = 0; i < perHead; i += 64) {
        let a0 = f32x4.splat(0),
          a1 = a0,
          a2 = a0,
          a3 = a0,
          b0 = a0,
          b1 = a0,
          b2 = a0,
          b3 = a0;
        for (let j = 0; j < visible; j++) {
          let row = rowAt(x, ldx, index, s * T + j) + i;
          let wq = weightsQ + <usize>j * step;
          const end = wq + ((<usize>heads) << 2);
          if (j < both) {
            let wp = weightsP + <usize>j * step;
            for (; wq < end; wq += 4) {
              const x0 = v128.load(row);
              const x1 = v128.load(row, 16);
              const x2 = v128.load(row, 32);
              const x3 = v128.load(row, 48);
              const a = v128.load32_splat(wp);
              a0 = madd(a, x0, a0);
              a1 = madd(a, x1, a1);
              a2 = madd(a, x2, a2);
              a3 = madd(a, x3, a3);
              const b = v128.load32_splat(wq);
              b0 = madd(b, x0, b0);
              b1 = madd(b, x1, b1);
              b2 = madd(b, x2, b2);
              b3 = madd(b, x3, b3);
              wp += 4;
              row += perHead;
            }
          } else {
            for (; wq < end; wq += 4) {
              const b = v128.load32_splat(wq);
              b0 = madd(b, v128.load(row), b0);
              b1 = madd(b, v128.load(row, 16), b1);
              b2 = madd(b, v128.load(row, 32), b2);
              b3 = madd(b, v128.load(row, 48), b3);
              row += perHead;
            }
          }
        }
        const oq = outQ + i;
        const op = outP + i;
        if (accumulate) {
          b0 = f32x4.add(b0, v128.load(oq));
          b1 = f32x4.add(b1, v128.load(oq, 16));
          b2 = f32x4.add(b2, v128.load(oq, 32));
          b3 = f32x4.add(b3, v128.load(oq, 48));
          a0 = f32x4.add(a0, v128.load(op));
          a1 = f32x4.add(a1, v128.load(op, 16));
          a2 = f32x4.add(a2, v128.load(op, 32));
          a3 = f32x4.add(a3, v128.load(op, 48));
        }
        v128.store(oq, b0);
        v128.store(oq, b1, 16);
        v128.store(oq, b2, 32);
        v128.store(oq, b3, 48);
        v128.store(op, a0);
        v128.store(op, a1, 16);
        v128.store(op, a2, 32);
        v128.store(op, a3, 48);
      }
    }
  }
}
