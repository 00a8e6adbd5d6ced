/** Seconds of the model as whole milliseconds of a column. */
export const toMs = (seconds: number): number => Math.round(seconds * 1000);

/** Milliseconds of a column as seconds of the model. */
export const toSeconds = (ms: number): number => ms / 1000;
