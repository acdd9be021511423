/** Names of fields that are for programs, by their last word: they find something, they lead somewhere, or they are secret. */
const programWords = /^(ids?|uids?|uuids?|guids?|ur[il]s?|href|keys?|tokens?|hash|etag)$/;

/** Values that are for programs: UUIDs, addresses and paths of the app, JSON, and long words that mix letters and digits. */
const programValues = [
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
  /^(\w[\w+.-]*:\/\/|\/)\S*$/,
  /^(\{\s*["}]|\[\s*["[{\]])/,
  /^(?=.*\d)(?=.*[a-z])[\w.+/=-]{20,}$/i,
];

const day = /^\d{4}-\d{2}-\d{2}$/;
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** Something that can be read. */
export type Readable = string | number | boolean;

/** Whether a value can be read: words, a number, yes or no. */
export function isReadable(value: unknown): value is Readable {
  return typeof value === 'string' ? value.trim() !== '' : typeof value === 'number' || typeof value === 'boolean';
}

/** Whether a field of `data` is for people: it can be read, and is not what only a program has a use for. */
export function isForPeople(name: string, value: Readable): boolean {
  if (name.startsWith('_') || programWords.test(partsOf(name).at(-1) ?? '')) return false;
  const text = String(value).trim();
  return isDay(text) || isMoment(text) || !programValues.some((form) => form.test(text));
}

/** A field's name as somebody would write it: `seatNumber` and `seat_number` are "Seat number". */
export function wordsOf(name: string): string {
  const words = partsOf(name).join(' ') || name;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Whether a text is a calendar day, `2026-05-03`. */
export function isDay(text: string): boolean {
  return day.test(text) && !Number.isNaN(Date.parse(text));
}

/** Whether a text is a moment (RFC 3339). */
export function isMoment(text: string): boolean {
  return moment.test(text) && !Number.isNaN(Date.parse(text));
}

function partsOf(name: string): string[] {
  const apart = name.replace(/(\p{Ll}|\d)(?=\p{Lu})|\p{Lu}(?=\p{Lu}\p{Ll})/gu, '$& ');
  return apart
    .split(/[\s_.:/-]+/)
    .filter((part) => part !== '')
    .map((part) => part.toLowerCase());
}
