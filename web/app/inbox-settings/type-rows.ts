import { type InboxPreferences, type SettableType, settableTypes, type TypeChannels, typeTable } from '../../react';

/** Whether the app itself knows a type, and so has a text for it. */
export function isKnownType(type: string): type is SettableType {
  return settableTypes.some((known) => known === type);
}

/**
 * The kinds of notification whose ways somebody can choose, each with those that it takes now. After what the app knows come the
 * kinds of other senders: those that the server says somebody got, and those that somebody has an exception for.
 * @param received null as long as the server has not said it
 */
export function typeRows(received: readonly TypeChannels[] | null, { types }: InboxPreferences): readonly TypeChannels[] {
  const rows = new Map<string, TypeChannels['channels']>(settableTypes.map((type) => [type, typeTable[type].channels]));
  const others = [...(received ?? []), ...Object.entries(types).map(([type, channels]) => ({ type, channels }))];
  for (const { type, channels } of others.toSorted((a, b) => a.type.localeCompare(b.type))) {
    if (!Object.hasOwn(typeTable, type)) rows.set(type, channels);
  }
  return Array.from(rows, ([type, channels]) => ({ type, channels: types[type] ?? channels }));
}
