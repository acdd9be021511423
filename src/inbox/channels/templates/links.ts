/** An address as a link in a message: absolute, http or https; null for what cannot be one. `appUrl` is where paths lead. */
export function linkTo(address: string, appUrl: string | null): string | null {
  const url = URL.parse(address, appUrl ?? undefined);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null;
}
