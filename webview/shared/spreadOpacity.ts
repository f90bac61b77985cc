/** How much of its colour the band around a mean has. */
export const spreadOpacity = 0.2;
