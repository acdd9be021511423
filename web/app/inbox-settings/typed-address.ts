/** An address that somebody types in. */
export type TypedAddress = { readonly kind: 'email'; readonly email: string } | { readonly kind: 'sms'; readonly number: string };

/** The mailbox or the number in what somebody typed; null for neither. A number has its country's code. */
export function readTypedAddress(typed: string): TypedAddress | null {
  const value = typed.normalize('NFKC').trim();
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return { kind: 'email', email: value };
  const number = value.replace(/[\s().-]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(number) ? { kind: 'sms', number } : null;
}
