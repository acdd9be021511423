import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JobEngine } from '../../../../src/inbox/jobs/job-engine';
import { intakeLimits } from '../../../../src/protocol/limits';
import { MemorySql } from '../../../support/memory-sql';
import { dispatch, JobRun, peopleUpTo } from './job-run';

describe('[J1] a job', () => {
  it('that was never made leaves no tables behind', () => {
    const sql = new MemorySql();
    const engine = new JobEngine(sql, () => 0);
    expect(engine.progress()).toEqual({ ok: false, refusal: { code: 'not-found' } });
    expect(engine.next()).toEqual({ kind: 'rest', untilMs: null });
    expect(engine.open(0)).toBeNull();
    expect(engine.settle(0, [])).toBe(0);
    expect(engine.recipients({ state: null, after: 0, limit: 10 }).ok).toBe(false);
    expect(engine.settledAfter(0)).toBeNull();
    expect(sql.rows('SELECT name FROM sqlite_master')).toEqual([]);
  });

  it('made again is the job it was', async () => {
    const run = new JobRun(peopleUpTo(3));
    await run.toTheEnd();
    const again = run.engine.create({ id: 'job', createdBy: 'other', dispatch, audience: { kind: 'people', people: ['x'] } });
    expect(again).toMatchObject({ ok: true, value: { state: 'completed', created_by: 'service', total: 3 } });
  });

  it('with nobody in its audience is completed at once', () => {
    const run = new JobRun([]);
    run.work();
    expect(run.engine.progress()).toMatchObject({ value: { state: 'completed', total: 0, done: 0 } });
  });
});

describe('[J2] recipients', () => {
  it('are written down before they are queued, and no more of them than can wait', () => {
    const run = new JobRun(peopleUpTo(20_000));
    run.work();
    expect(run.queue).toHaveLength(intakeLimits.maxQueuedBatches);
    expect(run.engine.progress()).toMatchObject({ value: { state: 'gathering', total: 5_000, done: 0 } });
  });

  it('a page that is told twice is written down once', () => {
    const run = new JobRun(peopleUpTo(2_500));
    const page = { people: run.people.slice(0, 1_000), after: run.people[999] as string };
    run.engine.gathered(null, page);
    run.engine.gathered(null, page);
    expect(run.engine.progress()).toMatchObject({ value: { total: 1_000 } });
  });

  it('are listed with what became of them, page by page', async () => {
    const refused = new Set(['p000003', 'p000150']);
    const run = new JobRun(peopleUpTo(230), { refuses: (person) => (refused.has(person) ? 'too-large' : null) });
    await run.toTheEnd();
    const listed: string[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page = run.engine.recipients({ state: null, after, limit: 70 });
      if (!page.ok) throw new Error(page.refusal.code);
      listed.push(...page.value.recipients.map(({ id, state }) => `${id} ${state}`));
      after = page.value.next;
    }
    expect(listed).toEqual(run.people.map((person) => `${person} ${refused.has(person) ? 'failed' : 'accepted'}`));
    expect(run.engine.recipients({ state: 'failed', after: 0, limit: 1 })).toEqual({
      ok: true,
      value: { recipients: [{ id: 'p000003', state: 'failed', result: 'too-large' }], next: 150 },
    });
    expect(run.engine.recipients({ state: 'pending', after: 0, limit: 10 })).toMatchObject({
      value: { recipients: [], next: null },
    });
  });
});

describe('[J3] exactly once', () => {
  it('whatever is lost, doubled, or dies in between', async () => {
    const chance = fc.infiniteStream(fc.nat({ max: 9 }));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 420 }), chance, async (count, chances) => {
        const one = (of: number) => () => (chances.next().value as number) < of;
        const crashes = one(2);
        const run = new JobRun(peopleUpTo(count), {
          pageSize: 150,
          loses: one(3),
          doubles: one(3),
          dies: one(3),
          refuses: (person) => (person.endsWith('7') && one(5)() ? 'unavailable' : null),
        });
        for (let turn = 0; turn < 20; turn++) {
          run.work();
          if (crashes()) run.crash();
          await run.deliverOne();
        }
        await run.toTheEnd();
        run.expectEachOnce(run.people);
        expect(run.engine.progress()).toMatchObject({ value: { total: count, accepted: count, failed: 0, done: count } });
      }),
      { numRuns: 25 },
    );
  });

  it('a power cut at any write loses nothing and repeats nothing', async () => {
    for (let cut = 1; ; cut++) {
      const run = new JobRun(peopleUpTo(250));
      let writes = 0;
      run.sql.beforeEach = (query) => {
        if (/^\s*(INSERT|UPDATE)/.test(query) && ++writes === cut) throw new Error('power cut');
      };
      try {
        await run.toTheEnd();
      } catch (error) {
        if (!String(error).includes('power cut')) throw error;
        run.crash();
      }
      run.sql.beforeEach = () => undefined;
      await run.toTheEnd();
      run.expectEachOnce(run.people);
      if (writes < cut) return expect(cut).toBeGreaterThan(8);
    }
  });
});

describe('[J4] a batch that nothing is heard of', () => {
  it('is queued again, each time after twice as long', () => {
    const run = new JobRun(peopleUpTo(1));
    const waits: number[] = [];
    for (let turn = 0; turn < 8; turn++) {
      const untilMs = run.work() ?? 0;
      waits.push(untilMs - run.nowMs);
      expect(run.queue.splice(0)).toEqual([0]);
      run.nowMs = untilMs;
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 600, 600, 600].map((seconds) => seconds * 1000));
  });

  it('is not queued again while it is being delivered in parts', () => {
    const run = new JobRun(peopleUpTo(2));
    run.work();
    run.nowMs += intakeLimits.jobRequeueMs - 1;
    expect(run.engine.settle(0, [{ person: 'p000000', state: 'accepted', result: 'accepted' }])).toBe(1);
    run.nowMs += 1;
    run.work();
    expect(run.queue).toEqual([0]);
    expect(run.engine.open(0)?.people).toEqual(['p000001']);
  });
});

describe('[J5] [J6] an end', () => {
  it('what is given up has failed, what is known stays', () => {
    const run = new JobRun(peopleUpTo(3));
    run.work();
    run.engine.settle(0, [{ person: 'p000001', state: 'accepted', result: 'accepted' }]);
    run.engine.giveUp(0);
    run.engine.settle(0, [{ person: 'p000002', state: 'accepted', result: 'accepted' }]);
    run.work();
    expect(run.engine.progress()).toMatchObject({ value: { state: 'completed', accepted: 1, failed: 2, done: 3 } });
    expect(run.engine.recipients({ state: 'failed', after: 0, limit: 9 })).toMatchObject({
      value: {
        recipients: [
          { id: 'p000000', result: 'unavailable' },
          { id: 'p000002', result: 'unavailable' },
        ],
      },
    });
  });

  it('[J7] tells each outcome once, in the order in which it came to be known', () => {
    const run = new JobRun(peopleUpTo(4));
    const told = (after: number) => {
      const settled: unknown[] = [];
      for (let next = run.engine.settledAfter(after); next !== null; next = run.engine.settledAfter(next.number)) {
        settled.push([next.number, ...next.recipients.map(({ id, state, result }) => `${id} ${state} ${result}`)]);
      }
      return settled;
    };
    run.work();
    expect(told(0)).toEqual([]);
    const accepted = (person: string) => ({ person, state: 'accepted', result: 'accepted' }) as const;
    run.engine.settle(0, [accepted('p000002'), accepted('p000000')]);
    // Told a second time, with one more.
    run.engine.settle(0, [accepted('p000000'), accepted('p000001')]);
    run.engine.settle(0, [accepted('p000001')]);
    run.crash();
    run.engine.giveUp(0);
    const all = [
      [1, 'p000000 accepted accepted', 'p000002 accepted accepted'],
      [2, 'p000001 accepted accepted'],
      [3, 'p000003 failed unavailable'],
    ];
    expect(told(0)).toEqual(all);
    expect(told(2)).toEqual(all.slice(2));
    expect(told(3)).toEqual([]);
  });

  it('[J7] of an older version tells what comes to be known from now on', () => {
    const run = new JobRun(peopleUpTo(2));
    run.work();
    run.sql.rows('DROP TABLE settlements');
    run.crash();
    run.engine.giveUp(0);
    expect(run.engine.settledAfter(0)?.recipients).toHaveLength(2);
  });

  it('[J8] a completed job goes when its time is over', async () => {
    const run = new JobRun(peopleUpTo(1));
    await run.toTheEnd();
    const untilMs = run.work();
    expect(untilMs).toBe(run.nowMs + intakeLimits.keepJobMs);
    run.nowMs = (untilMs ?? 0) - 1;
    expect(run.engine.next()).toEqual({ kind: 'rest', untilMs });
    run.nowMs += 1;
    expect(run.engine.next()).toEqual({ kind: 'purge' });
  });
});
