/** Somewhere that the palette leads to. */
export interface Destination {
  readonly id: string;
  readonly name: string;
  /** What tells it from others of its name, e.g. the day of a card. */
  readonly detail: string;
  readonly go: () => void;
}

/** No list is longer than this: whoever does not find it types one letter more. */
const maxFound = 50;

/** The destinations that hold every word that was typed, in their name or their detail; those that begin with it first. */
export function findDestinations(destinations: readonly Destination[], typed: string): Destination[] {
  const words = folded(typed)
    .split(' ')
    .filter((word) => word !== '');
  const found = destinations.filter(({ name, detail }) => {
    const searched = folded(`${name} ${detail}`);
    return words.every((word) => searched.includes(word));
  });
  const first = words[0] ?? '';
  return found
    .sort((a, b) => Number(folded(b.name).startsWith(first)) - Number(folded(a.name).startsWith(first)))
    .slice(0, maxFound);
}

/** How words are compared: without case, width and accents, and katakana as hiragana. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .normalize('NFD')
    .replace(/\p{M}/gu, (mark) => (mark === '\u3099' || mark === '\u309a' ? mark : ''))
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}
