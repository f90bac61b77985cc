// Cross-entropy over the first L columns of each row.
import { expVector } from "./vector";

function largest(row: usize, L: i32): f32 {
  let result = load<f32>(row);
  for (let i = 1; i < L; i++) result = max(result, load<f32>(row + ((<usize>i) << 2)));
  return result;
}

/** out[row] = −log softmax(logits)[target], in float64 until stored. */
export function crossEntropy(
  rows: i32,
  L: i32,
  logits: usize,
  ldl: i32,
  targets: usize,
  out: usize,
  ldo: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const x = logits + <usize>(row * ldl);
    const top = largest(x, L);
    let sum: f64 = 0;
    for (let i = 0; i < L; i++) sum += Math.exp(<f64>load<f32>(x + ((<usize>i) << 2)) - <f64>top);
    const target = <usize>load<i32>(targets + ((<usize>row) << 2));
    const loss = Math.log(sum) - (<f64>load<f32>(x + (target << 2)) - <f64>top);
    store<f32>(out + <usize>(row * ldo), <f32>loss);
  }
}

/** out = scale·(softmax(logits) − one-hot(target)); columns from L on are zero. `width`: columns with padding. */
export function crossEntropyGradient(
  rows: i32,
  L: i32,
  width: i32,
  scale: f32,
  logits: usize,
  ldl: i32,
  targets: usize,
  out: usize,
  ldo: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const x = logits + <usize>(row * ldl);
    const o = out + <usize>(row * ldo);
    const top = f32x4.splat(largest(x, L));
    for (let i: usize = 0; i < (<usize>width) << 2; i += 16) {
      v128.store(o + i, expVector(f32x4.sub(v128.load(x + i), top)));
    }
    let sum: f32 = 0;
    for (let i = 0; i < L; i++) sum += load<f32>(o + ((<usize>i) << 2));
    const target = load<i32>(targets + ((<usize>row) << 2));
    for (let i = 0; i < width; i++) {
      const p = load<f32>(o + ((<usize>i) << 2)) / sum;
      store<f32>(o + ((<usize>i) << 2), i < L ? (p - (i == target ? <f32>1 : <f32>0)) * scale : <f32>0);
    }
  }
}

/** out = the mean of the first column over all rows, summed in float64. */
export function mean(rows: i32, x: usize, ldx: i32, out: usize): void {
  let sum: f64 = 0;
  for (let row = 0; row < rows; row++) sum += <f64>load<f32>(x + <usize>(row * ldx));
  store<f32>(out, <f32>(sum / <f64>rows));
}
