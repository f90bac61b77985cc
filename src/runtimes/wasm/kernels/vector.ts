// Four floats at a time: the few helpers that every kernel uses. Small functions are inlined by the compiler.

/** a·b + c; one rounding where the relaxed variant is built, two otherwise. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

/** The sum of the four lanes, first to last. */
export function sumLanes(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3)
  );
}

/** All ones in the lanes below `count`: for the end of a row whose length is no multiple of four. */
export function tailMask(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** The address of a row: numbered directly, or through a list of row numbers (0: none). */
export function rowAt(base: usize, stride: i32, index: usize, row: i32): usize {
  return base + <usize>((index ? load<i32>(index + ((<usize>row) << 2)) : row) * stride);
}

/** How many keys the query at the p-th listed position sees. */
export function visibleKeys(positions: usize, p: i32, T: i32, causal: i32): i32 {
  return causal ? load<i32>(positions + ((<usize>p) << 2)) + 1 : T;
}

/** Constants of `expVector`, four of each: loading them keeps V8 from rebuilding them in every loop. */
const expConstants = memory.data<f32>(
  [
    -87, -87, -87, -87, 1.44269504088896341, 1.44269504088896341, 1.44269504088896341, 1.44269504088896341,
    12582912, 12582912, 12582912, 12582912, 0.693359375, 0.693359375, 0.693359375, 0.693359375, 2.1219444e-4,
    2.1219444e-4, 2.1219444e-4, 2.1219444e-4, 1.98756915e-4, 1.98756915e-4, 1.98756915e-4, 1.98756915e-4,
    1.3981999507e-3, 1.3981999507e-3, 1.3981999507e-3, 1.3981999507e-3, 8.3334519073e-3, 8.3334519073e-3,
    8.3334519073e-3, 8.3334519073e-3, 4.1665795894e-2, 4.1665795894e-2, 4.1665795894e-2, 4.1665795894e-2,
    1.6666665459e-1, 1.6666665459e-1, 1.6666665459e-1, 1.6666665459e-1, 5.0000001201e-1, 5.0000001201e-1,
    5.0000001201e-1, 5.0000001201e-1, 1, 1, 1, 1,
  ],
  16,
);

/**
 * e^x for x ≤ 88, by Cody-Waite reduction and the minimax polynomial of Cephes' expf (relative error 2e-7). Below −87
 * it is e^−87.
 */
export function expVector(x: v128): v128 {
  let r = f32x4.pmax(x, v128.load(expConstants));
  const magic = v128.load(expConstants, 32);
  const shifted = f32x4.add(f32x4.mul(r, v128.load(expConstants, 16)), magic);
  const n = f32x4.sub(shifted, magic);
  r = f32x4.sub(r, f32x4.mul(n, v128.load(expConstants, 48)));
  r = f32x4.add(r, f32x4.mul(n, v128.load(expConstants, 64)));
  let y = v128.load(expConstants, 80);
  y = f32x4.add(f32x4.mul(y, r), v128.load(expConstants, 96));
  y = f32x4.add(f32x4.mul(y, r), v128.load(expConstants, 112));
  y = f32x4.add(f32x4.mul(y, r), v128.load(expConstants, 128));
  y = f32x4.add(f32x4.mul(y, r), v128.load(expConstants, 144));
  y = f32x4.add(f32x4.mul(y, r), v128.load(expConstants, 160));
  y = f32x4.add(f32x4.add(f32x4.mul(y, f32x4.mul(r, r)), r), v128.load(expConstants, 176));
  // 2^n by adding n to the exponent: `shifted` holds n in its lowest bits.
  return i32x4.add(y, i32x4.shl(shifted, 23));
}
