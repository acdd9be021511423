import { describe, expect, it } from 'vitest';
import { documentKinds } from '../../../src/protocol/document-kinds';
import {
  inboxTicketOf,
  inviteTokenOf,
  isTicket,
  parseInviteToken,
  personOfTicket,
  secretBytes,
  ticketOf,
} from '../../../src/protocol/secrets';

const secret = Buffer.from(Uint8Array.from({ length: secretBytes }, (_, index) => 255 - index)).toString('base64url');

describe('secrets', () => {
  it('cannot be guessed, and stand in an address as they are', () => {
    expect(secretBytes * 8).toBeGreaterThanOrEqual(128);
    const invitations = documentKinds.map((kind) => inviteTokenOf({ kind, document: 'a-b', secret }));
    for (const word of [ticketOf(secret), ...invitations]) {
      expect(encodeURIComponent(word)).toBe(word);
    }
  });

  it('[T5] a ticket is known by its form', () => {
    expect(isTicket(ticketOf(secret))).toBe(true);
    for (const text of ['', 'tkt_', secret, ticketOf(secret.slice(1)), `${ticketOf(secret)}a`, ` ${ticketOf(secret)}`]) {
      expect(isTicket(text), text).toBe(false);
    }
    expect(isTicket('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhb2kifQ.c2lnbmF0dXJlLXRoYXQtaXMtbG9uZy1lbm91Z2g')).toBe(false);
  });

  it('[U3] the ticket of an inbox names its person, whoever that is', () => {
    for (const person of ['aoi', 'あおい', 'a.b/c?d=e&f', '🗾'.repeat(64), '\ufeffa']) {
      const ticket = inboxTicketOf(secret, person);
      expect([isTicket(ticket), personOfTicket(ticket), encodeURIComponent(ticket)]).toEqual([true, person, ticket]);
    }
    const others = [
      '',
      ticketOf(secret),
      `${ticketOf(secret)}.`,
      `${ticketOf(secret)}.!`,
      `${ticketOf(secret)}._w`,
      `${ticketOf(secret)}.AAAAA`,
    ];
    for (const text of others) expect(personOfTicket(text), text).toBeNull();
  });

  it.each(documentKinds)('[N10] the token of an invitation names the document that it leads to: a %s', (kind) => {
    const token = { kind, document: '0198a000-0000-7000-8000-000000000001', secret };
    expect(parseInviteToken(inviteTokenOf(token))).toEqual(token);
  });

  it('[N10] that of a trip is its id and the secret, as it was before there were other documents', () => {
    expect(inviteTokenOf({ kind: 'trip', document: 'a-b', secret })).toBe(`a-b.${secret}`);
  });

  it('[N3] what has not its form is none', () => {
    for (const text of [
      '',
      '.',
      secret,
      `.${secret}`,
      `a.${secret}.b`,
      `a.b.${secret}`,
      `a.${secret}=`,
      'a.b',
      `a.${secret}\n`,
      `trip~a.${secret}`,
      `room~a.${secret}`,
      `event~.${secret}`,
      `event~a~b.${secret}`,
      `~a.${secret}`,
    ]) {
      expect(parseInviteToken(text), text).toBeNull();
    }
  });
});
