import { beforeEach, describe, expect, it } from 'vitest';
import { UnsavedEdits } from '../../../web/sdk/unsaved-edits';

let edits: UnsavedEdits;
beforeEach(() => {
  edits = new UnsavedEdits();
});

function edit(): number {
  edits.edited();
  return edits.numberFrame(false);
}

describe('counting unsaved edits', () => {
  it('numbers frames from 1 on each connection', () => {
    expect([edit(), edit()]).toEqual([1, 2]);
    edits.disconnected();
    expect(edits.numberFrame(true)).toBe(1);
  });

  it('W6 takes an acknowledgement for every lower frame', () => {
    edit();
    edit();
    edit();
    edits.acknowledged(2);
    expect(edits.count).toBe(1);
    expect(edits.saved).toBe(false);
    edits.acknowledged(3);
    expect(edits).toMatchObject({ count: 0, saved: true });
  });

  it('keeps what was on the way when the connection ended, until the next whole answer is acknowledged', () => {
    edit();
    edits.disconnected();
    edits.edited();
    expect(edits.count).toBe(2);
    edits.acknowledged(edits.numberFrame(true));
    expect(edits).toMatchObject({ count: 0, saved: true });
  });

  it('does not take a refused edit for saved when a later one is', () => {
    edits.refused(edit());
    edits.acknowledged(edit());
    expect(edits.count).toBe(2);
    expect(edits.saved).toBe(false);
    edits.acknowledged(edits.numberFrame(true));
    expect(edits).toMatchObject({ count: 0, saved: true });
  });

  it('is not saved before anything was sent', () => {
    expect(edits.saved).toBe(false);
  });
});
