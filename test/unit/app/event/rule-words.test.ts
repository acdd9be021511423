import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { ruleWords } from '../../../../web/app/event/rule-words';
import en from '../../../../web/app/messages/calendar/en.json' with { type: 'json' };
import ja from '../../../../web/app/messages/calendar/ja.json' with { type: 'json' };

const english = createIntl({ locale: 'en', messages: en });
const japanese = createIntl({ locale: 'ja', messages: ja });

describe('a recurrence rule in words', () => {
  it.each([
    ['FREQ=DAILY;INTERVAL=3', 'Every 3 days', '3日ごと'],
    ['FREQ=WEEKLY;BYDAY=MO,TH;COUNT=10', 'Every week on Monday and Thursday, 10 times', '毎週・月曜日、木曜日（10回）'],
    ['FREQ=MONTHLY;BYDAY=3TH', 'Every month on the 3rd Thursday', '毎月・第3木曜日'],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'Every month on the last Friday', '毎月・最後の金曜日'],
    ['FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15', 'Every 2 months on the 1st and the 15th', '2か月ごと・1日、15日'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'Every month on the last day', '毎月・月末'],
    ['FREQ=MONTHLY;BYMONTHDAY=-2', 'Every month on the 2nd to last day', '毎月・月末から2日目'],
    ['FREQ=YEARLY;BYMONTH=5;BYDAY=2SU', 'Every year in May on the 2nd Sunday', '毎年・5月・第2日曜日'],
    [
      'FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=-1',
      'Every month on the last of Saturday or Sunday',
      '毎月・土曜日または日曜日のうち最後',
    ],
    ['FREQ=WEEKLY;UNTIL=20270501', 'Every week, until May 1, 2027', '毎週（2027/05/01まで）'],
    ['FREQ=WEEKLY;UNTIL=20270430T150000Z', 'Every week, until May 1, 2027', '毎週（2027/05/01まで）'],
    ['FREQ=DAILY;COUNT=1', 'Every day, once', '毎日（1回）'],
  ])('%s: %s, %s', (rule, inEnglish, inJapanese) => {
    expect(ruleWords(rule, english, 'Asia/Tokyo')).toBe(inEnglish);
    expect(ruleWords(rule, japanese, 'Asia/Tokyo')).toBe(inJapanese);
  });

  it.each(['FREQ=YEARLY;BYWEEKNO=20', 'FREQ=YEARLY;BYYEARDAY=100', 'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', 'FREQ=NEVER', ''])(
    '%s has none',
    (rule) => {
      expect(ruleWords(rule, english, 'UTC')).toBeNull();
    },
  );
});
