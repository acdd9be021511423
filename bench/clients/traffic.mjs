import * as Y from 'yjs';

/** Deterministic numbers in [0, 1): every run sends the same things at the same moments. */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** When who sends, in order: each writer at an even rate, from a moment of their own. `[ms, writer][]` */
export function schedule(writers, perSecond, seconds, random) {
  const sends = [];
  for (let writer = 0; writer < writers; writer++) {
    const offset = random() * (1_000 / perSecond);
    for (let i = 0; i < perSecond * seconds; i++) sends.push([offset + (i * 1_000) / perSecond, writer]);
  }
  return sends.sort((a, b) => a[0] - b[0]);
}

/** The updates of one person who types `count` characters in the trip's notes, made before the run. */
export function prepareTyping(clientId, count) {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const updates = [];
  doc.on('update', (update) => updates.push(update));
  const text = doc.getText('notes');
  for (let i = 0; i < count; i++) text.insert(i, String.fromCharCode(97 + (i % 26)));
  doc.destroy();
  return updates;
}

/**
 * Carries out a schedule. What is late (because this process was busy) is sent at once.
 * @param {(writer: number) => void} send
 */
export function play(sends, send) {
  return new Promise((resolve) => {
    const start = performance.now();
    let next = 0;
    const tick = () => {
      const elapsed = performance.now() - start;
      while (next < sends.length && sends[next][0] <= elapsed) send(sends[next++][1]);
      if (next === sends.length) resolve();
      else setTimeout(tick, 1);
    };
    tick();
  });
}
