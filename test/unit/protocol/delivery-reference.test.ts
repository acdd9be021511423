import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReference, signReference } from '../../../src/protocol/delivery-reference';

const secret = 'a-secret-of-at-least-32-characters';

describe('references to deliveries', () => {
  it('[Z19] come back as they were given', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 });
    await fc.assert(
      fc.asyncProperty(text, text, async (person, deliveryId) => {
        const signed = await signReference(secret, 'callback', { person, deliveryId });
        expect(signed).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(await readReference(secret, 'callback', signed)).toEqual({ person, deliveryId });
      }),
    );
  });

  it('[Z19] are good for one purpose and with one secret', async () => {
    const signed = await signReference(secret, 'callback', { person: 'aoi', deliveryId: 'd1' });
    expect(await readReference(secret, 'unsubscribe', signed)).toBeNull();
    expect(await readReference(`${secret}!`, 'callback', signed)).toBeNull();
  });

  it('[Z19] cannot be changed in any character', async () => {
    const signed = await signReference(secret, 'callback', { person: 'aoi', deliveryId: 'd1' });
    for (let at = 0; at < signed.length; at++) {
      const other = signed[at] === 'A' ? 'B' : 'A';
      const changed = await readReference(secret, 'callback', signed.slice(0, at) + other + signed.slice(at + 1));
      // The last character may have bits that no byte uses.
      if (at < signed.length - 1) expect(changed).toBeNull();
    }
  });

  it.each(['', 'A', 'AAAA', 'not base64!', 'A'.repeat(1_025), 'é'])('[Z19] %j is none', async (text) => {
    expect(await readReference(secret, 'callback', text)).toBeNull();
  });
});
