import type { Outcome } from '../../protocol/codes';
import type { ConflictView, Operation } from '../../protocol/operations';
import type { Identity } from '../../protocol/roles';
import type { ConflictChoice } from '../api';
import type { CallerGate } from '../caller-gate';
import { isSameJson } from '../json-values';
import { pointer } from '../pointer';
import type { EnginePorts } from '../ports';
import type { DocumentSchema } from '../schema';
import type { Conflicts } from './conflicts';
import { type DocumentOperations, httpSession } from './document-operations';
import { tokensOf } from './element-paths';
import { valueAt } from './races';

/** What REST may do with conflicts (PROTOCOL.md O32). */
export class ConflictCalls {
  constructor(
    private readonly ports: Pick<EnginePorts, 'schema' | 'storage'>,
    private readonly gate: CallerGate,
    private readonly conflicts: Conflicts,
    private readonly operations: DocumentOperations,
  ) {}

  list(caller: Identity, onlyOpen: boolean): Outcome<readonly ConflictView[]> {
    return this.gate.as(caller, 'read', () => {
      const all = this.conflicts.list().map((one) => this.#asItStands(one));
      return { ok: true, value: onlyOpen ? all.filter(({ method }) => method === null) : all };
    });
  }

  /** Makes the value that was chosen the value of the document. Its authors may, and whoever manages the document. */
  resolve(caller: Identity, id: string, choice: ConflictChoice, lockTokens: readonly number[] = []): Outcome<ConflictView> {
    return this.gate.as(caller, 'edit', () => {
      const found = this.conflicts.find(id);
      if (found === null) return refuse('not-found');
      const conflict = this.#asItStands(found);
      const authors = [found.winner, found.loser, conflict.winner].map(({ by }) => by.id);
      if (!authors.includes(caller.id) && !this.gate.allows(caller, 'manage-members')) return refuse('forbidden');
      if (conflict.method !== null) return refuse('already-resolved');
      return this.#resolve(caller, conflict, choice, lockTokens);
    });
  }

  #resolve(
    caller: Identity,
    conflict: ConflictView,
    choice: ConflictChoice,
    lockTokens: readonly number[],
  ): Outcome<ConflictView> {
    const operations = this.#operationsOf(conflict, chosenValue(caller, conflict, choice));
    const wasSeen = choice.winnerVersion === null || choice.winnerVersion === conflict.versions.winner;
    if (operations.length > 0 && !wasSeen) return refuse('conflict-outdated');
    const author = { author: caller, session: httpSession(caller.id), version: 'head' as const, id: null, lockTokens };
    const applied = this.operations.apply({ ...author, operations });
    if (!applied.ok) return applied;
    const resolved = this.ports.storage.transact(() => this.conflicts.resolved(conflict, choice.choice, caller.id));
    this.conflicts.tellFound();
    return { ok: true, value: resolved };
  }

  #asItStands(conflict: ConflictView): ConflictView {
    const { schema } = this.ports;
    if (isPlace(schema, conflict.path)) return conflict;
    return this.conflicts.asItStands(conflict, valueAt(schema, this.operations.view().view, conflict.path) ?? null);
  }

  /** What brings a value to where the conflict is: an element that was deleted comes back whole. */
  #operationsOf({ path }: ConflictView, value: unknown): Operation[] {
    const { schema } = this.ports;
    const view = this.operations.view().view;
    if (isPlace(schema, path)) return placeOperations(path, value);
    const now = valueAt(schema, view, path);
    if (isSameJson(now ?? null, value)) return [];
    if (value === null && isElement(schema, path)) return [{ op: 'remove', path }];
    if (now !== undefined) return [{ op: 'replace', path, value }];
    return [{ op: 'add', path: isElement(schema, path) ? pointer(tokensOf(path)[0] ?? '', '-') : path, value }];
  }
}

/** The side of who chooses; of somebody who wrote neither, what the document has. */
function chosenValue(caller: Identity, { winner, loser }: ConflictView, { choice, value }: ConflictChoice): unknown {
  if (choice === 'merged') return value ?? null;
  const isLoser = loser.by.id === caller.id && winner.by.id !== caller.id;
  return isLoser === (choice === 'mine') ? loser.value : winner.value;
}

function isElement(schema: DocumentSchema, path: string): boolean {
  const [name = '', id, ...rest] = tokensOf(path);
  const kind = schema.fields[name]?.kind;
  return (kind === 'list' || kind === 'set') && id?.startsWith('@') === true && rest.length === 0;
}

function isPlace(schema: DocumentSchema, path: string): boolean {
  const [name = '', , key] = tokensOf(path);
  const field = schema.fields[name];
  return field?.kind === 'list' && field.placed && key === 'place';
}

/** In the JSON view, a place is two values of its element. */
function placeOperations(path: string, value: unknown): Operation[] {
  const element = path.slice(0, path.lastIndexOf('/'));
  return Object.entries(value ?? {}).map(([key, part]) => ({ op: 'replace', path: element + pointer(key), value: part }));
}

function refuse(code: 'not-found' | 'forbidden' | 'already-resolved' | 'conflict-outdated'): {
  ok: false;
  refusal: { code: typeof code };
} {
  return { ok: false, refusal: { code } };
}
