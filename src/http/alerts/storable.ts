/**
 * Text as every database takes it. PostgreSQL refuses NUL and half a surrogate pair, wherever they stand; everything else of a stranger's
 * text is data and stays, and is made harmless where it is shown.
 */
export function storable(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\u0000') ? whole.replaceAll('\u0000', '') : whole;
}

/** @param most characters (UTF-16 units) that stay; what is cut is said at the end of the text */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).replace(/[\ud800-\udbff]$/u, '')}… (${text.length} characters)`;
}
