/**
 * How strongly a head reads what an earlier head writes, by their weights: ‖W_O^a·W_b‖_F / (‖W_O^a‖_F·‖W_b‖_F), in
 * 0 … 1; 0 where one of them is zero (Elhage et al. 2021, "A mathematical framework for transformer circuits").
 * @param written float32 [head size, width]: the earlier head's W_O
 * @param read float32 [width, head size]: the later head's W_Q, W_K or W_V
 */
export function compositionScore(written: Float32Array, read: Float32Array, headSize: number): number {
  const width = written.length / headSize;
  let product = 0;
  for (let row = 0; row < headSize; row++) {
    for (let column = 0; column < headSize; column++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += written[row * width + k]! * read[k * headSize + column]!;
      product += sum * sum;
    }
  }
  const norms = sumOfSquares(written) * sumOfSquares(read);
  return norms === 0 ? 0 : Math.sqrt(product / norms);
}

function sumOfSquares(numbers: Float32Array): number {
  return numbers.reduce((sum, number) => sum + number * number, 0);
}
