import type { GridEdit } from '../../../../web/app/calendar/edits/grid-edit';
import type { EditShelf, HeldEdit } from '../../../../web/app/calendar/edits/held-edit';
import { HeldEdits } from '../../../../web/app/calendar/edits/held-edits';
import { ProblemError } from '../../../../web/react';
import type { EventApi, EventChange, EventMember, EventView } from '../../../../web/react/events';

export const offline = new ProblemError('network', 0, 'The server cannot be reached');

/** A server that a test takes away and gives back. */
export class Server {
  readonly calls: (readonly [kind: string, ...unknown[]])[] = [];
  problem: ProblemError | null = offline;
  /** What it does not take, by the kind of the call. */
  refuses: Readonly<Record<string, ProblemError>> = {};
  afterRefusal: () => void = () => undefined;
  view: Partial<EventView> = { exceptions: {} };
  #version = 7;

  readonly api = {
    createEvent: async (fields: unknown, key: string) => this.#take(['create', key, fields], 'made'),
    changeEvent: async (id: string, fields: EventChange, { version }: { version: number | null }) =>
      this.#take(['change', id, fields, version], id),
    deleteEvent: async (id: string) => void this.#take(['remove', id], id),
    restoreEvent: async (id: string) => this.#take(['restore', id], id),
    putMember: async (id: string, { id: personId, role }: EventMember) => void this.#take(['member', id, personId, role], id),
    getEvent: async (id: string) => this.#answer(id),
  } as unknown as EventApi;

  #take(call: readonly [kind: string, ...unknown[]], id: string): EventView {
    const answer = this.#answer(id);
    const refusal = this.refuses[call[0]];
    if (refusal !== undefined) {
      this.afterRefusal();
      throw refusal;
    }
    this.calls.push(call);
    this.#version += 1;
    return answer;
  }

  #answer(id: string): EventView {
    if (this.problem !== null) throw this.problem;
    return { ...this.view, id, metadata: { version: this.#version } } as EventView;
  }
}

export class Shelf implements EditShelf {
  kept: readonly HeldEdit[] | null = null;

  async read() {
    return this.kept && structuredClone(this.kept);
  }

  async update(change: (kept: readonly HeldEdit[] | null) => readonly HeldEdit[]) {
    this.kept = structuredClone(change(this.kept));
  }
}

export function open(server: Server, shelf: EditShelf | null = new Shelf()) {
  const refusals: [GridEdit, Error][] = [];
  const retries: (() => void)[] = [];
  let ids = 0;
  const held = new HeldEdits({
    ...{ api: server.api, shelf, alone: (run) => run(), newId: () => `edit ${++ids}` },
    later: (run) => retries.push(run),
  });
  const detach = held.attach({ refresh: async () => undefined, refused: (...refusal) => refusals.push(refusal) });
  return { held, refusals, retries, detach };
}
