/** Goes up whenever a measure gives other values or another form of them, so that what is kept of it is taken anew. */
export const measureVersion = 1;
