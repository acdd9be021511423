import { describe, expect, it } from 'vitest';
import { touchedFields } from '../../../../web/app/event/touched-fields';
import { stepsOf } from '../../../../web/app/history/history-steps';
import type { DocumentVersion } from '../../../../web/sdk';

const names = { aoi: 'Aoi', ken: 'Ken' };

/** Versions as the server lists them: the newest first. */
function versions(...rows: [minutes: number, actor: keyof typeof names, path: string, kind?: DocumentVersion['kind']][]) {
  return rows
    .map(
      ([minutes, actor, path, kind = 'edit'], index): DocumentVersion => ({
        version: index + 1,
        at: new Date(minutes * 60_000).toISOString(),
        actor: { id: actor, name: names[actor] },
        kind,
        touched: [path],
      }),
    )
    .reverse();
}

const told = (rows: readonly DocumentVersion[], isAll = true) =>
  stepsOf(rows, isAll, touchedFields).map(
    ({ first, last, actor, kind, fields }) => `${first}–${last} ${actor.name} ${kind} ${fields.join()}`,
  );

describe('the steps of a history', () => {
  it('are what one person does without a long pause, whatever the letters', () => {
    const rows = versions([0, 'aoi', '/title'], [1, 'aoi', '/title'], [2, 'aoi', '/title'], [6, 'aoi', '/location', 'op']);
    expect(told(rows)).toEqual(['2–4 Aoi edit title,location', '1–1 Aoi create title']);
  });

  it('end with a pause', () => {
    const rows = versions([0, 'aoi', '/title'], [1, 'aoi', '/title'], [7, 'aoi', '/title']);
    expect(told(rows)).toEqual(['3–3 Aoi edit title', '2–2 Aoi edit title', '1–1 Aoi create title']);
  });

  it('are one each of two people who type at the same time, and say who else wrote there', () => {
    const rows = versions(
      [0, 'aoi', '/title'],
      [1, 'aoi', '/title'],
      [1.1, 'ken', '/title'],
      [1.2, 'ken', '/location'],
      [1.3, 'aoi', '/title'],
    );
    expect(told(rows)).toEqual(['2–5 Aoi edit title', '3–4 Ken edit title,location', '1–1 Aoi create title']);
    expect(stepsOf(rows, true, touchedFields).map(({ others }) => [...others])).toEqual([
      [['title', ['Ken']]],
      [
        ['title', []],
        ['location', []],
      ],
      [['title', []]],
    ]);
  });

  it('are one after the other of people who take turns', () => {
    const rows = versions([0, 'aoi', '/title'], [1, 'aoi', '/title'], [2, 'ken', '/title'], [3, 'aoi', '/title']);
    expect(told(rows)).toEqual(['4–4 Aoi edit title', '3–3 Ken edit title', '2–2 Aoi edit title', '1–1 Aoi create title']);
  });

  it('keep apart what is taken back, and what is restored', () => {
    const rows = versions(
      [0, 'aoi', '/title'],
      [1, 'aoi', '/title'],
      [1, 'aoi', '/title', 'undo'],
      [1, 'aoi', '/title', 'undo'],
      [2, 'aoi', '/title'],
      [2, 'ken', '/title', 'restore'],
      [2, 'ken', '/title', 'restore'],
      [2, 'aoi', '/title'],
    );
    expect(told(rows)).toEqual([
      '8–8 Aoi edit title',
      '7–7 Ken restore title',
      '6–6 Ken restore title',
      '5–5 Aoi edit title',
      '3–4 Aoi undo title',
      '2–2 Aoi edit title',
      '1–1 Aoi create title',
    ]);
  });

  it('are left out while they may have begun before what is known', () => {
    const [newest, ...older] = versions(
      [0, 'aoi', '/title'],
      [20, 'aoi', '/title'],
      [22, 'ken', '/title'],
      [40, 'aoi', '/title'],
    );
    const rows = [newest as DocumentVersion, ...older.slice(0, 2)];
    expect(told(rows, false)).toEqual(['4–4 Aoi edit title']);
    expect(told(rows, true)).toEqual(['4–4 Aoi edit title', '3–3 Ken edit title', '2–2 Aoi edit title']);
  });
});
