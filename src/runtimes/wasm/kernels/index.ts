// The machine that replays a compiled program: a flat list of kernel calls in memory. Each call is its number (see
// ../instruction.ts, which must agree) followed by its arguments, 32 bits each.
import { mix, mixTransposed, rope, scores, softmax, softmaxGradient } from "./attention";
import {
  featureScores,
  headLinear,
  headLinearTransposed,
  headOuter,
  mixFeatures,
  mixFeaturesTransposed,
} from "./headFeatures";
import { mixProjected, projectHeads } from "./projectedHeads";
import { findUsed, takeIndex } from "./indexing";
import { crossEntropy, crossEntropyGradient, mean } from "./loss";
import { copyScores, copyScoresGradient } from "./copyScores";
import { multiply, outer, transpose } from "./matrix";
import {
  addRows,
  gelu,
  geluGradient,
  layerNorm,
  layerNormGradient,
  layerNormWeightGradient,
  select,
  sumHeads,
  sumRows,
  zeroRows,
} from "./rows";

export { adam, sgd } from "./optimizer";
export { peak } from "./peak";

/** The first address that no kernel uses itself. */
export function heapBase(): usize {
  return __heap_base;
}

let pc: usize = 0;

/** The next argument. */
function arg(): i32 {
  const value = load<i32>(pc);
  pc += 4;
  return value;
}

function address(): usize {
  return <usize>arg();
}

function real(): f32 {
  return reinterpret<f32>(arg());
}

/** A number of rows: one found at run time, plus a constant. */
function count(): i32 {
  const found = load<i32>(address());
  return found + arg();
}

/** Like `count`, rounded up to whole tiles of four rows: into rows that are there to be overwritten. */
function paddedCount(padded: i32): i32 {
  const rows = count();
  return padded ? (rows + 3) & ~3 : rows;
}

/** Runs the kernel calls from `start` to `end`. */
export function run(start: usize, end: usize): void {
  pc = start;
  while (pc < end) {
    switch (arg()) {
      case 0:
        multiply(
          paddedCount(arg()),
          arg(),
          arg(),
          address(),
          arg(),
          address(),
          address(),
          address(),
          arg(),
          address(),
          arg(),
        );
        break;
      case 1:
        outer(count(), arg(), arg(), address(), arg(), address(), address(), arg(), address(), arg());
        break;
      case 2:
        transpose(arg(), arg(), address(), address());
        break;
      case 3:
        scores(
          arg(),
          arg(),
          address(),
          arg(),
          arg(),
          arg(),
          arg(),
          real(),
          real(),
          address(),
          arg(),
          address(),
          arg(),
          address(),
          address(),
          arg(),
        );
        break;
      case 4:
        softmax(arg(), arg(), address(), arg(), arg(), arg(), address(), arg(), address(), arg());
        break;
      case 5:
        softmaxGradient(
          arg(),
          arg(),
          address(),
          arg(),
          arg(),
          arg(),
          address(),
          arg(),
          address(),
          arg(),
          address(),
          arg(),
        );
        break;
      case 6:
        mix(
          arg(),
          arg(),
          address(),
          arg(),
          arg(),
          arg(),
          arg(),
          real(),
          address(),
          arg(),
          address(),
          arg(),
          address(),
          address(),
          arg(),
        );
        break;
      case 7:
        mixTransposed(
          arg(),
          arg(),
          address(),
          arg(),
          arg(),
          arg(),
          arg(),
          real(),
          address(),
          arg(),
          address(),
          arg(),
          address(),
          arg(),
          address(),
          arg(),
        );
        break;
      case 8:
        rope(
          arg(),
          arg(),
          address(),
          arg(),
          arg(),
          address(),
          address(),
          address(),
          arg(),
          address(),
          address(),
          arg(),
          address(),
          arg(),
        );
        break;
      case 9:
        layerNorm(
          count(),
          arg(),
          real(),
          address(),
          arg(),
          address(),
          address(),
          address(),
          arg(),
          address(),
        );
        break;
      case 10:
        layerNormGradient(
          count(),
          arg(),
          address(),
          arg(),
          address(),
          arg(),
          address(),
          address(),
          address(),
          arg(),
          arg(),
        );
        break;
      case 11:
        layerNormWeightGradient(count(), arg(), address(), arg(), address(), arg(), address(), address());
        break;
      case 12:
        sumRows(count(), arg(), address(), arg(), address());
        break;
      case 13:
        addRows(count(), arg(), real(), address(), arg(), address(), address(), arg(), address(), arg());
        break;
      case 14:
        zeroRows(count(), arg(), address(), arg());
        break;
      case 15:
        gelu(count(), arg(), address(), arg(), address(), arg());
        break;
      case 16:
        geluGradient(count(), arg(), address(), arg(), address(), arg(), address(), arg());
        break;
      case 17:
        select(
          arg(),
          arg(),
          address(),
          arg(),
          address(),
          arg(),
          address(),
          arg(),
          address(),
          arg(),
          arg(),
          arg(),
          address(),
          arg(),
        );
        break;
      case 18:
        sumHeads(count(), arg(), arg(), arg(), address(), arg(), address(), arg());
        break;
      case 19:
        crossEntropy(count(), arg(), address(), arg(), address(), address(), arg());
        break;
      case 20:
        crossEntropyGradient(count(), arg(), arg(), real(), address(), arg(), address(), address(), arg());
        break;
      case 21:
        mean(count(), address(), arg(), address());
        break;
      case 22:
        findUsed(arg(), arg(), arg(), address(), address(), address(), address(), address());
        break;
      case 23:
        takeIndex(arg(), arg(), address(), arg(), address(), address());
        break;
      case 24:
        mixFeatures(
          arg(),
          arg(),
          address(),
          arg(),
          arg(),
          arg(),
          arg(),
          address(),
          arg(),
          address(),
          arg(),
          address(),
          address(),
          arg(),
        );
        break;
      case 25:
        featureScores(
          arg(),
          arg(),
          address(),
          arg(),
          arg(),
          arg(),
          arg(),
          address(),
          arg(),
          address(),
          arg(),
          address(),
          address(),
          arg(),
        );
        break;
      case 26:
        mixFeaturesTransposed(
          arg(),
          arg(),
          address(),
          arg(),
          arg(),
          arg(),
          arg(),
          address(),
          arg(),
          address(),
          arg(),
          address(),
          arg(),
          arg(),
        );
        break;
      case 27:
        headLinear(count(), arg(), arg(), arg(), arg(), address(), arg(), address(), address(), arg());
        break;
      case 28:
        headLinearTransposed(
          count(),
          arg(),
          arg(),
          arg(),
          arg(),
          address(),
          arg(),
          address(),
          address(),
          arg(),
        );
        break;
      case 29:
        headOuter(count(), arg(), arg(), arg(), arg(), address(), arg(), address(), arg(), address(), arg());
        break;
      case 30:
        projectHeads(
          count(),
          arg(),
          arg(),
          arg(),
          arg(),
          arg(),
          address(),
          arg(),
          address(),
          address(),
          arg(),
        );
        break;
      case 31:
        mixProjected(
          arg(),
          arg(),
          address(),
          arg(),
          arg(),
          arg(),
          arg(),
          arg(),
          address(),
          arg(),
          address(),
          arg(),
          address(),
          address(),
          arg(),
          arg(),
        );
        break;
      case 32:
        copyScores(
          arg(),
          arg(),
          arg(),
          arg(),
          arg(),
          arg(),
          real(),
          address(),
          arg(),
          address(),
          address(),
          arg(),
        );
        break;
      case 33:
        copyScoresGradient(
          arg(),
          arg(),
          arg(),
          arg(),
          arg(),
          address(),
          arg(),
          address(),
          arg(),
          address(),
          address(),
          arg(),
        );
        break;
      default:
        unreachable();
    }
  }
}
