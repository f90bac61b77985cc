// How fast this machine multiplies and adds four floats at a time: what the other kernels are measured against.
import { madd } from "./vector";

/**
 * `repetitions` × 12 multiply-adds of four lanes (96 operations), in twelve chains: as many as it takes to hide how long
 * each one lasts. Returns something, so that it is done.
 */
export function peak(repetitions: i32, x: f32): f32 {
  const s = f32x4.splat(x);
  const t = f32x4.splat(1);
  let c0 = t,
    c1 = t,
    c2 = t,
    c3 = t,
    c4 = t,
    c5 = t,
    c6 = t,
    c7 = t,
    c8 = t,
    c9 = t,
    c10 = t,
    c11 = t;
  for (let i = 0; i < repetitions; i++) {
    c0 = madd(c0, s, t);
    c1 = madd(c1, s, t);
    c2 = madd(c2, s, t);
    c3 = madd(c3, s, t);
    c4 = madd(c4, s, t);
    c5 = madd(c5, s, t);
    c6 = madd(c6, s, t);
    c7 = madd(c7, s, t);
    c8 = madd(c8, s, t);
    c9 = madd(c9, s, t);
    c10 = madd(c10, s, t);
    c11 = madd(c11, s, t);
  }
  const c = f32x4.add(f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3)), f32x4.add(c4, c5));
  const d = f32x4.add(f32x4.add(f32x4.add(c6, c7), f32x4.add(c8, c9)), f32x4.add(c10, c11));
  return f32x4.extract_lane(f32x4.add(c, d), 0);
}
