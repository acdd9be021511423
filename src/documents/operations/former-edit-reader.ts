import * as Y from 'yjs';
import { type Examination, examine, type KeyWrite } from '../examination';
import { textBefore } from '../key-values';
import { type CollectionField, type DocumentSchema, isCollection } from '../schema';
import type { TextEdit } from '../text-edit';
import type { DecodedUpdate } from '../update-facts';
import { applySparing } from './spared-elements';

/** An element as it is now. */
export interface LivingElement {
  readonly list: string;
  readonly field: CollectionField;
  readonly id: string;
  readonly map: Y.Map<unknown>;
}

/** What an update did to an element that was made anew since its author heard of it. */
export interface FormerEdit {
  readonly element: LivingElement;
  readonly keys: readonly KeyWrite[];
  readonly texts: readonly FormerTextEdit[];
}

export interface FormerTextEdit {
  readonly key: string;
  /** The text of the former element before the update. */
  readonly base: string;
  /** Where they are in `base`, from the first to the last. */
  readonly edits: readonly TextEdit[];
}

/** What became of an update that went to what is no longer there. */
export interface FormerEdits {
  readonly edits: readonly FormerEdit[];
  /** Some of it went to what does not live on. */
  readonly orphaned: boolean;
}

/** Applies one update and reads what it does to former elements. */
export class FormerEditReader {
  readonly #edits = new Map<LivingElement, { keys: KeyWrite[]; texts: FormerTextEdit[] }>();
  #orphaned = false;

  constructor(
    private readonly schema: DocumentSchema,
    private readonly doc: Y.Doc,
    private readonly former: ReadonlyMap<unknown, LivingElement | null>,
  ) {}

  read(bytes: Uint8Array, update: DecodedUpdate): FormerEdits {
    const origin = {};
    const lists = Object.entries(this.schema.fields).flatMap(([name, field]) =>
      isCollection(field) ? this.doc.getArray(name) : [],
    );
    const stop = this.#listen(origin, update);
    for (const list of lists) list.observeDeep(this.#readTexts);
    try {
      applySparing(this.doc, this.schema, bytes, update, origin);
    } finally {
      stop();
      for (const list of lists) list.unobserveDeep(this.#readTexts);
    }
    const edits = [...this.#edits].map(([element, edit]) => ({ element, ...edit }));
    return { edits, orphaned: this.#orphaned };
  }

  #listen(origin: object, update: DecodedUpdate): () => void {
    const onTransaction = (transaction: Y.Transaction): void => {
      if (transaction.origin === origin) this.#readKeys(examine(this.schema, transaction, update));
    };
    this.doc.on('afterTransaction', onTransaction);
    return () => this.doc.off('afterTransaction', onTransaction);
  }

  #readKeys({ keyWrites, orphaned }: Examination): void {
    this.#orphaned ||= orphaned;
    for (const write of keyWrites) this.#editOf(write.map)?.keys.push(write);
  }

  // biome-ignore lint/suspicious/noExplicitAny: Yjs declares the event type of a shared type as a type parameter.
  readonly #readTexts = (events: readonly Y.YEvent<any>[], transaction: Y.Transaction): void => {
    for (const { target, delta } of events) {
      const key = target instanceof Y.Text ? target._item?.parentSub : null;
      if (typeof key !== 'string') continue;
      const edits = editsOf(delta as readonly DeltaPart[]);
      if (edits.length > 0) this.#editOf(target.parent)?.texts.push({ key, base: textBefore(target, transaction), edits });
    }
  };

  #editOf(map: unknown): { keys: KeyWrite[]; texts: FormerTextEdit[] } | null {
    const element = this.former.get(map);
    if (element === undefined) return null;
    if (element === null) {
      this.#orphaned = true;
      return null;
    }
    const edit = this.#edits.get(element) ?? { keys: [], texts: [] };
    this.#edits.set(element, edit);
    return edit;
  }
}

interface DeltaPart {
  readonly insert?: unknown;
  readonly delete?: number;
  readonly retain?: number;
}

function editsOf(delta: readonly DeltaPart[]): TextEdit[] {
  const edits: TextEdit[] = [];
  let index = 0;
  for (const { insert, delete: removed = 0, retain = 0 } of delta) {
    if (typeof insert === 'string') edits.push({ index, remove: 0, insert });
    if (removed > 0) edits.push({ index, remove: removed, insert: '' });
    index += removed + retain;
  }
  return edits;
}
