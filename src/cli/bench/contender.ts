/** An engine that trains the base run. */
export interface Contender {
  /** What it is called in tables: `wasm simd128`, `PyTorch 2.1.0`, … */
  readonly name: string;
  /** Does so many training steps, sampling included; resolves to the seconds that they took. */
  run(steps: number): Promise<number>;
}
