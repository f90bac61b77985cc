/**
 * exp, log, sin and cos out of IEEE basic operations only, so that they give the same bits on every machine (the
 * built-in ones may differ between engines). Polynomials and constants from FDLIBM 5.3 (Sun Microsystems, 1993,
 * freely usable); errors are below one or two units in the last place.
 */

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;
const inverseLn2 = 1.442695040888963387;

const halfPi1 = 1.57079632673412561417;
const halfPi2 = 6.0771005063039659766e-11;
const halfPi3 = 2.0222662487111664558e-21;
const halfPi3Tail = 8.47842766036889956997e-32;
const inverseHalfPi = 6.36619772367581382433e-1;
/** Up to here n·halfPi1 is exact (halfPi1 has 33 bits, n stays below 2^20). */
const largestAngle = 1_000_000;

const two54 = 18014398509481984;
const sqrtHalf = Math.sqrt(0.5);

/** powers[k + 1022] = 2^k for k in [-1022, 1023]. */
const powers = new Float64Array(2046);
powers[1022] = 1;
for (let k = 1; k <= 1023; k++) powers[1022 + k] = powers[1021 + k]! * 2;
for (let k = 1; k <= 1022; k++) powers[1022 - k] = powers[1023 - k]! / 2;

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
const highHalf = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** e^x; 0 and Infinity where that is what a double can hold. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const k = Math.round(x * inverseLn2);
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t *
              (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k === 1024) return y * 2 * powers[2045]!;
  if (k < -1021) return (y * powers[k + 54 + 1022]!) / two54;
  return y * powers[k + 1022]!;
}

/** Natural logarithm; -Infinity at 0, not-a-number below. */
export function log(x: number): number {
  if (Number.isNaN(x) || x < 0) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return x;
  let k = 0;
  if (x < powers[0]!) {
    x *= two54;
    k = -54;
  }
  double[0] = x;
  k += (halves[highHalf]! >>> 20) - 1023;
  halves[highHalf] = (halves[highHalf]! & 0x000fffff) | 0x3ff00000;
  let m = double[0];
  if (m > 2 * sqrtHalf) {
    m /= 2;
    k += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const r =
    z *
    (6.66666666666673513e-1 +
      z *
        (3.999999999940941908e-1 +
          z *
            (2.857142874366239149e-1 +
              z *
                (2.222219843214978396e-1 +
                  z *
                    (1.818357216161805012e-1 +
                      z * (1.531383769920937332e-1 + z * 1.479819860511658591e-1))))));
  const half = 0.5 * f * f;
  return k * ln2High - (half - (s * (half + r) + k * ln2Low) - f);
}

/** Sine of an angle in radians of size up to 10^6. @throws RangeError for larger, infinite or not-a-number angles */
export function sin(x: number): number {
  return turn(x, 0);
}

/** Cosine of an angle in radians of size up to 10^6. @throws RangeError for larger, infinite or not-a-number angles */
export function cos(x: number): number {
  return turn(x, 1);
}

/** base^exponent for base > 0, as exp(exponent · log(base)): relative error about |exponent · log(base)| · 2e-16. */
export function power(base: number, exponent: number): number {
  return exp(exponent * log(base));
}

/** sin(x + quarters · π/2). */
function turn(x: number, quarters: number): number {
  if (!(x >= -largestAngle && x <= largestAngle)) {
    throw new RangeError(`Expected an angle of at most ${largestAngle} radians, got ${x}.`);
  }
  const n = Math.round(x * inverseHalfPi);
  // Cody and Waite in three steps: each step's rounding error is carried into the next.
  const r1 = x - n * halfPi1;
  const w2 = n * halfPi2;
  const r2 = r1 - w2;
  const w3 = n * halfPi3;
  const r3 = r2 - w3;
  const tail = n * halfPi3Tail - (r2 - r3 - w3) - (r1 - r2 - w2);
  const y = r3 - tail;
  const yTail = r3 - y - tail;
  switch ((n + quarters) & 3) {
    case 0:
      return sinKernel(y, yTail);
    case 1:
      return cosKernel(y, yTail);
    case 2:
      return -sinKernel(y, yTail);
    default:
      return -cosKernel(y, yTail);
  }
}

/** sin(y + tail) for |y| ≤ π/4. */
function sinKernel(y: number, tail: number): number {
  const z = y * y;
  const v = z * y;
  const r =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return y - (z * (0.5 * tail - v * r) - tail - v * -1.66666666666666324348e-1);
}

/** cos(y + tail) for |y| ≤ π/4. */
function cosKernel(y: number, tail: number): number {
  const z = y * y;
  const r =
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z *
            (2.48015872894767294178e-5 +
              z *
                (-2.75573143513906633035e-7 +
                  z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11)))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * r - y * tail));
}
