const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** A control, formatting or bidirectional character; a new line becomes a space like the rest. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * What a person typed, without Slack's markup: links become their label or address, mentions of people go away, entities are resolved.
 * The words are for matching and for showing as data; they are markup nowhere.
 */
export function plainWords(text: string, most: number): string {
  return text
    .replace(/<(?:@[UW][A-Z0-9]+|![^>]*)(?:\|[^>]*)?>/gu, ' ')
    .replace(/<#[A-Z0-9]+\|([^>]*)>/gu, '$1')
    .replace(/<(?:mailto:|tel:)?([^<>|]+)(?:\|([^<>]*))?>/gu, (_, address: string, label?: string) =>
      // Slack makes links of bare host names (label = what was typed); a label with other words hides the address.
      label && address.includes(label.replace(/^https?:\/\//u, '')) ? label : address,
    )
    .replace(/&(?:lt|gt|amp);/gu, entity => ENTITIES[entity] ?? entity)
    .replace(UNSEEN, ' ')
    .replace(/ {2,}/gu, ' ')
    .trim()
    .slice(0, most)
    .trimEnd();
}
