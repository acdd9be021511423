/** The colours that are offered for calendars and events: dark enough for a line on white, bright enough for one on black. */
export const calendarColors = ['#0b6b64', '#2563c9', '#7a4cc2', '#b83280', '#c2410c', '#a16207', '#3f7d20', '#52606d'] as const;
