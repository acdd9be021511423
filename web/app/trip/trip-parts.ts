import { fieldPart, type LockPart } from '../locks/lock-part';

/** The parts of a trip that somebody can have for themselves, besides its cards. */
export const tripParts = {
  title: fieldPart('title'),
  // Neither can be before the other: who chooses one of them writes both.
  dates: { key: 'dates', paths: ['/start_date', '/end_date'] },
  destination: fieldPart('destination'),
  cover: fieldPart('cover'),
  archived: fieldPart('archived'),
  notes: fieldPart('notes'),
  budget: fieldPart('budget'),
  attachments: fieldPart('attachments'),
} as const satisfies Readonly<Record<string, LockPart>>;
