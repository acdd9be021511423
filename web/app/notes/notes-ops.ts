import { keptFormats, noteFormats } from '../../react';

/** A step of a change of rich text, or a run of one, as Yjs and Quill share them. */
export interface NotesOp {
  readonly insert?: unknown;
  readonly retain?: unknown;
  readonly delete?: number | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
}

/** Stands for what the notes cannot show, and is as long: positions stay what they are for everybody else. */
const unknownEmbed = '\ufffc';

/** A step as the editor takes it. */
export interface ShownOp {
  insert?: string;
  retain?: number;
  delete?: number;
  attributes?: Record<string, unknown>;
}

/**
 * What the editor is given of a change that came from the document. The server lets nothing into the notes that they
 * may not hold, but a device may have kept what no server has seen yet.
 */
export function shownOps(ops: readonly NotesOp[]): ShownOp[] {
  return ops.map(({ insert, retain, delete: removed, attributes }) => {
    if (removed !== undefined) return { delete: removed };
    if (typeof retain === 'number') return { retain, ...withAttributes(changedFormats(attributes)) };
    return { insert: shownText(insert), ...withAttributes(keptFormats(attributes)) };
  });
}

/** What of a paste becomes part of the notes: words, and the formats that they may carry. */
export function pastedOps(ops: readonly NotesOp[]): ShownOp[] {
  return ops.flatMap(({ insert, attributes }) => {
    if (typeof insert !== 'string') return [];
    return [{ insert: plainBreaks(insert), ...withAttributes(keptFormats(nearestHeading(attributes))) }];
  });
}

/** The change of formats that a step brings: with `null` or `false` it takes one away. */
function changedFormats(attributes: NotesOp['attributes'] = {}): Record<string, unknown> {
  const removed = Object.entries(attributes).filter(([name, value]) => !value && noteFormats.includes(name));
  return { ...keptFormats(attributes), ...Object.fromEntries(removed) };
}

/** The editor makes one line end of two characters out of `\r\n`; here everything keeps its length. */
function shownText(insert: unknown): string {
  return typeof insert === 'string' ? insert.replaceAll('\r\n', ' \n').replaceAll('\r', '\n') : unknownEmbed;
}

function plainBreaks(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

/** The notes have three levels of headings; a deeper one is still a heading. */
function nearestHeading(attributes: NotesOp['attributes'] = {}): Readonly<Record<string, unknown>> {
  const { header } = attributes;
  return typeof header === 'number' && header > 3 ? { ...attributes, header: 3 } : attributes;
}

function withAttributes(attributes: Record<string, unknown>): Pick<ShownOp, 'attributes'> {
  return Object.keys(attributes).length === 0 ? {} : { attributes };
}
