import { lockLimits } from '../../protocol/limits';
import { pointer, pointerTokens } from '../pointer';
import { type DocumentSchema, idKeyOf, isCollection } from '../schema';
import { type Content, readOnlyFields } from '../view';

/** A path as locks are kept: elements by `@id`. Null for one that names no place where somebody could write. */
export function lockPath(schema: DocumentSchema, view: Content, path: string): string | null {
  if (path.length > lockLimits.maxPathChars) return null;
  const tokens = pointerTokens(path);
  if (tokens === null) return null;
  const [name, token, ...rest] = tokens;
  if (name === undefined) return '';
  const field = readOnlyFields.has(name) || !Object.hasOwn(schema.fields, name) ? undefined : schema.fields[name];
  if (field === undefined) return null;
  if (token === undefined) return pointer(name);
  if (!isCollection(field)) return pointer(name, token, ...rest);
  const elements = view[name] as readonly Content[];
  const key = idKeyOf(field);
  const element = token.startsWith('@') ? elements.find((one) => one[key] === token.slice(1)) : elements[indexOf(token)];
  return element === undefined ? null : pointer(name, `@${element[key]}`, ...rest);
}

function indexOf(token: string): number {
  return /^(0|[1-9]\d*)$/.test(token) ? Number(token) : -1;
}
