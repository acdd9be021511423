import { describe, expect, it } from 'vitest';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { EngineHarness, person } from '../../support/engine-harness';

const emptyStateVector = Uint8Array.of(0);

describe('the rate of SyncStep1', () => {
  it('[L6] closes who asks for the document over and over with 4409', () => {
    const harness = new EngineHarness();
    const session = harness.connect(person('owner'));
    for (let i = 0; i < limits.syncBurst; i++) harness.send(session, { type: 'step1', stateVector: emptyStateVector });
    expect(harness.closed.get(session)).toBeUndefined();
    harness.send(session, { type: 'step1', stateVector: emptyStateVector });
    expect(harness.closed.get(session)?.code).toBe(4409);
  });

  it('[L6] leaves alone who asks now and then', () => {
    const harness = new EngineHarness();
    const session = harness.connect(person('owner'));
    for (let i = 0; i < 5 * limits.syncBurst; i++) {
      harness.send(session, { type: 'step1', stateVector: emptyStateVector });
      harness.advance(1000 / limits.syncsPerSecond);
    }
    expect(harness.closed.get(session)).toBeUndefined();
  });
});
