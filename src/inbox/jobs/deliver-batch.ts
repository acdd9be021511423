import { errorCodes, type Outcome } from '../../protocol/codes';
import type { Acceptance, InboxApi } from '../api';
import { notificationFor } from '../intake/draft';
import type { NotificationJobApi, RecipientOutcome } from './job-api';

/** Inboxes that one delivery talks to at the same time. */
const maxParallel = 25;

/**
 * Brings one batch of a job to its recipients, and tells the job what became of them. May be called any number of
 * times for one batch, also at the same time (J3). Answers how many are left for another try.
 */
export async function deliverBatch(
  job: NotificationJobApi,
  batch: number,
  inboxOf: (person: string) => InboxApi,
): Promise<number> {
  const work = await job.open(batch);
  if (work === null) return 0;
  const outcomes: RecipientOutcome[] = [];
  const waiting = [...work.people].reverse();
  const bringToNext = async (): Promise<void> => {
    for (let person = waiting.pop(); person !== undefined; person = waiting.pop()) {
      const outcome = await taken(inboxOf(person), notificationFor(person, work.dispatch));
      const known = outcomeOf(person, outcome);
      if (known !== null) outcomes.push(known);
    }
  };
  await Promise.all(Array.from({ length: maxParallel }, bringToNext));
  return job.settle(batch, outcomes);
}

async function taken(inbox: InboxApi, notification: ReturnType<typeof notificationFor>): Promise<Outcome<readonly Acceptance[]>> {
  try {
    return await inbox.accept([notification]);
  } catch {
    // Whatever ended the call: the inbox may have taken it, and the next try tells.
    return { ok: false, refusal: { code: 'unavailable' } };
  }
}

/** Null: not known yet, to be tried again. */
function outcomeOf(person: string, outcome: Outcome<readonly Acceptance[]>): RecipientOutcome | null {
  if (outcome.ok) return { person, state: 'accepted', result: outcome.value[0]?.result ?? 'accepted' };
  const { code } = outcome.refusal;
  return errorCodes[code].status >= 500 ? null : { person, state: 'failed', result: code };
}
