import { isPointer, type Json, valueAt } from './json';

/** A text with places to fill: `{/data/hotel/name}` is what stands there in the event, `{{` a brace. */
export type TemplatePart = { readonly text: string } | { readonly pointer: string };

/** The parts of a template; null for a text that is none. */
export function parseTemplate(template: string): TemplatePart[] | null {
  const parts: TemplatePart[] = [];
  for (const [token, pointer] of template.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]/g)) {
    if (pointer !== undefined) {
      if (!isPointer(pointer)) return null;
      parts.push({ pointer });
    } else if (token === '{' || token === '}') return null;
    else parts.push({ text: token === '{{' ? '{' : token === '}}' ? '}' : token });
  }
  return parts;
}

/**
 * Fills a template from an event. One that is a single place takes the value as it is, or undefined where there is none;
 * in a longer text what is missing is left out, and lists and objects have no place.
 */
export function fillTemplate(template: string, event: Json): Json | undefined {
  const parts = parseTemplate(template) ?? [];
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && 'pointer' in only) return valueAt(event, only.pointer);
  return parts.map((part) => ('text' in part ? part.text : textOf(valueAt(event, part.pointer)))).join('');
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
