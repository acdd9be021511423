import { readAudience } from '../db/recipients';
import type { Acceptance, InboxApi } from '../inbox/api';
import type { Audience } from '../inbox/intake/audience';
import { type Dispatch, jobIdOf, notificationFor } from '../inbox/intake/draft';
import type { NotificationJobApi } from '../inbox/jobs/job-api';
import { type ErrorCode, errorCodes, type Outcome } from '../protocol/codes';
import { intakeLimits } from '../protocol/limits';
import { granted, Refused } from './problems';
import { isUnreachable } from './unreachable';

/** What became of a notification for one person. */
export interface RecipientResult {
  readonly recipient: string;
  readonly id: string;
  readonly result: Acceptance['result'] | 'refused';
  readonly code?: ErrorCode;
}

/** What became of a notification: who has it, or the job that brings it. */
export type Delivered = { readonly results: readonly RecipientResult[] } | { readonly job_id: string };

/**
 * Brings a notification to its audience: to a small one at once, to a large one by a job. Again it is harmless.
 * @throws Refused `unavailable` when an inbox could not be reached; `results` tells who has it.
 */
export async function deliver(env: Env, dispatch: Dispatch, audience: Audience, createdBy: string): Promise<Delivered> {
  const { people, after } = await readAudience(env.DB, audience, null, intakeLimits.maxDirectRecipients);
  if (after === null)
    return {
      results: await deliverTo(
        env,
        people.map((person) => ({ person, dispatch })),
      ),
    };
  const jobId = jobIdOf(dispatch);
  // The stub's own type is a mapping of the class through the rules of RPC; the contract of the class is this one.
  const job = env.JOBS.getByName(jobId) as unknown as NotificationJobApi;
  granted(await reached(() => job.create({ id: jobId, createdBy, dispatch, audience })));
  return { job_id: jobId };
}

/** Brings notifications to inboxes, all at the same time. */
export async function deliverTo(
  env: Env,
  entries: readonly { readonly person: string; readonly dispatch: Dispatch }[],
): Promise<RecipientResult[]> {
  const outcomes = await Promise.all(entries.map(({ person, dispatch }) => bring(env, person, dispatch)));
  const results = outcomes.filter((outcome) => outcome !== null);
  if (results.length < outcomes.length) {
    const missing = entries.filter((_, index) => outcomes[index] === null).map(({ person }) => person);
    throw new Refused({ code: 'unavailable', detail: 'Not every inbox could be reached.', extensions: { results, missing } });
  }
  return results;
}

/** Null: the inbox may take it later. */
async function bring(env: Env, person: string, dispatch: Dispatch): Promise<RecipientResult | null> {
  const notification = notificationFor(person, dispatch);
  const inbox = env.INBOXES.getByName(person) as unknown as InboxApi;
  const outcome = await reached(() => inbox.accept([notification]));
  if (outcome.ok) {
    const [acceptance] = outcome.value;
    return { recipient: person, id: acceptance?.id ?? notification.id, result: acceptance?.result ?? 'accepted' };
  }
  const { code } = outcome.refusal;
  return errorCodes[code].status >= 500 ? null : { recipient: person, id: notification.id, result: 'refused', code };
}

async function reached<T>(ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await ask();
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    return { ok: false, refusal: { code: 'unavailable' } };
  }
}
