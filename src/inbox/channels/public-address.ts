/** What may be called besides public addresses. */
export interface AddressRules {
  /** Lets `http` and `https` to this machine pass, for development. */
  readonly allowLocalhost: boolean;
}

const localSuffixes = [
  'localhost',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'home.arpa',
  'test',
  'invalid',
  'onion',
];

/** IPv4 ranges that are not on the public internet (RFC 6890 and those after it): first address, bits. */
const closedRanges: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Whether the server may call an address that somebody else chose (PROTOCOL.md, Z16): https to a name of the public internet, or to
 * an address of it. What a name resolves to is the platform's to guard: Workers reach nothing but the public internet.
 */
export function isPublicAddress(address: string, { allowLocalhost }: AddressRules = { allowLocalhost: false }): boolean {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  // The parser has made one form of every spelling: decimal, octal and hexadecimal parts, full-width digits, IPv4 in IPv6.
  const host = url.hostname.toLowerCase().replace(/\.+$/, '');
  if (allowLocalhost && isLoopback(host)) return url.protocol === 'https:' || url.protocol === 'http:';
  if (url.protocol !== 'https:' || host === '' || url.hostname.endsWith('.')) return false;
  if (host.startsWith('[')) return isPublicIpv6(host.slice(1, -1));
  const bits = ipv4Bits(host);
  if (bits !== null) return isPublicIpv4(bits);
  return host.includes('.') && !localSuffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}

/** The 32 bits of an IPv4 address; null for a name. */
function ipv4Bits(host: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host)?.slice(1).map(Number);
  return parts === undefined ? null : parts.reduce((bits, part) => bits * 256 + part, 0);
}

function isPublicIpv4(bits: number): boolean {
  return !closedRanges.some(([first, length]) => {
    const size = 2 ** (32 - length);
    const start = ipv4Bits(first) ?? 0;
    return bits >= start && bits < start + size;
  });
}

/** Only global unicast, 2000::/3, and of that nothing that wraps an IPv4 address or documents something. */
function isPublicIpv6(text: string): boolean {
  const groups = ipv6Groups(text);
  const [first = 0, second = 0] = groups;
  if (first < 0x2000 || first > 0x3fff) return false;
  // 6to4, Teredo and ORCHID with benchmarking (2001::/23), documentation.
  if (first === 0x2002 || first === 0x3fff || (first === 0x2001 && (second < 0x200 || second === 0xdb8))) return false;
  return true;
}

/** The eight groups of an address as the URL parser writes it. */
function ipv6Groups(text: string): number[] {
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(zeros).fill('0'), ...right].map((group) => Number.parseInt(group, 16));
}
