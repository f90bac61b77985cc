import { ablations } from "./kinds/ablations.ts";
import { addBack } from "./kinds/addBack.ts";
import { attention } from "./kinds/attention.ts";
import { complement } from "./kinds/complement.ts";
import { composition } from "./kinds/composition.ts";
import { directOutput } from "./kinds/directOutput.ts";
import { induction } from "./kinds/induction.ts";
import { metrics } from "./kinds/metrics.ts";
import { mistakes } from "./kinds/mistakes.ts";
import { phaseChange } from "./kinds/phaseChange.ts";
import { previousToken } from "./kinds/previousToken.ts";
import { progress } from "./kinds/progress.ts";
import { weights } from "./kinds/weights.ts";
import { wiring } from "./kinds/wiring.ts";
import type { MeasureKind } from "./measureKind.ts";

/** All measures, in the order in which users choose from them. */
export const measureKinds: readonly MeasureKind[] = [
  metrics,
  induction,
  previousToken,
  ablations,
  progress,
  wiring,
  composition,
  addBack,
  mistakes,
  complement,
  directOutput,
  attention,
  weights,
  phaseChange,
];
