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

/** e^x for x ≤ 88, by Cody-Waite reduction and the minimax polynomial of Cephes' expf (relative error 2e-7). */
export function expVector(x: v128): v128 {
  let r = f32x4.max(x, f32x4.splat(-87));
  const shifted = f32x4.add(f32x4.mul(r, f32x4.splat(1.44269504088896341)), f32x4.splat(12582912));
  const n = f32x4.sub(shifted, f32x4.splat(12582912));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.1219444e-4)));
  let y = f32x4.splat(1.98756915e-4);
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.3981999507e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(8.3334519073e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(4.1665795894e-2));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.6666665459e-1));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(5.0000001201e-1));
  y = f32x4.add(f32x4.add(f32x4.mul(y, f32x4.mul(r, r)), r), f32x4.splat(1));
  // 2^n by adding n to the exponent: `shifted` holds n in its lowest bits.
  return i32x4.add(y, i32x4.shl(shifted, 23));
}
