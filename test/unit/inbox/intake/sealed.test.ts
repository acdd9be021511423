import { describe, expect, it } from 'vitest';
import { parseSealKey, sealWith } from '../../../../src/inbox/intake/sealed';

const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const seal = sealWith(randomBytes(32), randomBytes);

describe('[Q10] sealed texts', () => {
  it.each(['', 'secret', '旅'.repeat(100_000)])('open to what they were', async (text) => {
    const sealed = await seal.seal(text, 'a');
    expect(await seal.open(sealed, 'a')).toBe(text);
    if (text !== '') expect(atob(sealed)).not.toContain(text.slice(0, 6));
  });

  it('one text is sealed anew each time', async () => {
    expect(await seal.seal('x', 'a')).not.toBe(await seal.seal('x', 'a'));
  });

  it('do not open elsewhere, by another key, or changed', async () => {
    const sealed = await seal.seal('x', 'a');
    await expect(seal.open(sealed, 'b')).rejects.toThrow();
    await expect(sealWith(randomBytes(32), randomBytes).open(sealed, 'a')).rejects.toThrow();
    await expect(seal.open(`${sealed[0] === 'A' ? 'B' : 'A'}${sealed.slice(1)}`, 'a')).rejects.toThrow();
  });

  it('keys are 32 bytes in base64 of either alphabet', () => {
    const key = Buffer.alloc(32, 251);
    expect(parseSealKey(key.toString('base64'))).toEqual(new Uint8Array(key));
    expect(parseSealKey(key.toString('base64url'))).toEqual(new Uint8Array(key));
    for (const wrong of [undefined, '', 'short', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')]) {
      expect(parseSealKey(wrong)).toBeNull();
    }
  });
});
