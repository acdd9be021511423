import type { Client } from '../../../react';
import { type SealedJson, sealedJson } from '../month-shelf';
import type { HeldEdit } from './held-edit';

type Device = NonNullable<Client['offline']>;

/** The place on the device of edits that wait for a connection. */
export function keptEdits(device: Device): SealedJson<readonly HeldEdit[]> {
  return sealedJson(device, 'edits');
}

/** How many edits wait on the device; none where it keeps nothing. */
export async function countKeptEdits(device: Device): Promise<number> {
  const kept = await keptEdits(device)
    .read()
    .catch(() => null);
  return kept?.length ?? 0;
}
