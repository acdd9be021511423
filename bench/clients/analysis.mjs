import * as Y from 'yjs';
import { decodeStates } from './dialects.mjs';

/** A quantile of numbers; null of none. */
export function quantile(values, q) {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
}

/**
 * What arrived of the edits. `sentAt` maps a client id to the time of sending of each of its clocks.
 * @returns {{ latencies: number[], missing: number }} `missing` counts (edit, receiver) pairs
 */
export function analyseEdits(people, sentAt) {
  const latencies = [];
  let missing = 0;
  for (const person of people) {
    const seen = new Map([...sentAt].map(([clientId, times]) => [clientId, new Uint8Array(times.length)]));
    for (const { at, bytes } of person.kept) {
      const frame = person.dialect.read(bytes);
      if (frame.type !== 'update' && frame.type !== 'step2') continue;
      for (const struct of Y.decodeUpdate(frame.payload).structs) {
        const marks = seen.get(struct.id.client);
        if (marks === undefined || struct.id.client === person.clientId) continue;
        const times = sentAt.get(struct.id.client);
        for (let clock = struct.id.clock; clock < struct.id.clock + struct.length; clock++) {
          // Times are absent for what was sent before the measurement.
          if (marks[clock] === 1 || times[clock] === undefined) continue;
          marks[clock] = 1;
          latencies.push(at - times[clock]);
        }
      }
    }
    for (const [clientId, times] of sentAt) {
      if (clientId === person.clientId) continue;
      const marks = seen.get(clientId);
      for (let clock = 0; clock < times.length; clock++) if (times[clock] !== undefined && marks[clock] === 0) missing++;
    }
  }
  return { latencies, missing };
}

/**
 * What arrived of the cursors. Latest state wins: a state that was overtaken by a newer one of the same person counts
 * as arrived when the newer one did. `sentAt` maps a client id to the time of sending of each `seq`.
 */
export function analyseCursors(people, sentAt) {
  const latencies = [];
  let missing = 0;
  for (const person of people) {
    const next = new Map([...sentAt].map(([clientId, times]) => [clientId, times.findIndex((time) => time !== undefined)]));
    for (const { at, bytes, states } of person.kept) {
      for (const [clientId, state] of states ?? statesOf(person, bytes)) {
        if (state === null || clientId === person.clientId || !next.has(clientId)) continue;
        const times = sentAt.get(clientId);
        let seq = next.get(clientId);
        for (; seq <= state.seq && seq < times.length; seq++) latencies.push(at - times[seq]);
        next.set(clientId, seq);
      }
    }
    for (const [clientId, times] of sentAt) {
      if (clientId !== person.clientId) missing += times.length - next.get(clientId);
    }
  }
  return { latencies, missing };
}

function statesOf(person, bytes) {
  const frame = person.dialect.read(bytes);
  return frame.type === 'awareness' ? decodeStates(frame.payload) : [];
}
