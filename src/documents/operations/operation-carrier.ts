import { isPlainObject } from '../content-check';
import type { DocumentState } from '../document-state';
import { pointerTokens } from '../pointer';
import { type DocumentSchema, isCollection } from '../schema';
import { carryOperations } from './carried-operations';
import { carryRace } from './carried-races';
import { fieldOf } from './element-paths';
import type { FoundConflict, KnownBase } from './found-conflicts';
import type { KnownRows } from './known-rows';
import type { OperationRequest } from './operations-api';
import type { RecentRows } from './recent-rows';
import type { VersionedViews } from './versioned-views';

/** Operations as they would be made now. */
export interface Carried {
  readonly operations: readonly unknown[];
  /** What they collided with. */
  readonly conflicts: readonly FoundConflict[];
  readonly base: KnownBase;
}

/** Finds operations that can be done to the document as it is, although others wrote since their version. */
export class OperationCarrier {
  constructor(
    private readonly schema: DocumentSchema,
    private readonly state: DocumentState,
    private readonly views: VersionedViews,
    private readonly recent: RecentRows,
    private readonly known: KnownRows,
  ) {}

  /** Null when it takes the document as their author knew it, or when nobody else wrote. */
  carry({ operations, ...author }: OperationRequest): Carried | null {
    const { version } = author;
    if (version === 'head' || version >= this.state.version() || !this.views.has(version) || !Array.isArray(operations))
      return null;
    const rows = this.recent.after(version);
    const own = rows.filter((row) => this.known.isOwn(author, row));
    if (own.length === rows.length || (own.length > 0 && !areNamed(this.schema, operations))) return null;
    const others = own.length === 0 ? rows : rows.filter((row) => !own.includes(row));
    const before = this.views.at(version);
    const base = { version };
    const carried = carryOperations(this.schema, before, operations, new Set(others.flatMap(({ touched }) => touched)));
    if (carried !== null) return { operations: carried, conflicts: [], base };
    const { schema, views } = this;
    const head = views.head();
    const after = ({ version: reached }: { readonly version: number }) => (views.has(reached) ? views.at(reached) : null);
    const race = carryRace({ schema, before, head, own, others, after }, operations);
    return race === null ? null : { ...race, base };
  }
}

/** Whether all elements are named by their ids: what index somebody saw says only the content that they saw. */
function areNamed(schema: DocumentSchema, operations: readonly unknown[]): boolean {
  return operations.every((operation) => {
    if (!isPlainObject(operation)) return false;
    const paths = 'from' in operation ? [operation.path, operation.from] : [operation.path];
    return paths.every((path) => {
      const tokens = typeof path === 'string' ? pointerTokens(path) : null;
      const field = tokens === null ? null : fieldOf(schema, tokens);
      return field !== null && (!isCollection(field) || tokens?.[1] === undefined || tokens[1].startsWith('@'));
    });
  });
}
