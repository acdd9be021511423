import { setTimeout as sleep } from 'node:timers/promises';
import { EventEditor } from './event-editor.mjs';
import { play, schedule, seededRandom } from './traffic.mjs';

/** What is not answered by then counts as missing. */
const lateMs = 30_000;

/** What several people do in one event, and what came of it. */
export class EventWork {
  #people;
  #pace;
  #editors;
  #refusals = [];

  /**
   * @param {object[]} people with the members of `OperationPerson`
   * @param {{ perSecond: number, afterMs: number }} pace operations of each, and how long the server is given after the last one
   */
  constructor(people, pace) {
    this.#people = people;
    this.#pace = pace;
    this.#editors = people.map((_person, index) => new EventEditor(index));
  }

  /** @returns what was sent, `{ author, sentAt, version }`; `version` is null of what was not taken. Waits until all is done. */
  async run(seconds, seed) {
    const sent = [];
    const answers = [];
    await play(schedule(this.#people.length, this.#pace.perSecond, seconds, seededRandom(seed)), (author) => {
      const person = this.#people[author];
      const edit = this.#editors[author].next(person.view, person.isSettled);
      const one = { author, sentAt: performance.now(), version: null };
      sent.push(one);
      answers.push(
        person.edit(edit).then(
          (version) => {
            one.version = version;
          },
          (error) => this.#refusals.push(error.message),
        ),
      );
    });
    await Promise.race([Promise.all(answers), sleep(lateMs, undefined, { ref: false })]);
    await sleep(this.#pace.afterMs);
    return sent;
  }

  /** Whether everybody's edits are in an event. */
  isWhole(view) {
    return this.#losses(view).length === 0;
  }

  /** What went wrong, in words. */
  problems(view) {
    return [...this.#refusals, ...this.#losses(view)];
  }

  #losses(view) {
    const losses = this.#editors.map((editor) => editor.findLoss(view)).filter((loss) => loss !== null);
    if (!this.#editors.some((editor) => editor.hasWritten(view.location)))
      losses.push(`nobody wrote the location ${view.location}`);
    return losses;
  }
}

/** When each operation reached each of the others, ms after it was sent; `missing` counts (operation, receiver) pairs. */
export function received(people, sent) {
  const latencies = [];
  let missing = 0;
  for (const { author, sentAt, version } of sent) {
    for (const [index, { reached }] of people.entries()) {
      if (index === author) continue;
      const there = version === null ? undefined : reached[firstAtLeast(reached, version)];
      if (there === undefined) missing++;
      else latencies.push(there.at - sentAt);
    }
  }
  return { latencies, missing };
}

/** The index of the first entry with this version or a later one. */
function firstAtLeast(reached, version) {
  let [low, high] = [0, reached.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reached[middle].version < version) low = middle + 1;
    else high = middle;
  }
  return low;
}
