import { dateOf, weekdayOf } from './calendar-days';
import type { Rule } from './rule';

/** A rule that leaves nothing to the start of its series: what it does not say, the start does (RFC 5545, section 3.3.10). */
export function completeRule(rule: Rule, startDay: number): Rule {
  const { month, day } = dateOf(startDay);
  const byDay = [{ weekday: weekdayOf(startDay), nth: null }];
  switch (rule.frequency) {
    case 'DAILY':
      return rule;
    case 'WEEKLY':
      return rule.byDay.length > 0 ? rule : { ...rule, byDay };
    case 'MONTHLY':
      return rule.byDay.length > 0 || rule.byMonthDay.length > 0 ? rule : { ...rule, byMonthDay: [day] };
    case 'YEARLY':
      if (rule.byDay.length > 0 || rule.byMonthDay.length > 0 || rule.byYearDay.length > 0) return rule;
      if (rule.byWeekNo.length > 0) return { ...rule, byDay };
      return { ...rule, byMonthDay: [day], byMonth: rule.byMonth.length > 0 ? rule.byMonth : [month] };
  }
}
