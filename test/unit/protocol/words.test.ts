import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRoomName, type RoomName, roomKinds } from '../../../src/protocol/rooms';
import { inboxTicketOf, inviteTokenOf, parseInviteToken, personOfTicket } from '../../../src/protocol/secrets';
import { formatCursor, parseCursor } from '../../../src/protocol/stream-cursor';

const secret = 'x'.repeat(43);
/** Any character. The unit `binary` is the same, and fast-check takes seconds to write down all of its million. */
const character = fc
  .nat({ max: 0x10ffff })
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));
const offset = fc.nat({ max: 999_999_999_999_999 });

/** Texts that are almost words: whole ones, with something in their midst that may not be there. */
function around(words: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const stray = fc.oneof(
    fc.constantFrom('', '.', ':', '~', '0', '-', '+', 'e9', '\n', ' ', '\0', '\ud800'),
    fc.string({ unit: character, maxLength: 3 }),
  );
  const spoilt = fc
    .tuple(words, fc.nat(), fc.nat({ max: 3 }), stray)
    .map(
      ([word, at, cut, between]) => word.slice(0, at % (word.length + 1)) + between + word.slice((at % (word.length + 1)) + cut),
    );
  return fc.oneof(words, spoilt, fc.string({ unit: character }));
}

function expectBack<T>(values: fc.Arbitrary<T>, format: (value: T) => string, parse: (text: string) => T | null): void {
  fc.assert(
    fc.property(values, (value) => {
      expect(parse(format(value))).toEqual(value);
    }),
  );
}

/** Whatever is read is written as it was: no two texts mean the same, and nothing throws. */
function expectOneSpelling<T>(
  words: fc.Arbitrary<string>,
  parse: (text: string) => T | null,
  format: (parsed: T) => string,
): void {
  fc.assert(
    fc.property(around(words), (text) => {
      const parsed = parse(text);
      if (parsed !== null) expect(format(parsed)).toBe(text);
    }),
    { numRuns: 500 },
  );
}

describe('any text', () => {
  it('[E2] is a cursor in its only spelling, or none', () => {
    const epochs = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/);
    const cursors = fc.record({ epoch: epochs, offset });
    expectBack(cursors, formatCursor, parseCursor);
    expectOneSpelling(cursors.map(formatCursor), parseCursor, formatCursor);
  });

  it('[E2] is no cursor when its offset is not a whole number that can be counted to, or its epoch no word', () => {
    const others = [
      '',
      ':',
      'a:',
      ':1',
      'a:01',
      'a:-1',
      'a:1.5',
      'a:1e3',
      'a:9007199254740993',
      'a b:1',
      `${'a'.repeat(33)}:1`,
      'a:1\n',
    ];
    for (const text of others) expect(parseCursor(text), text).toBeNull();
  });

  it('[N10] is the token of an invitation in its only spelling, or none', () => {
    const documents = fc.stringMatching(/^[a-z0-9-]{1,36}$/);
    const tokens = fc.record({
      kind: fc.constantFrom('trip' as const, 'event', 'calendar'),
      document: documents,
      secret: fc.constant(secret),
    });
    expectBack(tokens, inviteTokenOf, parseInviteToken);
    expectOneSpelling(tokens.map(inviteTokenOf), parseInviteToken, inviteTokenOf);
  });

  it('[G1] is the name of a room in its only spelling, or none', () => {
    const keys = fc.stringMatching(/^[a-z京都-]{1,128}$/);
    const format = ({ kind, key }: RoomName): string => (kind === 'public' ? kind : `${kind}:${key}`);
    const names = fc
      .record({ kind: fc.constantFrom(...roomKinds), key: keys })
      .map((name) => (name.kind === 'public' ? { ...name, key: '' } : name));
    expectBack(names, format, parseRoomName);
    expectOneSpelling(names.map(format), parseRoomName, format);
  });

  it('[U3] names a person as the ticket of their inbox, or nobody', () => {
    const people = fc.string({ unit: character, minLength: 1, maxLength: 64 });
    expectBack(people, (id) => inboxTicketOf(secret, id), personOfTicket);
    fc.assert(
      fc.property(around(people.map((id) => inboxTicketOf(secret, id))), (text) => {
        expect(() => personOfTicket(text)).not.toThrow();
      }),
    );
  });
});
