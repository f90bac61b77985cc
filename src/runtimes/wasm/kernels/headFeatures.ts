// A pattern that mixes plain features head by head, and each head's own projection of its mixture: cheaper than
// projecting every position where queries are few. Columns of mixtures: feature·H + head.
import { madd, rowAt, visibleKeys } from "./vector";

/** The address of column c (a multiple of 4) of row k in panels of 8 columns. */
function panelAt(w: usize, K: i32, k: i32, c: i32): usize {
  return w + ((<usize>((c >> 3) * K * 8 + k * 8 + (c & 7))) << 2);
}

/** out_i = Σ_j pattern_ij·x_j for each head; D is a multiple of 4. */
export function mixFeatures(
  sequences: i32,
  P: i32,
  positions: usize,
  T: i32,
  causal: i32,
  H: i32,
  D: i32,
  pattern: usize,
  ldp: i32,
  x: usize,
  ldx: i32,
  index: usize,
  out: usize,
  ldo: i32,
): void {
  const step = (<usize>H) << 2;
  for (let s = 0; s < sequences; s++) {
    for (let p = 0; p < P; p++) {
      const visible = visibleKeys(positions, p, T, causal);
      const weights = pattern + <usize>((s * P + p) * ldp);
      const o = out + <usize>((s * P + p) * ldo);
      // Two groups of four heads at a time. Where there is no second, the first is computed twice.
      for (let h: usize = 0; h < step; h += 32) {
        const g = min(h + 16, step - 16);
        for (let i = 0; i < D; i += 4) {
          let o0 = f32x4.splat(0),
            o1 = o0,
            o2 = o0,
            o3 = o0,
            q0 = o0,
            q1 = o0,
            q2 = o0,
            q3 = o0;
          for (let j = 0; j < visible; j++) {
            const row = rowAt(x, ldx, index, s * T + j) + ((<usize>i) << 2);
            const a = v128.load(weights + <usize>j * step + h);
            const b = v128.load(weights + <usize>j * step + g);
            const x0 = v128.load32_splat(row, 0);
            o0 = madd(a, x0, o0);
            q0 = madd(b, x0, q0);
            const x1 = v128.load32_splat(row, 4);
            o1 = madd(a, x1, o1);
            q1 = madd(b, x1, q1);
            const x2 = v128.load32_splat(row, 8);
            o2 = madd(a, x2, o2);
            q2 = madd(b, x2, q2);
            const x3 = v128.load32_splat(row, 12);
            o3 = madd(a, x3, o3);
            q3 = madd(b, x3, q3);
          }
          const d = o + <usize>i * step;
          v128.store(d + h, o0);
          v128.store(d + g, q0);
          v128.store(d + step + h, o1);
          v128.store(d + step + g, q1);
          v128.store(d + 2 * step + h, o2);
          v128.store(d + 2 * step + g, q2);
          v128.store(d + 3 * step + h, o3);
          v128.store(d + 3 * step + g, q3);
        }
      }
    }
  }
}

/** dp_ij = dm_i·x_j for each head, for the keys that i sees; 0 for the others. */
export function featureScores(
  sequences: i32,
  P: i32,
  positions: usize,
  T: i32,
  causal: i32,
  H: i32,
  D: i32,
  dm: usize,
  ldm: i32,
  x: usize,
  ldx: i32,
  index: usize,
  out: usize,
  ldo: i32,
): void {
  const step = (<usize>H) << 2;
  for (let s = 0; s < sequences; s++) {
    for (let p = 0; p < P; p++) {
      const last = visibleKeys(positions, p, T, causal) - 1;
      const gradient = dm + <usize>((s * P + p) * ldm);
      const o = out + <usize>((s * P + p) * ldo);
      for (let h: usize = 0; h < step; h += 32) {
        const g = min(h + 16, step - 16);
        for (let j = last + 1; j < T; j++) {
          v128.store(o + <usize>j * step + h, f32x4.splat(0));
          v128.store(o + <usize>j * step + g, f32x4.splat(0));
        }
        // Five keys at a time, as many as two pairs and a query have. Past the last they are the last again.
        for (let j = 0; j <= last; j += 5) {
          const j1 = min(j + 1, last);
          const j2 = min(j + 2, last);
          const j3 = min(j + 3, last);
          const j4 = min(j + 4, last);
          const x0 = rowAt(x, ldx, index, s * T + j);
          const x1 = rowAt(x, ldx, index, s * T + j1);
          const x2 = rowAt(x, ldx, index, s * T + j2);
          const x3 = rowAt(x, ldx, index, s * T + j3);
          const x4 = rowAt(x, ldx, index, s * T + j4);
          let o0 = f32x4.splat(0),
            o1 = o0,
            o2 = o0,
            o3 = o0,
            o4 = o0,
            q0 = o0,
            q1 = o0,
            q2 = o0,
            q3 = o0,
            q4 = o0;
          let d = gradient;
          for (let i: usize = 0; i < (<usize>D) << 2; i += 4) {
            const a = v128.load(d + h);
            const b = v128.load(d + g);
            const s0 = v128.load32_splat(x0 + i);
            o0 = madd(a, s0, o0);
            q0 = madd(b, s0, q0);
            const s1 = v128.load32_splat(x1 + i);
            o1 = madd(a, s1, o1);
            q1 = madd(b, s1, q1);
            const s2 = v128.load32_splat(x2 + i);
            o2 = madd(a, s2, o2);
            q2 = madd(b, s2, q2);
            const s3 = v128.load32_splat(x3 + i);
            o3 = madd(a, s3, o3);
            q3 = madd(b, s3, q3);
            const s4 = v128.load32_splat(x4 + i);
            o4 = madd(a, s4, o4);
            q4 = madd(b, s4, q4);
            d += step;
          }
          v128.store(o + <usize>j4 * step + h, o4);
          v128.store(o + <usize>j4 * step + g, q4);
          v128.store(o + <usize>j3 * step + h, o3);
          v128.store(o + <usize>j3 * step + g, q3);
          v128.store(o + <usize>j2 * step + h, o2);
          v128.store(o + <usize>j2 * step + g, q2);
          v128.store(o + <usize>j1 * step + h, o1);
          v128.store(o + <usize>j1 * step + g, q1);
          v128.store(o + <usize>j * step + h, o0);
          v128.store(o + <usize>j * step + g, q0);
        }
      }
    }
  }
}

/** dx_j = Σ_i Σ_heads pattern_ij·dm_i; D is a multiple of 4. */
export function mixFeaturesTransposed(
  sequences: i32,
  P: i32,
  positions: usize,
  T: i32,
  causal: i32,
  H: i32,
  D: i32,
  pattern: usize,
  ldp: i32,
  dm: usize,
  ldm: i32,
  out: usize,
  ldo: i32,
  accumulate: i32,
): void {
  const step = (<usize>H) << 2;
  for (let s = 0; s < sequences; s++) {
    const rows = out + <usize>(s * T * ldo);
    if (!accumulate) {
      for (let j = 0; j < T; j++) memory.fill(rows + <usize>(j * ldo), 0, (<usize>D) << 2);
    }
    for (let p = 0; p < P; p++) {
      const visible = visibleKeys(positions, p, T, causal);
      const gradient = dm + <usize>((s * P + p) * ldm);
      for (let h: usize = 0; h < step; h += 16) {
        const weights = pattern + <usize>((s * P + p) * ldp) + h;
        for (let i = 0; i < D; i += 4) {
          // Transposed once for all keys: a vector of four features for each of four heads.
          const g = gradient + <usize>i * step + h;
          const r0 = v128.load(g);
          const r1 = v128.load(g + step);
          const r2 = v128.load(g + 2 * step);
          const r3 = v128.load(g + 3 * step);
          const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
          const t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
          const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
          const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
          const h0 = v128.shuffle<f32>(t0, t1, 0, 1, 4, 5);
          const h1 = v128.shuffle<f32>(t0, t1, 2, 3, 6, 7);
          const h2 = v128.shuffle<f32>(t2, t3, 0, 1, 4, 5);
          const h3 = v128.shuffle<f32>(t2, t3, 2, 3, 6, 7);
          let d = rows + ((<usize>i) << 2);
          let a = weights;
          for (let j = 0; j < visible; j++) {
            let sum = v128.load(d);
            sum = madd(v128.load32_splat(a), h0, sum);
            sum = madd(v128.load32_splat(a, 4), h1, sum);
            sum = madd(v128.load32_splat(a, 8), h2, sum);
            sum = madd(v128.load32_splat(a, 12), h3, sum);
            v128.store(d, sum);
            d += ldo;
            a += step;
          }
        }
      }
    }
  }
}

/** z[row, d, head] = Σ_i m[row, i, head]·W[i, d, head]. `K`: rows of the panels; D ≤ K of them are used. */
export function headLinear(
  rows: i32,
  H: i32,
  size: i32,
  D: i32,
  K: i32,
  m: usize,
  ldm: i32,
  w: usize,
  out: usize,
  ldo: i32,
): void {
  const step = (<usize>H) << 2;
  // Rows and columns past the last one are computed again as the last one, and stored to the same place.
  for (let row = 0; row < rows; row += 4) {
    const r1 = min(row + 1, rows - 1);
    const r2 = min(row + 2, rows - 1);
    const r3 = min(row + 3, rows - 1);
    for (let d = 0; d < size; d += 2) {
      const e = min(d + 1, size - 1);
      for (let h = 0; h < H; h += 4) {
        let wd = panelAt(w, K, 0, d * H + h);
        let we = panelAt(w, K, 0, e * H + h);
        const column = m + ((<usize>h) << 2);
        let m0 = column + <usize>(row * ldm);
        let m1 = column + <usize>(r1 * ldm);
        let m2 = column + <usize>(r2 * ldm);
        let m3 = column + <usize>(r3 * ldm);
        let c00 = f32x4.splat(0),
          c01 = c00,
          c10 = c00,
          c11 = c00,
          c20 = c00,
          c21 = c00,
          c30 = c00,
          c31 = c00;
        const end = wd + ((<usize>D) << 5);
        while (wd < end) {
          const b0 = v128.load(wd);
          const b1 = v128.load(we);
          const s0 = v128.load(m0);
          c00 = madd(s0, b0, c00);
          c01 = madd(s0, b1, c01);
          const s1 = v128.load(m1);
          c10 = madd(s1, b0, c10);
          c11 = madd(s1, b1, c11);
          const s2 = v128.load(m2);
          c20 = madd(s2, b0, c20);
          c21 = madd(s2, b1, c21);
          const s3 = v128.load(m3);
          c30 = madd(s3, b0, c30);
          c31 = madd(s3, b1, c31);
          wd += 32;
          we += 32;
          m0 += step;
          m1 += step;
          m2 += step;
          m3 += step;
        }
        const od = out + ((<usize>(d * H + h)) << 2);
        const oe = out + ((<usize>(e * H + h)) << 2);
        v128.store(oe + <usize>(r3 * ldo), c31);
        v128.store(od + <usize>(r3 * ldo), c30);
        v128.store(oe + <usize>(r2 * ldo), c21);
        v128.store(od + <usize>(r2 * ldo), c20);
        v128.store(oe + <usize>(r1 * ldo), c11);
        v128.store(od + <usize>(r1 * ldo), c10);
        v128.store(oe + <usize>(row * ldo), c01);
        v128.store(od + <usize>(row * ldo), c00);
      }
    }
  }
}

/** dm[row, i, head] = Σ_d dz[row, d, head]·W[i, d, head]; D is a multiple of 2. */
export function headLinearTransposed(
  rows: i32,
  H: i32,
  size: i32,
  D: i32,
  K: i32,
  dz: usize,
  ldz: i32,
  w: usize,
  out: usize,
  ldo: i32,
): void {
  const step = (<usize>H) << 2;
  // Where the heads fill whole panels, a head's next column is that many panels on.
  const wholePanels = (H & 7) == 0;
  const panelStep = (<usize>(H >> 3) * <usize>K) << 5;
  for (let row = 0; row < rows; row += 4) {
    const r1 = min(row + 1, rows - 1);
    const r2 = min(row + 2, rows - 1);
    const r3 = min(row + 3, rows - 1);
    for (let h = 0; h < H; h += 4) {
      const column = dz + ((<usize>h) << 2);
      const z0 = column + <usize>(row * ldz);
      const z1 = column + <usize>(r1 * ldz);
      const z2 = column + <usize>(r2 * ldz);
      const z3 = column + <usize>(r3 * ldz);
      for (let i = 0; i < D; i += 2) {
        let c00 = f32x4.splat(0),
          c01 = c00,
          c10 = c00,
          c11 = c00,
          c20 = c00,
          c21 = c00,
          c30 = c00,
          c31 = c00;
        let b = panelAt(w, K, i, h);
        for (let d = 0; d < size; d++) {
          if (!wholePanels) b = panelAt(w, K, i, d * H + h);
          const b0 = v128.load(b);
          const b1 = v128.load(b, 32);
          b += panelStep;
          const offset = <usize>d * step;
          const s0 = v128.load(z0 + offset);
          c00 = madd(s0, b0, c00);
          c01 = madd(s0, b1, c01);
          const s1 = v128.load(z1 + offset);
          c10 = madd(s1, b0, c10);
          c11 = madd(s1, b1, c11);
          const s2 = v128.load(z2 + offset);
          c20 = madd(s2, b0, c20);
          c21 = madd(s2, b1, c21);
          const s3 = v128.load(z3 + offset);
          c30 = madd(s3, b0, c30);
          c31 = madd(s3, b1, c31);
        }
        const o = out + ((<usize>(i * H + h)) << 2);
        v128.store(o + <usize>(r3 * ldo), c30);
        v128.store(o + <usize>(r3 * ldo) + step, c31);
        v128.store(o + <usize>(r2 * ldo), c20);
        v128.store(o + <usize>(r2 * ldo) + step, c21);
        v128.store(o + <usize>(r1 * ldo), c10);
        v128.store(o + <usize>(r1 * ldo) + step, c11);
        v128.store(o + <usize>(row * ldo), c00);
        v128.store(o + <usize>(row * ldo) + step, c01);
      }
    }
  }
}

/** dW[i, d, head] = Σ_row m[row, i, head]·dz[row, d, head] (or +=); D is a multiple of 4. */
export function headOuter(
  rows: i32,
  H: i32,
  size: i32,
  D: i32,
  K: i32,
  m: usize,
  ldm: i32,
  dz: usize,
  ldz: i32,
  dw: usize,
  accumulate: i32,
): void {
  const step = (<usize>H) << 2;
  for (let d = 0; d < size; d += 2) {
    // Where there is no second column, the first is computed twice, and stored to the same place.
    const e = min(d + 1, size - 1);
    for (let h = 0; h < H; h += 4) {
      for (let i = 0; i < D; i += 4) {
        const od = panelAt(dw, K, i, d * H + h);
        const oe = panelAt(dw, K, i, e * H + h);
        let c0 = f32x4.splat(0),
          c1 = c0,
          c2 = c0,
          c3 = c0,
          e0 = c0,
          e1 = c0,
          e2 = c0,
          e3 = c0;
        if (accumulate) {
          c0 = v128.load(od);
          c1 = v128.load(od, 32);
          c2 = v128.load(od, 64);
          c3 = v128.load(od, 96);
          e0 = v128.load(oe);
          e1 = v128.load(oe, 32);
          e2 = v128.load(oe, 64);
          e3 = v128.load(oe, 96);
        }
        let a = m + ((<usize>(i * H + h)) << 2);
        let z = dz + ((<usize>(d * H + h)) << 2);
        let y = dz + ((<usize>(e * H + h)) << 2);
        for (let row = 0; row < rows; row++) {
          const g = v128.load(z);
          const f = v128.load(y);
          const a0 = v128.load(a);
          c0 = madd(g, a0, c0);
          e0 = madd(f, a0, e0);
          const a1 = v128.load(a + step);
          c1 = madd(g, a1, c1);
          e1 = madd(f, a1, e1);
          const a2 = v128.load(a + 2 * step);
          c2 = madd(g, a2, c2);
          e2 = madd(f, a2, e2);
          const a3 = v128.load(a + 3 * step);
          c3 = madd(g, a3, c3);
          e3 = madd(f, a3, e3);
          a += ldm;
          z += ldz;
          y += ldz;
        }
        v128.store(oe, e0);
        v128.store(oe, e1, 32);
        v128.store(oe, e2, 64);
        v128.store(oe, e3, 96);
        v128.store(od, c0);
        v128.store(od, c1, 32);
        v128.store(od, c2, 64);
        v128.store(od, c3, 96);
      }
    }
  }
}
