/** A piece of HTML: everything in it that came from outside is escaped. */
export class Html {
  constructor(readonly source: string) {}
}

type Part = Html | string | number | null | readonly Part[];

/** Makes HTML of a template: texts are escaped, HTML and lists of it go in as they are, null is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const source = strings.map((text, index) => text + (index < parts.length ? sourceOf(parts[index] ?? null) : ''));
  return new Html(source.join(''));
}

function sourceOf(part: Part): string {
  if (part === null) return '';
  if (part instanceof Html) return part.source;
  if (typeof part === 'object') return part.map(sourceOf).join('');
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
