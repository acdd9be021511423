import type { Outcome } from '../../protocol/codes';
import type { Operation } from '../../protocol/operations';
import type { Identity } from '../../protocol/roles';
import type { RevertRequest, StepTaken, Versioned, VersionPage } from '../api';
import type { CallerGate } from '../caller-gate';
import type { Content } from '../view';
import type { DocumentHistory, StepRequest } from './document-history';

/** What REST may do with the history of a document. */
export class HistoryCalls {
  constructor(
    private readonly gate: CallerGate,
    private readonly history: DocumentHistory,
    private readonly view: () => Versioned<Content>,
  ) {}

  versions(caller: Identity, before: number | null, limit: number): Outcome<VersionPage> {
    return this.gate.as(caller, 'read', () => ({ ok: true, value: this.history.versions(before, limit) }));
  }

  at(caller: Identity, version: number): Outcome<Versioned<Content>> {
    return this.gate.as(caller, 'read', () => this.history.at(version));
  }

  difference(caller: Identity, from: number, to: number): Outcome<readonly Operation[]> {
    return this.gate.as(caller, 'read', () => this.history.difference(from, to));
  }

  restore(caller: Identity, version: number): Outcome<Versioned<Content>> {
    return this.#change(caller, () => this.history.restore(caller, version));
  }

  revert(caller: Identity, request: RevertRequest): Outcome<Versioned<Content>> {
    return this.#change(caller, () => this.history.revert(caller, request));
  }

  step(caller: Identity, request: Omit<StepRequest, 'session'>): Outcome<StepTaken> {
    return this.gate.as(caller, 'edit', () => this.history.step(caller, request));
  }

  #change(caller: Identity, work: () => Outcome<null>): Outcome<Versioned<Content>> {
    return this.gate.as(caller, 'edit', () => {
      const done = work();
      return done.ok ? { ok: true, value: this.view() } : done;
    });
  }
}
