import { describe, expect, it } from 'vitest';
import { tidyTime } from '../../../../web/app/board/times';

describe('a time that was typed', () => {
  it.each([
    ['9', '09:00'],
    ['930', '09:30'],
    ['0930', '09:30'],
    ['9:5', '09:05'],
    ['23.45', '23:45'],
    ['９：３０', '09:30'],
    ['9時半', '09:30'],
    ['18時', '18:00'],
    ['7時15分', '07:15'],
    ['午後3時', '15:00'],
    ['午前0時', '00:00'],
    ['9am', '09:00'],
    ['9:30 PM', '21:30'],
    ['12am', '00:00'],
    ['12 pm', '12:00'],
  ])('%s is %s', (typed, time) => {
    expect(tidyTime(typed)).toBe(time);
  });

  it.each(['in the evening', '24:00', '9:75', '13pm', '夕方', '2560', '9-11', '99999'])('%s stays as it is', (typed) => {
    expect(tidyTime(typed)).toBe(typed);
  });
});
