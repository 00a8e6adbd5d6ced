/** Most of one text that people are shown; nobody reads more on a screen. */
const MOST_SHOWN = 1000;

/** Escape sequences of terminals (ECMA-48): control sequences, and commands that end with BEL or ST. Linear: no part can match in two ways. */
const ESCAPE_SEQUENCES = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)/gu;

/** Control characters, line breaks, what is invisible, and what changes the direction of writing (Unicode UAX #9, "Trojan Source"). */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]+/gu;

/**
 * Text from a host or a person, made harmless to show: no escape sequences, no control, invisible or bidirectional characters, no
 * half of a surrogate pair, one line, an ellipsis where its end is missing. It is still data: no renderer may take it for markup.
 */
export function harmless(text: string, most = MOST_SHOWN): string {
  const shown = text.slice(0, most).replace(ESCAPE_SEQUENCES, '').replace(UNSEEN, ' ').trimEnd().toWellFormed();
  return text.length > most ? `${shown}…` : shown;
}
