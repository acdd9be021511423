import type { EventView } from '../../../react/events';
import type { EditPlan, EventCall } from './edit-plan';
import { callOf } from './event-call';
import type { HeldEdit } from './held-edit';

/** A plan after the first of its calls was made: what is left of it, and what takes back what is done. */
export function afterFirstCall(plan: EditPlan, made: EventView | null): EditPlan {
  const [call, ...calls] = plan.calls;
  if (call === undefined) return plan;
  const back = [...plan.undo.filter((undo) => takesBack(undo, call)), ...(plan.back ?? [])];
  const rest = { ...plan, calls, back };
  return made === null ? rest : withId(rest, idIn(call), made);
}

/** Whether a part of an edit was done, and nobody takes it back yet. */
export function isHalfDone({ plan, isTakenBack }: HeldEdit): boolean {
  return (plan?.back ?? []).length > 0 && isTakenBack !== true;
}

/** The id by which a call names its event: of one that it creates the key. */
export function idIn(call: EventCall): string {
  return call.kind === 'create' ? call.key : call.id;
}

/** Members come and go with the event that is made for them. */
const oppositeOf = {
  create: 'remove',
  change: 'change',
  move: 'move',
  remove: 'restore',
  restore: 'remove',
  member: null,
} as const;

function takesBack(undo: EventCall, call: EventCall): boolean {
  return undo.kind === oppositeOf[call.kind] && idIn(undo) === idIn(call);
}

/** The same plan, of an event that has its own id by now. */
export function withId(plan: EditPlan, key: string, { id, owner_id }: EventView): EditPlan {
  const { calls, undo, back } = plan;
  const named = (call: EventCall) => callOf(call, key, id);
  // Its owner is who made it, whatever they were in what it was made of.
  const isOwner = (call: EventCall) => call.kind === 'member' && call.id === id && call.member.id === owner_id;
  return {
    ...plan,
    ...{ calls: calls.map(named).filter((call) => !isOwner(call)), undo: undo.map(named) },
    ...(back === undefined ? {} : { back: back.map(named) }),
  };
}
