const sizes = { sm: 'size-6 text-[0.6875rem]', md: 'size-8 text-sm', lg: 'size-11 text-lg' } as const;

/** A person as a coloured disc with their initial. Says nothing to a screen reader: the name stands beside it. */
export function Avatar({ name, color, size = 'md' }: { name: string; color: string; size?: keyof typeof sizes }) {
  return (
    <span
      aria-hidden="true"
      className={`inline-flex shrink-0 items-center justify-center rounded-full font-semibold text-on-person select-none ${sizes[size]}`}
      style={{ backgroundColor: color }}
    >
      {initials(name)}
    </span>
  );
}

/** One character of a Japanese name, up to two initials of others. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = firstCharacter(words[0] ?? '');
  const isLatin = /^\p{Script=Latin}/u.test(first);
  const second = isLatin && words.length > 1 ? firstCharacter(words.at(-1) ?? '') : '';
  return (first + second).toLocaleUpperCase() || '?';
}

function firstCharacter(word: string): string {
  return [...new Intl.Segmenter().segment(word)][0]?.segment ?? '';
}
