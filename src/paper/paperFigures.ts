import { fig3a } from "./figures/fig3a.ts";
import { fig3b } from "./figures/fig3b.ts";
import { fig4a } from "./figures/fig4a.ts";
import { fig4b } from "./figures/fig4b.ts";
import { fig5a } from "./figures/fig5a.ts";
import { fig5b } from "./figures/fig5b.ts";
import { fig6 } from "./figures/fig6.ts";
import { fig7 } from "./figures/fig7.ts";
import { fig8 } from "./figures/fig8.ts";
import { fig9 } from "./figures/fig9.ts";
import { fig10 } from "./figures/fig10.ts";
import { fig11 } from "./figures/fig11.ts";
import { fig12 } from "./figures/fig12.ts";
import { fig13 } from "./figures/fig13.ts";
import { fig14 } from "./figures/fig14.ts";
import { fig15 } from "./figures/fig15.ts";
import { fig16 } from "./figures/fig16.ts";
import { fig17 } from "./figures/fig17.ts";
import { fig18 } from "./figures/fig18.ts";
import { table1 } from "./figures/table1.ts";
import { table2 } from "./figures/table2.ts";
import { table3 } from "./figures/table3.ts";
import type { PaperFigure } from "./paperFigure.ts";

/** Every figure and table that can be reproduced, in the order of the paper. */
export const paperFigures: readonly PaperFigure[] = [
  fig3a,
  fig3b,
  fig4a,
  fig4b,
  fig5a,
  fig5b,
  fig6,
  fig7,
  fig8,
  fig9,
  fig10,
  fig11,
  fig12,
  fig13,
  fig14,
  fig15,
  fig16,
  fig17,
  fig18,
  table1,
  table2,
  table3,
];
