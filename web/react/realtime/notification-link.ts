import { isAppPath } from '../../sdk';

/** Where a button of a notification leads: an address of the web, or a path of the app; null for anything else. */
export function linkOf(url: string | null): string | null {
  if (url === null) return null;
  if (isAppPath(url)) return url;
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : null;
}
