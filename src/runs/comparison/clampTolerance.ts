/** How far an activation may be from its replacement under a clamp: the rounding of float32, with room to spare. */
export const clampTolerance = 1e-5;
