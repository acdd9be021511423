/** A person as a disc in their colour with their picture or initials. Says nothing to a screen reader. */
export function Face({ name, color, avatar }: { name: string; color: string; avatar: string | null }) {
  return (
    <span className="tt-face" aria-hidden="true" style={{ backgroundColor: color }}>
      {avatar === null ? initials(name) : <img src={avatar} alt="" referrerPolicy="no-referrer" />}
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
