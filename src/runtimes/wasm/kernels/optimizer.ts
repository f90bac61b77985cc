// Updates of all parameters at once: they, their gradients and the optimizer's state share one layout.

/** Where the constants of an update are kept: splatting loads from memory keep V8 from rebuilding them in the loop. */
const constants = memory.data(64, 16);

/** Adam (Kingma & Ba, algorithm 1, bias-corrected by the caller's factors) with decoupled weight decay. */
export function adam(
  bytes: usize,
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  beta1: f32,
  beta2: f32,
  rate: f32,
  correction: f32,
  epsilon: f32,
  decay: f32,
): void {
  store<f32>(constants, beta1);
  store<f32>(constants, beta2, 4);
  store<f32>(constants, 1 - beta1, 8);
  store<f32>(constants, 1 - beta2, 12);
  store<f32>(constants, rate, 16);
  store<f32>(constants, correction, 20);
  store<f32>(constants, epsilon, 24);
  store<f32>(constants, 1 - decay, 28);
  const b1 = v128.load32_splat(constants);
  const b2 = v128.load32_splat(constants, 4);
  const c1 = v128.load32_splat(constants, 8);
  const c2 = v128.load32_splat(constants, 12);
  const r = v128.load32_splat(constants, 16);
  const vc = v128.load32_splat(constants, 20);
  const e = v128.load32_splat(constants, 24);
  const keep = v128.load32_splat(constants, 28);
  const decays = decay != 0;
  for (let i: usize = 0; i < bytes; i += 16) {
    const gi = v128.load(g + i);
    const mi = f32x4.add(f32x4.mul(b1, v128.load(m + i)), f32x4.mul(c1, gi));
    const vi = f32x4.add(f32x4.mul(b2, v128.load(v + i)), f32x4.mul(c2, f32x4.mul(gi, gi)));
    v128.store(m + i, mi);
    v128.store(v + i, vi);
    let pi = v128.load(p + i);
    if (decays) pi = f32x4.mul(pi, keep);
    const denominator = f32x4.add(f32x4.sqrt(f32x4.mul(vi, vc)), e);
    v128.store(p + i, f32x4.sub(pi, f32x4.div(f32x4.mul(r, mi), denominator)));
  }
}

/** Gradient descent with momentum m ← momentum·m + g, p ← (1 − decay)·p − rate·m. */
export function sgd(bytes: usize, p: usize, g: usize, m: usize, momentum: f32, rate: f32, decay: f32): void {
  const mu = f32x4.splat(momentum);
  const r = f32x4.splat(rate);
  const keep = f32x4.splat(1 - decay);
  for (let i: usize = 0; i < bytes; i += 16) {
    const mi = f32x4.add(f32x4.mul(mu, v128.load(m + i)), v128.load(g + i));
    v128.store(m + i, mi);
    v128.store(p + i, f32x4.sub(f32x4.mul(v128.load(p + i), keep), f32x4.mul(r, mi)));
  }
}
