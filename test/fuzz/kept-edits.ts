import { expect } from 'vitest';
import type * as Y from 'yjs';
import type { EventView } from '../../src/documents/event';
import type { Operation } from '../../src/protocol/operations';
import type { Dice } from './random-edits';

/** Files that are moved and edited all the time; nobody removes one, and nobody takes anything out of a title. */
const ids = ['keep0', 'keep1', 'keep2'] as const;

/** Something that nobody else writes, and where. */
export interface KeptEdit {
  readonly id: string;
  readonly key: 'title' | 'url';
  readonly value: string;
}

export interface RolledEdit {
  readonly operations: readonly Operation[];
  readonly edits: readonly KeptEdit[];
}

/** Whether a file is one of those that are kept. */
export function isKept(id: string | undefined): boolean {
  return id !== undefined && (ids as readonly string[]).includes(id);
}

/** Edits of which something has to be left, whatever becomes of the elements that they are in (PROTOCOL.md O29, O35). */
export class KeptEdits {
  readonly #acknowledged: KeptEdit[] = [];
  /** The addresses that each file had, one after another. */
  readonly #addresses = new Map<string, string[]>();
  #made = 0;

  static readonly first: readonly Operation[] = ids.map((id) => ({
    op: 'add',
    path: '/attachments/-',
    value: { id, title: 'keep' },
  }));

  acknowledged(edits: readonly KeptEdit[]): void {
    this.#acknowledged.push(...edits);
  }

  /** What a program does to the event as it knows it. */
  roll({ attachments }: EventView, dice: Dice): RolledEdit {
    const operations: Operation[] = [];
    const edits: KeptEdit[] = [];
    const file = attachments.find(({ id }) => id === dice.pick(ids));
    if (file === undefined) return { operations, edits };
    const { id, title } = file;
    if (dice.chance(0.5)) {
      const at = dice.below(title.length + 1);
      const edit = { id, key: 'title', value: this.#character() } as const;
      operations.push({ op: 'replace', path: this.#path(attachments, edit, dice), value: inserted(title, at, edit.value) });
      edits.push(edit);
    }
    if (dice.chance(0.3)) {
      const edit = { id, key: 'url', value: this.#address() } as const;
      operations.push({ op: 'replace', path: this.#path(attachments, edit, dice), value: edit.value });
      edits.push(edit);
    }
    if (dice.chance(0.5)) {
      const [from, to] = [dice.below(attachments.length), dice.below(attachments.length)];
      operations.push({ op: 'move', from: `/attachments/${from}`, path: `/attachments/${to}` });
    }
    return { operations, edits };
  }

  /** What somebody does in an editor. Their document is their queue: what is in it is never lost. */
  edit(doc: Y.Doc, dice: Dice): void {
    const id = dice.pick(ids);
    const file = doc
      .getArray<Y.Map<unknown>>('attachments')
      .toArray()
      .find((element) => element.get('id') === id);
    if (file === undefined) return;
    const text = file.get('title') as Y.Text;
    const edit = { id, key: 'title', value: this.#character() } as const;
    text.insert(dice.below(text.length + 1), edit.value);
    this.#acknowledged.push(edit);
    if (dice.chance(0.3)) file.set('url', this.#address());
  }

  /** Looks at the event as it is now. */
  look({ attachments }: Pick<EventView, 'attachments'>): void {
    for (const { id, url } of attachments) {
      if (!isKept(id) || url === null) continue;
      const had = this.#addresses.get(id) ?? [];
      if (had.at(-1) === url) continue;
      expect(had, `${url} came back to ${id}`).not.toContain(url);
      this.#addresses.set(id, [...had, url]);
    }
  }

  /** @param conflicts as JSON. @param everHad whether a file had an address at some version. */
  check(
    { attachments }: Pick<EventView, 'attachments'>,
    conflicts: string,
    everHad: (id: string, address: string) => boolean,
  ): void {
    const files = new Map(attachments.map((file) => [file.id, file]));
    for (const { id, key, value } of this.#acknowledged) {
      const found = files.get(id)?.[key] ?? '';
      if (key === 'title') expect(found.split(value).length - 1, `${value} in ${found} of ${id}`).toBe(1);
      else if (found !== value && !conflicts.includes(JSON.stringify(value)) && !this.#addresses.get(id)?.includes(value)) {
        expect(everHad(id, value), `${value} of ${id}, which has ${found}`).toBe(true);
      }
    }
  }

  /** One that is nowhere else, so that no edit ever takes a part of it. */
  #character(): string {
    return String.fromCharCode(0x4e00 + this.#made++);
  }

  #address(): string {
    return `https://example.com/${this.#made++}`;
  }

  #path(attachments: readonly { id: string }[], { id, key }: Pick<KeptEdit, 'id' | 'key'>, dice: Dice): string {
    const index = attachments.findIndex((file) => file.id === id);
    return `/attachments/${dice.chance(0.5) ? index : `@${id}`}/${key}`;
  }
}

function inserted(text: string, at: number, value: string): string {
  return text.slice(0, at) + value + text.slice(at);
}
