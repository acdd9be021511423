import type { EventView } from '../../../react/events';
import { type EditPlan, type EventCall, planEdit } from './edit-plan';
import { isLocked, makeCall, mayPass } from './event-call';
import { editedEvent, editOf, type GridEdit } from './grid-edit';
import type { EditOutcome, EditView, HeldEdit, HeldEditsOptions, ShownEdits } from './held-edit';
import { mergedEdits } from './merged-edits';
import { afterFirstCall, idIn, isHalfDone, withId } from './plan-steps';
import { refusalOf, refusedCreations } from './refused-creations';

/**
 * What somebody did to events of the calendar, until the server has taken it: in order, one at a time. Creating and deleting
 * are no edits of a document, and most events of a calendar have never been opened, so these are calls. Each may be repeated: what
 * is created has a key, a change says which version it was made against, so that it merges with what others did since.
 */
export class HeldEdits {
  readonly #options: HeldEditsOptions;
  readonly #listeners = new Set<() => void>();
  readonly #outcomes = new Map<string, (outcome: EditOutcome) => void>();
  /** Ids of what is over here: the device may still have it. */
  readonly #over = new Set<string>();
  /** Ids of what the device has had: what is not there any more is over in another tab. */
  readonly #kept = new Set<string>();
  /** What takes an edit back that had to wait. */
  readonly #undos = new Map<string, EditPlan['undo']>();
  #attempt: Promise<void> = Promise.resolve();
  #view: EditView | null = null;
  #held: readonly HeldEdit[] = [];
  #isSending = false;
  #isRetrying = false;
  #shown: ShownEdits;

  constructor(options: HeldEditsOptions) {
    this.#options = options;
    this.#shown = { edits: [], refused: [], takenBack: 0, isWaiting: false, isKept: options.shelf !== null };
  }

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => {
      this.#listeners.delete(changed);
    };
  };

  readonly shown = (): ShownEdits => this.#shown;

  /** From now on what waits is tried again and again, until the returned function is called: nobody would hear of it then. */
  attach(view: EditView): () => void {
    this.#view = view;
    return () => {
      if (this.#view === view) this.#view = null;
    };
  }

  /** Does an edit: it shows at once. Answers when the server has taken or refused it, or cannot be reached. */
  do(edit: GridEdit): Promise<EditOutcome> {
    const id = edit.kind === 'create' ? edit.shown.id : this.#options.newId();
    const outcome = new Promise<EditOutcome>((resolve) => this.#outcomes.set(id, resolve));
    this.#change([...this.#held, { id, edit, plan: null }], this.#shown.isWaiting);
    void this.#keep().then(this.send);
    return outcome;
  }

  /** Sends what waits, also what an earlier page or another tab left. */
  readonly send = (): Promise<void> => {
    if (!this.#isSending) this.#attempt = this.#options.alone(() => this.#sendAll());
    this.#isSending = true;
    return this.#attempt;
  };

  async #sendAll(): Promise<void> {
    await this.#readKept();
    for (let first = this.#next; first !== undefined; first = this.#next) {
      try {
        await this.#send(first);
      } catch (error) {
        // What is half done cannot stay so: a lock of somebody else ends.
        if (mayPass(error) || (first.isTakenBack === true && isLocked(error))) return this.#wait();
        await this.#refuse(first, error as Error);
      }
    }
    // Nothing can come between the last look at what is held and this.
    this.#isSending = false;
  }

  get #next(): HeldEdit | undefined {
    return this.#held.find(({ refusal }) => refusal === undefined);
  }

  async #send({ id, edit, plan: known }: HeldEdit): Promise<void> {
    const { api } = this.#options;
    let plan = known ?? (await planEdit(api, edit, id));
    let event: EventView | null = null;
    for (let [call] = plan.calls; call !== undefined; [call] = plan.calls) {
      // What it takes is on the device before any of it is done: repeated, it is the same.
      await this.#planned(id, plan);
      const made = await makeCall(api, call);
      plan = afterFirstCall(plan, made);
      if (made === null) continue;
      if (event === null || call.kind !== 'create') event = made;
      this.#rename(idIn(call), made);
    }
    await this.#view?.refresh();
    if (!this.#outcomes.has(id)) this.#undos.set(id, plan.undo);
    const keepsDays = plan.keepsDays === true;
    this.#end([id], { id, outcome: { kind: 'done', event, keepsDays, undo: () => this.#undo(plan.undo) } });
    await this.#keep();
  }

  async #undo(calls: readonly EventCall[]): Promise<void> {
    for (const call of calls) await makeCall(this.#options.api, call);
    await this.#view?.refresh();
  }

  /** Waiting edits of an event that is called differently now, or has another version because of an edit before them. */
  #rename(before: string, made: EventView): void {
    const { id, metadata } = made;
    const { version } = metadata;
    const held = this.#held.map((one) => ({
      ...one,
      edit: editOf(one.edit, before, { id, version }),
      plan: one.plan && withId(one.plan, before, made),
    }));
    this.#change(held, this.#shown.isWaiting);
  }

  #planned(id: string, plan: EditPlan): Promise<void> {
    const held = this.#held.find((one) => one.id === id);
    if (held !== undefined) this.#hold({ ...held, plan });
    return this.#keep();
  }

  #hold(changed: HeldEdit): void {
    const held = this.#held.map((one) => (one.id === changed.id ? changed : one));
    this.#change(held, this.#shown.isWaiting);
  }

  async #refuse({ id }: HeldEdit, error: Error): Promise<void> {
    const held = this.#held.find((one) => one.id === id);
    if (held === undefined) return;
    const { edit } = held;
    if (!this.#outcomes.has(id)) this.#view?.refused(edit, error);
    if (isHalfDone(held)) return this.#turnBack(held, { kind: 'refused', error });
    const gone = this.#withWhatNeeds(held);
    // What somebody typed into the form of a new event is theirs until they let it go.
    const isForm = edit.kind === 'create';
    if (isForm) this.#hold({ ...held, refusal: refusalOf(error) });
    this.#end(isForm ? gone.filter((one) => one !== id) : gone, { id, outcome: { kind: 'refused', error } });
    await this.#keep();
    await this.#view?.refresh();
  }

  /** From now on what was done of an edit is taken back, in the place of the edit. */
  #turnBack({ id, edit, plan }: HeldEdit, outcome?: EditOutcome): Promise<void> {
    this.#hold({ id, edit, plan: { calls: plan?.back ?? [], undo: [] }, isTakenBack: true });
    if (outcome !== undefined) this.#outcomes.get(id)?.(outcome);
    this.#outcomes.delete(id);
    return this.#keep();
  }

  /** What was to be done to an event that will never be has no meaning without it. */
  #withWhatNeeds({ id, edit }: HeldEdit): readonly string[] {
    if (edit.kind !== 'create') return [id];
    return this.#held.filter((one) => editedEvent(one.edit).id === edit.shown.id).map((one) => one.id);
  }

  #end(ids: readonly string[], { id, outcome }: { id: string; outcome: EditOutcome }): void {
    for (const one of ids) this.#over.add(one);
    const rest = this.#held.filter((one) => !ids.includes(one.id));
    this.#change(rest, this.#shown.isWaiting);
    this.#outcomes.get(id)?.(outcome);
    for (const one of [id, ...ids]) this.#outcomes.delete(one);
  }

  #wait(): void {
    this.#isSending = false;
    this.#change(this.#held, true);
    for (const [id, resolve] of this.#outcomes) resolve({ kind: 'waiting', undo: () => this.#takeBack(id) });
    this.#outcomes.clear();
    if (this.#isRetrying || this.#view === null) return;
    this.#isRetrying = true;
    this.#options.later(() => {
      this.#isRetrying = false;
      if (this.#view !== null) void this.send();
    });
  }

  /** An edit that waited is dropped, or undone where it went out meanwhile. */
  async #takeBack(id: string): Promise<void> {
    await this.#attempt;
    const held = this.#held.find((one) => one.id === id);
    if (held === undefined) return this.#undo(this.#undos.get(id) ?? []);
    if (isHalfDone(held)) return this.#turnBack(held).then(this.send);
    await this.#drop(this.#withWhatNeeds(held));
  }

  /** Lets go of a new event that the server does not take. */
  readonly dropRefused = (id: string): void => void this.#drop([id]);

  #drop(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#over.add(id);
    const held = this.#held.filter(({ id }) => !this.#over.has(id));
    this.#change(held, this.#shown.isWaiting);
    return this.#keep();
  }

  async #readKept(): Promise<void> {
    try {
      const kept = (await this.#options.shelf?.read()) ?? null;
      if (kept !== null) this.#change(this.#merged(kept), this.#shown.isWaiting);
    } catch {
      this.#cannotKeep();
    }
  }

  #merged(kept: readonly HeldEdit[]): readonly HeldEdit[] {
    return mergedEdits(kept, { held: this.#held, over: this.#over, kept: this.#kept });
  }

  async #keep(): Promise<void> {
    try {
      let kept: readonly HeldEdit[] = [];
      await this.#options.shelf?.update((before) => {
        kept = this.#merged(before ?? []);
        return kept;
      });
      for (const { id } of kept) this.#kept.add(id);
    } catch {
      this.#cannotKeep();
    }
  }

  /** They are held by this page alone: whoever shows them says so. */
  #cannotKeep(): void {
    this.#tell({ ...this.#shown, isKept: false });
  }

  #change(held: readonly HeldEdit[], isWaiting: boolean): void {
    this.#held = held;
    const takenBack = held.filter((one) => one.isTakenBack === true).length;
    const edits = held.filter((one) => one.refusal === undefined && one.isTakenBack !== true).map(({ edit }) => edit);
    const refused = refusedCreations(held);
    this.#tell({ ...this.#shown, edits, refused, takenBack, isWaiting: isWaiting && edits.length > 0 });
  }

  #tell(shown: ShownEdits): void {
    this.#shown = shown;
    for (const changed of this.#listeners) changed();
  }
}
