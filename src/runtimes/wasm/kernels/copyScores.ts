// Logits copied from attention: for each label, the scores of one head at the label tokens that have it. Rows of scores
// have heads as the fastest index (key·H + head); label tokens stand at the odd keys.

/** The score of the label token of a pair. */
function scoreOf(row: usize, H: i32, head: i32, pair: i32): f32 {
  return load<f32>(row + ((<usize>((2 * pair + 1) * H + head)) << 2));
}

/** log Σ e^score over the tokens of one label, in float64; −∞ without any. With one token it is its score, exactly. */
function logSum(row: usize, H: i32, head: i32, pairs: i32, tokens: usize, label: i32): f64 {
  let top: f64 = -Infinity;
  for (let pair = 0; pair < pairs; pair++) {
    if (load<i32>(tokens + ((<usize>pair) << 2)) == label) top = max(top, <f64>scoreOf(row, H, head, pair));
  }
  if (top == -Infinity) return top;
  let sum: f64 = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (load<i32>(tokens + ((<usize>pair) << 2)) != label) continue;
    sum += Math.exp(<f64>scoreOf(row, H, head, pair) - top);
  }
  return top + Math.log(sum);
}

/** out[label] = log Σ e^score, `absent` for labels without a token; columns from L to `width` are zero. */
export function copyScores(
  sequences: i32,
  pairs: i32,
  H: i32,
  head: i32,
  L: i32,
  width: i32,
  absent: f32,
  scores: usize,
  lds: i32,
  tokens: usize,
  out: usize,
  ldo: i32,
): void {
  for (let s = 0; s < sequences; s++) {
    const row = scores + <usize>(s * lds);
    const o = out + <usize>(s * ldo);
    const labels = tokens + ((<usize>(s * pairs)) << 2);
    for (let label = 0; label < width; label++) {
      let logit: f32 = 0;
      if (label < L) {
        const sum = logSum(row, H, head, pairs, labels, label);
        logit = sum == -Infinity ? absent : <f32>sum;
      }
      store<f32>(o + ((<usize>label) << 2), logit);
    }
  }
}

/** out = each label's gradient, shared by its tokens as e^score is; zero for other keys and heads, in `width` columns. */
export function copyScoresGradient(
  sequences: i32,
  pairs: i32,
  H: i32,
  head: i32,
  width: i32,
  dy: usize,
  ldy: i32,
  scores: usize,
  lds: i32,
  tokens: usize,
  out: usize,
  ldo: i32,
): void {
  for (let s = 0; s < sequences; s++) {
    const row = scores + <usize>(s * lds);
    const o = out + <usize>(s * ldo);
    const labels = tokens + ((<usize>(s * pairs)) << 2);
    for (let i = 0; i < width; i++) store<f32>(o + ((<usize>i) << 2), 0);
    for (let pair = 0; pair < pairs; pair++) {
      const label = load<i32>(labels + ((<usize>pair) << 2));
      const share = Math.exp(<f64>scoreOf(row, H, head, pair) - logSum(row, H, head, pairs, labels, label));
      const d = <f64>load<f32>(dy + <usize>(s * ldy) + ((<usize>label) << 2));
      store<f32>(o + ((<usize>((2 * pair + 1) * H + head)) << 2), <f32>(d * share));
    }
  }
}
