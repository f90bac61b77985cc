/** What is used of jStat, which brings no types. */
declare module "jstat" {
  const jStat: {
    /** The regularised incomplete beta function I_x(a, b), x in 0 … 1. */
    ibeta(x: number, a: number, b: number): number;
    /** The logarithm of the gamma function of x > 0. */
    gammaln(x: number): number;
    readonly studentt: {
      /** The t below which Student's t distribution has the probability p. */
      inv(p: number, degreesOfFreedom: number): number;
    };
  };
  export = jStat;
}
