import { withIsolatedWords } from '../isolated-words';

/** The words of the components of events. Give `texts` to a component to say some of them differently. */
export interface EventTexts {
  /** Who is at a place. */
  readonly here: (names: string) => string;
  readonly more: (count: number) => string;
  readonly typing: (name: string) => string;
  readonly typingTwo: (first: string, second: string) => string;
  readonly typingMany: (count: number) => string;
  readonly conflict: string;
  /** `other`: the name of the other person; null where nobody knows. */
  readonly conflictAbout: (other: string | null) => string;
  /** To somebody who wrote neither version. The names of those who did; null where nobody knows. */
  readonly conflictBetween: (first: string | null, second: string | null) => string;
  readonly mine: string;
  /** `other`: the name of the other person; null where nobody knows. */
  readonly theirs: (other: string | null) => string;
  /** `mine` for somebody who wrote neither version, where nobody knows whose it is. */
  readonly one: string;
  readonly merged: string;
  readonly keepMine: string;
  readonly keepTheirs: string;
  /** To somebody who wrote neither version. */
  readonly keepOf: (name: string) => string;
  readonly keepOne: string;
  readonly keepMerged: string;
  readonly later: string;
  readonly nothing: string;
}

const en: EventTexts = {
  here: (names) => `Here now: ${names}`,
  more: (count) => `${count} more`,
  typing: (name) => `${name} is typing…`,
  typingTwo: (first, second) => `${first} and ${second} are typing…`,
  typingMany: (count) => `${count} people are typing…`,
  conflict: 'Two versions',
  conflictAbout: (other) =>
    other === null
      ? 'This was changed elsewhere at the same time. Which version should stay?'
      : `You and ${other} changed this at the same time. Which version should stay?`,
  conflictBetween: (first, second) =>
    first === null || second === null
      ? 'Others changed this at the same time. Which version should stay?'
      : `${first} and ${second} changed this at the same time. Which version should stay?`,
  mine: 'Yours',
  theirs: (other) => (other === null ? 'The other one' : `${other}’s`),
  one: 'The first one',
  merged: 'Both together',
  keepMine: 'Keep yours',
  keepTheirs: 'Keep the other one',
  keepOf: (name) => `Keep ${name}’s`,
  keepOne: 'Keep the first one',
  keepMerged: 'Keep both together',
  later: 'Decide later',
  nothing: 'Empty',
};

const ja: EventTexts = {
  here: (names) => `閲覧・編集中：${names}`,
  more: (count) => `ほか${count}人`,
  typing: (name) => `${name}さんが入力中…`,
  typingTwo: (first, second) => `${first}さんと${second}さんが入力中…`,
  typingMany: (count) => `${count}人が入力中…`,
  conflict: '変更が重なりました',
  conflictAbout: (other) =>
    other === null
      ? '同じ項目が同時に変更されました。どちらを残しますか？'
      : `あなたと${other}さんが、同じ項目を同時に変更しました。どちらを残しますか？`,
  conflictBetween: (first, second) =>
    first === null || second === null
      ? 'ほかの人たちが、同じ項目を同時に変更しました。どちらを残しますか？'
      : `${first}さんと${second}さんが、同じ項目を同時に変更しました。どちらを残しますか？`,
  mine: 'あなたの変更',
  theirs: (other) => (other === null ? '相手の変更' : `${other}さんの変更`),
  one: '一つ目の変更',
  merged: '両方をまとめる',
  keepMine: '自分の変更を残す',
  keepTheirs: '相手の変更を残す',
  keepOf: (name) => `${name}さんの変更を残す`,
  keepOne: '一つ目の変更を残す',
  keepMerged: 'まとめた内容を残す',
  later: 'あとで決める',
  nothing: '空欄',
};

/** The words that the components of events bring along. */
export const eventTexts = { en, ja } as const;

/** How every component of events is told its words. */
export interface EventTextsProps {
  /** `en` unless given. */
  readonly locale?: keyof typeof eventTexts;
  /** Words that replace those of the locale. */
  readonly texts?: Partial<EventTexts>;
}

export function eventTextsOf({ locale = 'en', texts }: EventTextsProps): EventTexts {
  return withIsolatedWords({ ...eventTexts[locale], ...texts });
}

/** A name as texts take it: what a document has of somebody whom it does not know is ''. */
export function nameOrNull(name: string | null | undefined): string | null {
  return name || null;
}
