/**
 * Where edits of a document are kept until the server has them.
 *
 * - `persistent`: on this device; they survive the end of the program.
 * - `memory`, `off`: nothing is kept, by choice (no person was named, or they have signed out here or in another tab).
 * - `memory`, `unavailable`: the device's database cannot be opened, read or written. Writing is tried again at later
 *   edits; if it was the reading that failed, this stays until the document is opened anew, because what the device
 *   keeps is not shown.
 * - `memory`, `full`: the device has no room. Writing is tried again at later edits.
 * - `memory`, `corrupted`: some of what was kept could not be read and has been removed; what could be read is in the
 *   document. New edits are kept again, but this stays until the document is opened anew: something may be missing.
 */
export type StorageState = { readonly kind: 'persistent' } | { readonly kind: 'memory'; readonly reason: StorageFault };

export type StorageFault = 'off' | 'unavailable' | 'full' | 'corrupted';

/** The fault that an error of the database stands for. */
export function faultOf(error: unknown): 'full' | 'unavailable' {
  return error instanceof Error && error.name === 'QuotaExceededError' ? 'full' : 'unavailable';
}
