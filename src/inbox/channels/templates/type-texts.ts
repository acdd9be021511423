import type { Fields } from './fields';

/** What a notification says. */
export interface Text {
  readonly title: string;
  /** May be empty. */
  readonly body: string;
}

/** Makes the text of a type from its data; `events` is how many events the notification stands for. */
export type TextTemplate = (fields: Fields, events: number) => Text;

/** The templates of a language, by type: one for every channel, and others for channels that need other words. */
export type TypeTexts = Readonly<
  Record<
    string,
    {
      readonly text: TextTemplate;
      readonly email?: TextTemplate;
      readonly sms?: TextTemplate;
      /** What the buttons of our own notifications say, by their ids. */
      readonly actions?: Readonly<Record<string, string>>;
    }
  >
>;

/** Those sentences that there are; null when there is none. */
export function sentences(separator: string, ...parts: readonly (string | null)[]): string | null {
  const given = parts.filter((part) => part !== null);
  return given.length === 0 ? null : given.join(separator);
}
