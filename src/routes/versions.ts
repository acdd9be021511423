import { Refused } from './problems';

/** The entity tag of a document at a version. */
export function etagOf(version: number): string {
  return `"v${version}"`;
}

/** Whether an `If-None-Match` says that the caller has this version already. Compared weakly (RFC 9110, 13.1.2). */
export function hasVersion(ifNoneMatch: string | undefined, version: number): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etagOf(version));
}

/** The versions that an `If-None-Match` names; `*` names none. */
export function versionsIn(ifNoneMatch: string | undefined): number[] {
  return Array.from((ifNoneMatch ?? '').matchAll(/"v(\d{1,16})"/g), ([, version]) => Number(version));
}

/**
 * The version that an `If-Match` demands.
 * @throws Refused `precondition-required` without the header, `precondition-failed` for a tag that no version has.
 */
export function demandedVersion(ifMatch: string | undefined): number | '*' {
  if (ifMatch === undefined) throw new Refused({ code: 'precondition-required' });
  const demanded = ifMatch.trim();
  if (demanded === '*') return '*';
  const version = /^"v(0|[1-9]\d{0,15})"$/.exec(demanded)?.[1];
  if (version === undefined) throw new Refused({ code: 'precondition-failed', detail: 'No version has this entity tag.' });
  return Number(version);
}
