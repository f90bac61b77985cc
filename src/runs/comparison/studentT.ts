import jStat from "jstat";

/** Student's t distribution. Numbers have about six right digits: the library's continued fraction ends there. */
export const studentT = {
  /**
   * The probability of a |t| at least as large where the true mean is 0: I_x(ν/2, 1/2) at x = ν/(ν + t²), with ν
   * degrees of freedom (Abramowitz & Stegun, Handbook of Mathematical Functions, 26.5.27 and 26.7.1). Written like
   * this, a large t does not cancel to 0.
   */
  twoSidedP: (t: number, degreesOfFreedom: number): number =>
    Math.min(1, jStat.ibeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5)),

  /** The t that |t| stays below with a probability (0 … 1, such as 0.95). */
  twoSidedLimit: (probability: number, degreesOfFreedom: number): number =>
    jStat.studentt.inv((1 + probability) / 2, degreesOfFreedom),

  /**
   * By how much a standardised mean difference overestimates, as a factor to correct it: Γ(ν/2) / (√(ν/2) Γ((ν − 1)/2))
   * (L. V. Hedges, "Distribution theory for Glass's estimator of effect size and related estimators", Journal of
   * Educational Statistics 6, 1981). Null for one degree of freedom, where it has no finite expectation.
   */
  hedgesCorrection: (degreesOfFreedom: number): number | null => {
    if (degreesOfFreedom < 2) return null;
    const half = degreesOfFreedom / 2;
    return Math.exp(jStat.gammaln(half) - jStat.gammaln(half - 0.5)) / Math.sqrt(half);
  },
};
