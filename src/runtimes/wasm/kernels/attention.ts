// Attention over sequences of T positions. Heads are the fastest index (column size·H + head, H a multiple of 4), so
// that four heads are computed at a time without shuffles. Rows of queries: sequence·P + p, at position positions[p].
import { expVector, madd, rowAt, visibleKeys } from "./vector";

/** out_ij = scale·q_i·k_j per head, for the keys that i sees; `unseen` for the others. */
export function scores(
  sequences: i32,
  P: i32,
  positions: usize,
  T: i32,
  causal: i32,
  H: i32,
  size: i32,
  scale: f32,
  unseen: f32,
  q: usize,
  ldq: i32,
  k: usize,
  ldk: i32,
  index: usize,
  out: usize,
  ldo: i32,
): void {
  const step = (<usize>H) << 2;
  const end = step * <usize>size;
  const factor = f32x4.splat(scale);
  for (let s = 0; s < sequences; s++) {
    for (let p = 0; p < P; p++) {
      const visible = visibleKeys(positions, p, T, causal);
      const qRow = q + <usize>((s * P + p) * ldq);
      const outRow = out + <usize>((s * P + p) * ldo);
      for (let h: usize = 0; h < step; h += 16) {
        const qs = qRow + h;
        if (size == 8) {
          // The usual head size: the query stays in registers.
          const q0 = v128.load(qs);
          const q1 = v128.load(qs + step);
          const q2 = v128.load(qs + 2 * step);
          const q3 = v128.load(qs + 3 * step);
          const q4 = v128.load(qs + 4 * step);
          const q5 = v128.load(qs + 5 * step);
          const q6 = v128.load(qs + 6 * step);
          const q7 = v128.load(qs + 7 * step);
          for (let j = 0; j < visible; j++) {
            const ks = rowAt(k, ldk, index, s * T + j) + h;
            let even = f32x4.mul(q0, v128.load(ks));
            let odd = f32x4.mul(q1, v128.load(ks + step));
            even = madd(q2, v128.load(ks + 2 * step), even);
            odd = madd(q3, v128.load(ks + 3 * step), odd);
            even = madd(q4, v128.load(ks + 4 * step), even);
            odd = madd(q5, v128.load(ks + 5 * step), odd);
            even = madd(q6, v128.load(ks + 6 * step), even);
            odd = madd(q7, v128.load(ks + 7 * step), odd);
            v128.store(outRow + <usize>j * step + h, f32x4.mul(f32x4.add(even, odd), factor));
          }
        } else {
          for (let j = 0; j < visible; j++) {
            const kRow = rowAt(k, ldk, index, s * T + j);
            let sum = f32x4.mul(v128.load(qs), v128.load(kRow + h));
            for (let d = h + step; d < end; d += step)
              sum = madd(v128.load(qRow + d), v128.load(kRow + d), sum);
            v128.store(outRow + <usize>j * step + h, f32x4.mul(sum, factor));
          }
        }
        for (let j = visible; j < T; j++) {
          v128.store(outRow + <usize>j * step + h, f32x4.splat(unseen));
        }
      }
    }
  }
}

/** Softmax over the keys that each query sees; 0 for the others. */
export function softmax(
  sequences: i32,
  P: i32,
  positions: usize,
  T: i32,
  causal: i32,
  H: i32,
  x: usize,
  ldx: i32,
  out: usize,
  ldo: i32,
): void {
  const step = (<usize>H) << 2;
  const one = f32x4.splat(1);
  for (let s = 0; s < sequences; s++) {
    for (let p = 0; p < P; p++) {
      const visible = <usize>visibleKeys(positions, p, T, causal) * step;
      const from = x + <usize>((s * P + p) * ldx);
      const to = out + <usize>((s * P + p) * ldo);
      // Two groups of four heads at a time. Where there is no second, the first is done twice.
      for (let h: usize = 0; h < step; h += 32) {
        const row = from + h;
        const twin = from + min(h + 16, step - 16);
        const o = to + h;
        const oTwin = to + min(h + 16, step - 16);
        let largest = v128.load(row),
          largestTwin = v128.load(twin);
        for (let j = step; j < visible; j += step) {
          largest = f32x4.pmax(largest, v128.load(row + j));
          largestTwin = f32x4.pmax(largestTwin, v128.load(twin + j));
        }
        let sum = f32x4.splat(0),
          sumTwin = sum;
        for (let j: usize = 0; j < visible; j += step) {
          const e = expVector(f32x4.sub(v128.load(row + j), largest));
          const f = expVector(f32x4.sub(v128.load(twin + j), largestTwin));
          v128.store(o + j, e);
          v128.store(oTwin + j, f);
          sum = f32x4.add(sum, e);
          sumTwin = f32x4.add(sumTwin, f);
        }
        const inverse = f32x4.div(one, sum);
        const inverseTwin = f32x4.div(one, sumTwin);
        for (let j: usize = 0; j < visible; j += step) {
          const e = f32x4.mul(v128.load(o + j), inverse);
          const f = f32x4.mul(v128.load(oTwin + j), inverseTwin);
          v128.store(o + j, e);
          v128.store(oTwin + j, f);
        }
        for (let j = visible; j < <usize>T * step; j += step) {
          v128.store(o + j, f32x4.splat(0));
          v128.store(oTwin + j, f32x4.splat(0));
        }
      }
    }
  }
}

/** The gradient of softmax: p·(dp − Σ_j dp_j·p_j); 0 for keys that are not seen. */
export function softmaxGradient(
  sequences: i32,
  P: i32,
  positions: usize,
  T: i32,
  causal: i32,
  H: i32,
  dp: usize,
  ldd: i32,
  pattern: usize,
  ldp: i32,
  out: usize,
  ldo: i32,
): void {
  const step = (<usize>H) << 2;
  for (let s = 0; s < sequences; s++) {
    for (let p = 0; p < P; p++) {
      const visible = <usize>visibleKeys(positions, p, T, causal) * step;
      const row = s * P + p;
      for (let h: usize = 0; h < step; h += 16) {
        const g = dp + <usize>(row * ldd) + h;
        const a = pattern + <usize>(row * ldp) + h;
        const o = out + <usize>(row * ldo) + h;
        let dot = f32x4.splat(0);
        for (let j: usize = 0; j < visible; j += step) dot = madd(v128.load(g + j), v128.load(a + j), dot);
        for (let j: usize = 0; j < visible; j += step) {
          v128.store(o + j, f32x4.mul(v128.load(a + j), f32x4.sub(v128.load(g + j), dot)));
        }
        for (let j = visible; j < <usize>T * step; j += step) v128.store(o + j, f32x4.splat(0));
      }
    }
  }
}

/** out_i = scale·Σ_j pattern_ij·v_j per head, over the keys that i sees. */
export function mix(
  sequences: i32,
  P: i32,
  positions: usize,
  T: i32,
  causal: i32,
  H: i32,
  size: i32,
  scale: f32,
  pattern: usize,
  ldp: i32,
  v: usize,
  ldv: i32,
  index: usize,
  out: usize,
  ldo: i32,
): void {
  const step = (<usize>H) << 2;
  const factor = f32x4.splat(scale);
  const blocks = size >> 3;
  for (let s = 0; s < sequences; s++) {
    for (let p = 0; p < P; p++) {
      const visible = visibleKeys(positions, p, T, causal);
      for (let h: usize = 0; h < step; h += 16) {
        const weights = pattern + <usize>((s * P + p) * ldp) + h;
        const o = out + <usize>((s * P + p) * ldo) + h;
        for (let block = 0; block < blocks; block++) {
          const d = <usize>(block << 3) * step;
          let o0 = f32x4.splat(0),
            o1 = o0,
            o2 = o0,
            o3 = o0,
            o4 = o0,
            o5 = o0,
            o6 = o0,
            o7 = o0;
          for (let j = 0; j < visible; j++) {
            const row = rowAt(v, ldv, index, s * T + j) + h + d;
            const a = v128.load(weights + <usize>j * step);
            o0 = madd(a, v128.load(row), o0);
            o1 = madd(a, v128.load(row + step), o1);
            o2 = madd(a, v128.load(row + 2 * step), o2);
            o3 = madd(a, v128.load(row + 3 * step), o3);
            o4 = madd(a, v128.load(row + 4 * step), o4);
            o5 = madd(a, v128.load(row + 5 * step), o5);
            o6 = madd(a, v128.load(row + 6 * step), o6);
            o7 = madd(a, v128.load(row + 7 * step), o7);
          }
          v128.store(o + d, f32x4.mul(o0, factor));
          v128.store(o + d + step, f32x4.mul(o1, factor));
          v128.store(o + d + 2 * step, f32x4.mul(o2, factor));
          v128.store(o + d + 3 * step, f32x4.mul(o3, factor));
          v128.store(o + d + 4 * step, f32x4.mul(o4, factor));
          v128.store(o + d + 5 * step, f32x4.mul(o5, factor));
          v128.store(o + d + 6 * step, f32x4.mul(o6, factor));
          v128.store(o + d + 7 * step, f32x4.mul(o7, factor));
        }
        for (let d = <usize>(blocks << 3) * step; d < <usize>size * step; d += step) {
          let sum = f32x4.splat(0);
          for (let j = 0; j < visible; j++) {
            const row = rowAt(v, ldv, index, s * T + j) + h + d;
            sum = madd(v128.load(weights + <usize>j * step), v128.load(row), sum);
          }
          v128.store(o + d, f32x4.mul(sum, factor));
        }
      }
    }
  }
}

/** out_j = scale·Σ_i pattern_ij·x_i per head, over the queries that see j; added to the rows at `target` if given. */
export function mixTransposed(
  sequences: i32,
  P: i32,
  positions: usize,
  T: i32,
  causal: i32,
  H: i32,
  size: i32,
  scale: f32,
  pattern: usize,
  ldp: i32,
  x: usize,
  ldx: i32,
  out: usize,
  ldo: i32,
  target: usize,
  accumulate: i32,
): void {
  const step = (<usize>H) << 2;
  const factor = f32x4.splat(scale);
  const blocks = size >> 3;
  for (let s = 0; s < sequences; s++) {
    for (let j = 0; j < T; j++) {
      const o = rowAt(out, ldo, target, s * T + j);
      // Positions ascend: from the first query that sees j on, all do.
      let first = 0;
      while (first < P && visibleKeys(positions, first, T, causal) <= j) first++;
      for (let h: usize = 0; h < step; h += 16) {
        const weights = pattern + <usize>(s * P * ldp) + <usize>j * step + h;
        for (let block = 0; block < blocks; block++) {
          const d = <usize>(block << 3) * step + h;
          let o0 = f32x4.splat(0),
            o1 = o0,
            o2 = o0,
            o3 = o0,
            o4 = o0,
            o5 = o0,
            o6 = o0,
            o7 = o0;
          for (let p = first; p < P; p++) {
            const row = x + <usize>((s * P + p) * ldx) + d;
            const a = v128.load(weights + <usize>(p * ldp));
            o0 = madd(a, v128.load(row), o0);
            o1 = madd(a, v128.load(row + step), o1);
            o2 = madd(a, v128.load(row + 2 * step), o2);
            o3 = madd(a, v128.load(row + 3 * step), o3);
            o4 = madd(a, v128.load(row + 4 * step), o4);
            o5 = madd(a, v128.load(row + 5 * step), o5);
            o6 = madd(a, v128.load(row + 6 * step), o6);
            o7 = madd(a, v128.load(row + 7 * step), o7);
          }
          o0 = f32x4.mul(o0, factor);
          o1 = f32x4.mul(o1, factor);
          o2 = f32x4.mul(o2, factor);
          o3 = f32x4.mul(o3, factor);
          o4 = f32x4.mul(o4, factor);
          o5 = f32x4.mul(o5, factor);
          o6 = f32x4.mul(o6, factor);
          o7 = f32x4.mul(o7, factor);
          if (accumulate) {
            o0 = f32x4.add(o0, v128.load(o + d));
            o1 = f32x4.add(o1, v128.load(o + d + step));
            o2 = f32x4.add(o2, v128.load(o + d + 2 * step));
            o3 = f32x4.add(o3, v128.load(o + d + 3 * step));
            o4 = f32x4.add(o4, v128.load(o + d + 4 * step));
            o5 = f32x4.add(o5, v128.load(o + d + 5 * step));
            o6 = f32x4.add(o6, v128.load(o + d + 6 * step));
            o7 = f32x4.add(o7, v128.load(o + d + 7 * step));
          }
          v128.store(o + d, o0);
          v128.store(o + d + step, o1);
          v128.store(o + d + 2 * step, o2);
          v128.store(o + d + 3 * step, o3);
          v128.store(o + d + 4 * step, o4);
          v128.store(o + d + 5 * step, o5);
          v128.store(o + d + 6 * step, o6);
          v128.store(o + d + 7 * step, o7);
        }
        for (let d = <usize>(blocks << 3) * step + h; d < <usize>size * step; d += step) {
          let sum = f32x4.splat(0);
          for (let p = first; p < P; p++) {
            sum = madd(
              v128.load(weights + <usize>(p * ldp)),
              v128.load(x + <usize>((s * P + p) * ldx) + d),
              sum,
            );
          }
          sum = f32x4.mul(sum, factor);
          if (accumulate) sum = f32x4.add(sum, v128.load(o + d));
          v128.store(o + d, sum);
        }
      }
    }
  }
}

/**
 * Turns pairs of columns (2i, 2i + 1) by each position's angles: cosines and sines are [positions, size / 2]. With
 * sines of the opposite sign it turns back.
 */
export function rope(
  sequences: i32,
  P: i32,
  positions: usize,
  H: i32,
  size: i32,
  cosines: usize,
  sines: usize,
  x: usize,
  ldx: i32,
  index: usize,
  out: usize,
  ldo: i32,
  target: usize,
  accumulate: i32,
): void {
  const step = (<usize>H) << 2;
  const half = size >> 1;
  for (let s = 0; s < sequences; s++) {
    for (let p = 0; p < P; p++) {
      const angles = (<usize>(load<i32>(positions + ((<usize>p) << 2)) * half)) << 2;
      let even = rowAt(x, ldx, index, s * P + p);
      let o = rowAt(out, ldo, target, s * P + p);
      for (let i = angles; i < angles + ((<usize>half) << 2); i += 4) {
        const c = v128.load32_splat(cosines + i);
        const sn = v128.load32_splat(sines + i);
        const odd = even + step;
        const oddOut = o + step;
        if (step == 32 && !accumulate) {
          // The usual eight heads.
          const a = v128.load(even);
          const b = v128.load(even, 32);
          const e = v128.load(even, 16);
          const f = v128.load(even, 48);
          v128.store(o, f32x4.sub(f32x4.mul(a, c), f32x4.mul(b, sn)));
          v128.store(o, f32x4.sub(f32x4.mul(e, c), f32x4.mul(f, sn)), 16);
          v128.store(o, f32x4.add(f32x4.mul(b, c), f32x4.mul(a, sn)), 32);
          v128.store(o, f32x4.add(f32x4.mul(f, c), f32x4.mul(e, sn)), 48);
          even += 64;
          o += 64;
          continue;
        }
        // Two groups of four heads at a time. Where there is no second, the first is done twice.
        for (let h: usize = 0; h < step; h += 32) {
          const g = min(h + 16, step - 16);
          const a = v128.load(even + h);
          const b = v128.load(odd + h);
          const e = v128.load(even + g);
          const f = v128.load(odd + g);
          let y0 = f32x4.sub(f32x4.mul(a, c), f32x4.mul(b, sn));
          let y1 = f32x4.add(f32x4.mul(b, c), f32x4.mul(a, sn));
          let y2 = f32x4.sub(f32x4.mul(e, c), f32x4.mul(f, sn));
          let y3 = f32x4.add(f32x4.mul(f, c), f32x4.mul(e, sn));
          if (accumulate) {
            // All is read before anything is written, or what is done twice would be added twice.
            y0 = f32x4.add(y0, v128.load(o + h));
            y1 = f32x4.add(y1, v128.load(oddOut + h));
            y2 = f32x4.add(y2, v128.load(o + g));
            y3 = f32x4.add(y3, v128.load(oddOut + g));
          }
          v128.store(o + h, y0);
          v128.store(oddOut + h, y1);
          v128.store(o + g, y2);
          v128.store(oddOut + g, y3);
        }
        even += 2 * step;
        o += 2 * step;
      }
    }
  }
}
