/** A part of a calendar file: its name in upper case and its lines, unfolded, from BEGIN to END. */
export interface FileComponent {
  readonly name: string;
  readonly lines: readonly string[];
}

/** What a file consists of: the lines of the calendar itself, and the components in it. */
export interface CalendarFile {
  readonly lines: readonly string[];
  readonly components: readonly FileComponent[];
}

/**
 * Cuts a calendar file into the components in it, without a look into them, so that one that is broken breaks no other. Several
 * calendars in one file count as one.
 * @returns null for a text that is no calendar file.
 */
export function componentsOfFile(text: string): CalendarFile | null {
  const own: string[] = [];
  const components: FileComponent[] = [];
  let open: { name: string; lines: string[] } | null = null;
  let inCalendar = false;
  let calendars = 0;
  for (const line of unfolded(text)) {
    const [, edge, name] = /^(BEGIN|END):([\w-]+)\s*$/i.exec(line) ?? [];
    const names = name?.toUpperCase();
    if (names === 'VCALENDAR') {
      inCalendar = edge?.toUpperCase() === 'BEGIN';
      calendars += 1;
      open = null;
    } else if (open !== null) {
      open.lines.push(line);
      if (edge?.toUpperCase() === 'END' && names === open.name) {
        components.push(open);
        open = null;
      }
    } else if (inCalendar && names !== undefined && edge?.toUpperCase() === 'BEGIN') {
      open = { name: names, lines: [line] };
    } else if (inCalendar) {
      own.push(line);
    }
  }
  return calendars === 0 ? null : { lines: own, components };
}

/** The lines of a file; one that begins with a space or a tab goes on from the one before. */
function unfolded(text: string): readonly string[] {
  const lines: string[] = [];
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    const last = lines.length - 1;
    if (/^[ \t]/.test(line) && last >= 0) lines[last] += line.slice(1);
    else if (line !== '') lines.push(line);
  }
  return lines;
}
