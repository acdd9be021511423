/**
 * The formats that an inline style means. Programs that write text copy them as styles, and the page's content security
 * policy lets no style of a paste through: what it says has to be read, not asked of the browser.
 */
export function formatsOfStyle(style: string): Record<string, true> {
  const values = new Map(style.split(';').map((declaration) => pairOf(declaration.toLowerCase())));
  const weight = values.get('font-weight') ?? '';
  const decoration = `${values.get('text-decoration') ?? ''} ${values.get('text-decoration-line') ?? ''}`;
  return {
    ...(weight.startsWith('bold') || Number.parseInt(weight, 10) >= 600 ? { bold: true } : {}),
    ...(/^(italic|oblique)/.test(values.get('font-style') ?? '') ? { italic: true } : {}),
    ...(decoration.includes('underline') ? { underline: true } : {}),
    ...(decoration.includes('line-through') ? { strike: true } : {}),
  };
}

function pairOf(declaration: string): [string, string] {
  const [name = '', value = ''] = declaration.split(':');
  return [name.trim(), value.trim()];
}
