import * as Y from 'yjs';

/** Text that grew at one place: goes on as long as each piece was typed right behind the one before. */
interface Run {
  readonly client: number;
  /** Clock behind its last character. */
  end: number;
  text: string;
}

/** The keys of values that are chosen, not written: ids, and the names of what the page says in its own words. */
const chosenKeys: ReadonlySet<string> = new Set([
  'id',
  'user_id',
  'resource_id',
  'type',
  'booking_status',
  'status',
  'visibility',
  'response_status',
  'method',
  'currency',
  'color',
]);

/**
 * The words that updates bring of some clients and `doc` still shows: what was typed at one place as one fragment, and each string
 * value that was written.
 */
export function fragmentsOf(updates: readonly Uint8Array[], clients: ReadonlySet<number>, doc: Y.Doc): string[] {
  const isDeleted = deletedIn(updates, doc);
  const runs: Run[] = [];
  for (const struct of structsOf(updates).filter(({ id }) => clients.has(id.client))) {
    const content = struct instanceof Y.Item ? struct.content : null;
    if (content === null || content instanceof Y.ContentDeleted) {
      skip(runs.at(-1), struct);
    } else if (content instanceof Y.ContentString) {
      addText(runs, struct as Y.Item, visible(struct as Y.Item, content.str, isDeleted));
    } else if (content instanceof Y.ContentAny) {
      const { client, clock } = struct.id;
      writtenIn(struct as Y.Item, content.arr).forEach((text, i) => {
        if (typeof text === 'string' && !isDeleted(client, clock + i)) runs.push({ client, end: Number.NaN, text });
      });
    }
  }
  return runs.map(({ text }) => text).filter((text) => text.trim() !== '');
}

type Struct = Y.Item | Y.GC;

/** What somebody wrote of the values of an item. A tag is the key of its value. */
function writtenIn({ parent, parentSub }: Y.Item, values: readonly unknown[]): readonly unknown[] {
  if ((parent as unknown) === 'tags') return [parentSub];
  return chosenKeys.has(parentSub ?? '') ? [] : values;
}

/** Everything the updates bring once, in the order in which its author made it. */
function structsOf(updates: readonly Uint8Array[]): Struct[] {
  const update = updates.length === 1 ? (updates[0] as Uint8Array) : Y.mergeUpdates([...updates]);
  const structs = Y.decodeUpdate(update).structs.filter((struct) => struct instanceof Y.Item || struct instanceof Y.GC);
  return structs.sort((a, b) => a.id.client - b.id.client || a.id.clock - b.id.clock);
}

/** What was deleted in the middle of a run does not end it. */
function skip(last: Run | undefined, { id, length }: Struct): void {
  if (last?.client === id.client && last.end === id.clock) last.end += length;
}

function addText(runs: Run[], { id, origin, length }: Y.Item, text: string): void {
  const last = runs.at(-1);
  const isBehind = origin?.client === id.client && origin.clock === id.clock - 1;
  if (last?.client === id.client && last.end === id.clock && isBehind) {
    last.text += text;
    last.end += length;
  } else {
    runs.push({ client: id.client, end: id.clock + length, text });
  }
}

type IsDeleted = (client: number, clock: number) => boolean;

function deletedIn(updates: readonly Uint8Array[], doc: Y.Doc): IsDeleted {
  const deleteSets = [Y.createDeleteSetFromStructStore(doc.store), ...updates.map((update) => Y.decodeUpdate(update).ds)];
  return (client, clock) => deleteSets.some((set) => Y.isDeleted(set, Y.createID(client, clock)));
}

/** The characters of an item that nobody deleted. */
function visible({ id }: Y.Item, text: string, isDeleted: IsDeleted): string {
  let rest = '';
  for (let i = 0; i < text.length; i++) if (!isDeleted(id.client, id.clock + i)) rest += text[i];
  return rest;
}
