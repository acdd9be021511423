import type { WrittenRow } from './document-log';

/** What this store needs of a `BroadcastChannel`. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

/** Opens the channel of that name: what is posted to it reaches all others of that name, not itself. */
export type ChannelFactory = (name: string) => Channel;

/** The browser's own channels; null where there are none. */
export const browserChannels: ChannelFactory | null =
  typeof BroadcastChannel === 'undefined' ? null : (name) => new BroadcastChannel(name);

/** What tabs of one person that have the same document open tell each other. */
export type UnaddressedTabMessage =
  /** Edits were stored. `row` is null when they are not the whole content of a row. */
  | { readonly kind: 'edits'; readonly updates: readonly Uint8Array[]; readonly row: WrittenRow | null }
  /** The document was discarded. */
  | { readonly kind: 'discarded' };

/** With the life of the document that it is about; tabs that see another one are not concerned. */
export type TabMessage = UnaddressedTabMessage & { readonly epoch: string };
