/** Whether one of two places of a document (JSON Pointers, elements as `@id`) is in the other one, or is it. '' is the whole document. */
export function overlap(a: string, b: string): boolean {
  return isWithin(a, b) || isWithin(b, a);
}

function isWithin(path: string, place: string): boolean {
  return place === '' || path === place || path.startsWith(`${place}/`);
}
