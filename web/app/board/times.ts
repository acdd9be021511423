const before = /^(am|pm|午前|午後)\s*/;
const after = /\s*(am|pm)$/;
const clock = /^(\d{1,2})(?:[:時h.]\s*(\d{1,2}|半)?分?)?$/;
const digitsOnly = /^(\d{1,2})(\d{2})$/;

/**
 * What somebody typed as a time, as `HH:MM` where it is a time of day (`9`, `930`, `9:30 pm`, `９時半`), else as it is:
 * `in the evening` is a time too.
 */
export function tidyTime(typed: string): string {
  const plain = typed.normalize('NFKC').trim();
  const lower = plain.toLowerCase();
  const half = before.exec(lower)?.[1] ?? after.exec(lower)?.[1];
  const digits = lower.replace(before, '').replace(after, '');
  const parts = clock.exec(digits) ?? (half === undefined ? digitsOnly.exec(digits) : null);
  if (parts === null) return plain;
  const minute = parts[2] === '半' ? 30 : Number(parts[2] ?? 0);
  const hour = hourOf(Number(parts[1]), half);
  return hour === null || minute > 59 ? plain : `${twoDigits(hour)}:${twoDigits(minute)}`;
}

/** An hour of the day; with the half of the day it is counted as on the face of a clock. */
function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour < 24 ? hour : null;
  if (hour > 12) return null;
  return (hour % 12) + (half === 'pm' || half === '午後' ? 12 : 0);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
