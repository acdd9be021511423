import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { addItem, itemText, keptFormats, onCosts, readBudget, readCosts, setBudget } from '../../../web/sdk';

let doc: Y.Doc;
beforeEach(() => {
  doc = new Y.Doc();
});

function elementAt(index: number): Y.Map<unknown> {
  return doc.getArray('itinerary').get(index) as Y.Map<unknown>;
}

describe('the budget of a trip', () => {
  it('is an amount per currency', () => {
    setBudget(doc, 'USD', 900);
    setBudget(doc, 'JPY', 120_000);
    expect(readBudget(doc)).toEqual([
      { currency: 'JPY', amount: 120_000 },
      { currency: 'USD', amount: 900 },
    ]);
    setBudget(doc, 'USD', null);
    expect(doc.getMap('budget').toJSON()).toEqual({ JPY: 120_000 });
  });

  it('is read without what the schema does not allow', () => {
    doc.getMap('budget').set('yen', 5);
    doc.getMap('budget').set('EUR', 'much');
    expect(readBudget(doc)).toEqual([]);
  });
});

describe('the costs of a trip', () => {
  it('are those of the cards that have one', () => {
    addItem(doc, { day: 1, title: 'shrine' });
    const id = addItem(doc, { day: 2, title: 'inn' });
    elementAt(1).set('cost', 12_000);
    elementAt(1).set('currency', 'JPY');
    expect(readCosts(doc)).toMatchObject([{ id, day: 2, cost: 12_000, currency: 'JPY' }]);
  });

  it('are told anew when a card changes, not when somebody types in one', () => {
    const id = addItem(doc, { day: 1, title: 'inn' });
    let told = 0;
    const stop = onCosts(doc, () => {
      told++;
    });
    itemText(doc, id, 'title')?.insert(0, 'old ');
    expect(told).toBe(0);
    elementAt(0).set('cost', 5);
    expect(told).toBe(1);
    doc.getArray('itinerary').delete(0);
    expect(told).toBe(2);
    stop();
    addItem(doc, { day: 1, title: 'shrine' });
    expect(told).toBe(2);
  });
});

describe('the formats of notes', () => {
  it('are those that the document keeps', () => {
    expect(keptFormats({ bold: true, italic: 1, color: 'red', header: 4, list: 'bullet', link: 'ftp://x.example' })).toEqual({
      bold: true,
      list: 'bullet',
    });
  });
});
