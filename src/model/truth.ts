/**
 * Three-valued truth after Kleene: what could not be learnt is `unknown`, never `false`.
 * Strings, not booleans and nulls, so that a forgotten third case is a compile error.
 */
export type Truth = 'true' | 'false' | 'unknown';
