// Matrix products. A weight matrix [K, N] is stored in panels of 8 columns: [N / 8][K][8].
import { madd, rowAt } from "./vector";

/**
 * C = A·W (+ bias), or C += A·W (+ bias). A: `rows` rows of K floats at `a`, `lda` bytes apart, or the rows listed at
 * `index`. C: 8·panels columns. Eight accumulators (4 rows × 8 columns) and no unrolling over k: more spill.
 */
export function multiply(
  rows: i32,
  K: i32,
  panels: i32,
  a: usize,
  lda: i32,
  index: usize,
  w: usize,
  c: usize,
  ldc: i32,
  bias: usize,
  accumulate: i32,
): void {
  const tiled = rows & ~3;
  for (let panel = 0; panel < panels; panel++) {
    const b = w + ((<usize>(panel * K)) << 5);
    const end = b + ((<usize>K) << 5);
    const columns = c + ((<usize>panel) << 5);
    for (let row = 0; row < tiled; row += 4) {
      let a0 = rowAt(a, lda, index, row);
      let a1 = rowAt(a, lda, index, row + 1);
      let a2 = rowAt(a, lda, index, row + 2);
      let a3 = rowAt(a, lda, index, row + 3);
      const o0 = columns + <usize>(row * ldc);
      const o1 = o0 + ldc;
      const o2 = o1 + ldc;
      const o3 = o2 + ldc;
      let c00 = f32x4.splat(0),
        c01 = c00,
        c10 = c00,
        c11 = c00,
        c20 = c00,
        c21 = c00,
        c30 = c00,
        c31 = c00;
      if (accumulate) {
        c00 = v128.load(o0);
        c01 = v128.load(o0, 16);
        c10 = v128.load(o1);
        c11 = v128.load(o1, 16);
        c20 = v128.load(o2);
        c21 = v128.load(o2, 16);
        c30 = v128.load(o3);
        c31 = v128.load(o3, 16);
      }
      if (bias) {
        const bias0 = v128.load(bias + ((<usize>panel) << 5));
        const bias1 = v128.load(bias + ((<usize>panel) << 5), 16);
        c00 = f32x4.add(c00, bias0);
        c01 = f32x4.add(c01, bias1);
        c10 = f32x4.add(c10, bias0);
        c11 = f32x4.add(c11, bias1);
        c20 = f32x4.add(c20, bias0);
        c21 = f32x4.add(c21, bias1);
        c30 = f32x4.add(c30, bias0);
        c31 = f32x4.add(c31, bias1);
      }
      let p = b;
      do {
        const b0 = v128.load(p);
        const b1 = v128.load(p, 16);
        const s0 = v128.load32_splat(a0);
        c00 = madd(s0, b0, c00);
        c01 = madd(s0, b1, c01);
        const s1 = v128.load32_splat(a1);
        c10 = madd(s1, b0, c10);
        c11 = madd(s1, b1, c11);
        const s2 = v128.load32_splat(a2);
        c20 = madd(s2, b0, c20);
        c21 = madd(s2, b1, c21);
        const s3 = v128.load32_splat(a3);
        c30 = madd(s3, b0, c30);
        c31 = madd(s3, b1, c31);
        a0 += 4;
        a1 += 4;
        a2 += 4;
        a3 += 4;
        p += 32;
      } while (p < end);
      v128.store(o0, c00);
      v128.store(o0, c01, 16);
      v128.store(o1, c10);
      v128.store(o1, c11, 16);
      v128.store(o2, c20);
      v128.store(o2, c21, 16);
      v128.store(o3, c30);
      v128.store(o3, c31, 16);
    }
    for (let row = tiled; row < rows; row++) {
      let a0 = rowAt(a, lda, index, row);
      const o0 = columns + <usize>(row * ldc);
      let c0 = f32x4.splat(0),
        c1 = c0;
      if (accumulate) {
        c0 = v128.load(o0);
        c1 = v128.load(o0, 16);
      }
      if (bias) {
        c0 = f32x4.add(c0, v128.load(bias + ((<usize>panel) << 5)));
        c1 = f32x4.add(c1, v128.load(bias + ((<usize>panel) << 5), 16));
      }
      let p = b;
      do {
        const s0 = v128.load32_splat(a0);
        c0 = madd(s0, v128.load(p), c0);
        c1 = madd(s0, v128.load(p, 16), c1);
        a0 += 4;
        p += 32;
      } while (p < end);
      v128.store(o0, c0);
      v128.store(o0, c1, 16);
    }
  }
}

/** dW = Aᵀ·dY (or +=), in panels [panels][K][8]: the sum over `rows` ≥ 0 rows of both. K is a multiple of 4. */
export function outer(
  rows: i32,
  K: i32,
  panels: i32,
  a: usize,
  lda: i32,
  index: usize,
  dy: usize,
  ldy: i32,
  dw: usize,
  accumulate: i32,
): void {
  for (let k = 0; k < K; k += 4) {
    const column = a + ((<usize>k) << 2);
    for (let panel = 0; panel < panels; panel++) {
      const o = dw + ((<usize>(panel * K + k)) << 5);
      let c00 = f32x4.splat(0),
        c01 = c00,
        c10 = c00,
        c11 = c00,
        c20 = c00,
        c21 = c00,
        c30 = c00,
        c31 = c00;
      if (accumulate) {
        c00 = v128.load(o);
        c01 = v128.load(o, 16);
        c10 = v128.load(o, 32);
        c11 = v128.load(o, 48);
        c20 = v128.load(o, 64);
        c21 = v128.load(o, 80);
        c30 = v128.load(o, 96);
        c31 = v128.load(o, 112);
      }
      let y = dy + ((<usize>panel) << 5);
      if (index) {
        for (let row = 0; row < rows; row++) {
          const x = rowAt(column, lda, index, row);
          const b0 = v128.load(y);
          const b1 = v128.load(y, 16);
          const s0 = v128.load32_splat(x);
          c00 = madd(s0, b0, c00);
          c01 = madd(s0, b1, c01);
          const s1 = v128.load32_splat(x, 4);
          c10 = madd(s1, b0, c10);
          c11 = madd(s1, b1, c11);
          const s2 = v128.load32_splat(x, 8);
          c20 = madd(s2, b0, c20);
          c21 = madd(s2, b1, c21);
          const s3 = v128.load32_splat(x, 12);
          c30 = madd(s3, b0, c30);
          c31 = madd(s3, b1, c31);
          y += ldy;
        }
      } else {
        let x = column;
        for (let row = 0; row < rows; row++) {
          const b0 = v128.load(y);
          const b1 = v128.load(y, 16);
          const s0 = v128.load32_splat(x);
          c00 = madd(s0, b0, c00);
          c01 = madd(s0, b1, c01);
          const s1 = v128.load32_splat(x, 4);
          c10 = madd(s1, b0, c10);
          c11 = madd(s1, b1, c11);
          const s2 = v128.load32_splat(x, 8);
          c20 = madd(s2, b0, c20);
          c21 = madd(s2, b1, c21);
          const s3 = v128.load32_splat(x, 12);
          c30 = madd(s3, b0, c30);
          c31 = madd(s3, b1, c31);
          x += lda;
          y += ldy;
        }
      }
      v128.store(o, c00);
      v128.store(o, c01, 16);
      v128.store(o, c10, 32);
      v128.store(o, c11, 48);
      v128.store(o, c20, 64);
      v128.store(o, c21, 80);
      v128.store(o, c30, 96);
      v128.store(o, c31, 112);
    }
  }
}

/** The panels of Wᵀ [N, K] from those of W [K, N]; K and N are multiples of 8. */
export function transpose(K: i32, N: i32, w: usize, wt: usize): void {
  for (let n = 0; n < N; n += 4) {
    for (let k = 0; k < K; k += 4) {
      const s = w + ((<usize>((n >> 3) * K * 8 + k * 8 + (n & 7))) << 2);
      const d = wt + ((<usize>((k >> 3) * N * 8 + n * 8 + (k & 7))) << 2);
      const r0 = v128.load(s);
      const r1 = v128.load(s, 32);
      const r2 = v128.load(s, 64);
      const r3 = v128.load(s, 96);
      const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(d, v128.shuffle<f32>(t0, t1, 0, 1, 4, 5));
      v128.store(d, v128.shuffle<f32>(t0, t1, 2, 3, 6, 7), 32);
      v128.store(d, v128.shuffle<f32>(t2, t3, 0, 1, 4, 5), 64);
      v128.store(d, v128.shuffle<f32>(t2, t3, 2, 3, 6, 7), 96);
    }
  }
}
