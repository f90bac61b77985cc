// How fast this machine multiplies and adds four floats at a time: what the other kernels are measured against.
import { madd } from "./vector";

/** Sixteen pairs of vectors to multiply by: with one only, the products would be computed once. */
const factors = memory.data(512, 16);

/** `repetitions` × 8 independent multiply-adds of four lanes (64 operations); returns something, so that it is done. */
export function peak(repetitions: i32, x: f32): f32 {
  const s0 = f32x4.splat(x),
    s1 = f32x4.splat(x * 2),
    s2 = f32x4.splat(x * 3),
    s3 = f32x4.splat(x * 5);
  for (let i: usize = 0; i < 512; i += 4) store<f32>(factors + i, x * <f32>i);
  let c0 = f32x4.splat(0),
    c1 = c0,
    c2 = c0,
    c3 = c0,
    d0 = c0,
    d1 = c0,
    d2 = c0,
    d3 = c0;
  for (let i = 0; i < repetitions; i++) {
    const p = factors + (((<usize>i) & 15) << 5);
    const b0 = v128.load(p),
      b1 = v128.load(p, 16);
    c0 = madd(s0, b0, c0);
    d0 = madd(s0, b1, d0);
    c1 = madd(s1, b0, c1);
    d1 = madd(s1, b1, d1);
    c2 = madd(s2, b0, c2);
    d2 = madd(s2, b1, d2);
    c3 = madd(s3, b0, c3);
    d3 = madd(s3, b1, d3);
  }
  const c = f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3));
  const d = f32x4.add(f32x4.add(d0, d1), f32x4.add(d2, d3));
  return f32x4.extract_lane(f32x4.add(c, d), 0);
}
