/**
 * A chapter of PROTOCOL.md.
 * @typedef {{ title: string, slug: string, body: string, rules: string[] }} Chapter
 */

/** A rule at the start of its list item. */
const ruleItem = /^- \*\*([A-Z][a-z]?\d+)\*\* /gm;

/**
 * Splits PROTOCOL.md at its second-level headings.
 * @param {string} source
 * @returns {{ title: string, introduction: string, chapters: Chapter[] }}
 */
export function readChapters(source) {
  const [head = '', ...parts] = source.split(/^## /m);
  const [titleLine = '', ...introduction] = head.split('\n');
  return {
    title: titleLine.replace(/^# /, ''),
    introduction: introduction.join('\n').trim(),
    chapters: parts.map(readChapter),
  };
}

/**
 * @param {string} part from its title on
 * @returns {Chapter}
 */
function readChapter(part) {
  const [title = '', ...lines] = part.split('\n');
  const body = lines.join('\n').trim();
  const rules = [...body.matchAll(ruleItem)].map(([, rule]) => /** @type {string} */ (rule));
  return { title, slug: slugOf(title), body, rules };
}

/** @param {string} title */
function slugOf(title) {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
