import type { OptimizerUpdate } from "../runtime.ts";

/** A parameter with all that is kept for it: float32, all of one size. */
export interface OptimizedTensor {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly "first-moments": Float32Array;
  readonly "second-moments": Float32Array;
}

type Adam = Extract<OptimizerUpdate, { kind: "adam" }>;
type Sgd = Extract<OptimizerUpdate, { kind: "sgd" }>;

const { fround } = Math;

/** Applies an update in place, every operation rounded to float32: bit for bit what the wasm kernels do. */
export function applyUpdate(tensor: OptimizedTensor, update: OptimizerUpdate): void {
  if (update.kind === "adam") adam(tensor, update);
  else sgd(tensor, update);
}

/** Adam (Kingma & Ba, algorithm 1, bias-corrected by the caller's factors) with decoupled weight decay. */
function adam(tensor: OptimizedTensor, update: Adam): void {
  const { parameters: p, gradients: g, "first-moments": m, "second-moments": v } = tensor;
  const [b1, b2, rate, correction, epsilon, decay] = [
    fround(update.beta1),
    fround(update.beta2),
    fround(update.rate),
    fround(update.correction),
    fround(update.epsilon),
    fround(update.decay),
  ];
  const [c1, c2, keep] = [fround(1 - b1), fround(1 - b2), fround(1 - decay)];
  for (let i = 0; i < p.length; i++) {
    const gi = g[i]!;
    const mi = fround(fround(b1 * m[i]!) + fround(c1 * gi));
    const vi = fround(fround(b2 * v[i]!) + fround(c2 * fround(gi * gi)));
    m[i] = mi;
    v[i] = vi;
    const denominator = fround(fround(Math.sqrt(fround(vi * correction))) + epsilon);
    p[i] = fround(p[i]! * keep) - fround(fround(rate * mi) / denominator);
  }
}

/** Gradient descent with momentum m ← momentum·m + g, p ← (1 − decay)·p − rate·m. */
function sgd(tensor: OptimizedTensor, update: Sgd): void {
  const { parameters: p, gradients: g, "first-moments": m } = tensor;
  const [momentum, rate, keep] = [
    fround(update.momentum),
    fround(update.rate),
    fround(1 - fround(update.decay)),
  ];
  for (let i = 0; i < p.length; i++) {
    const mi = fround(fround(momentum * m[i]!) + g[i]!);
    m[i] = mi;
    p[i] = fround(p[i]! * keep) - fround(rate * mi);
  }
}
