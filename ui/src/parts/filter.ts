// Filters of tables: plain words and key:value tokens, each negated by a leading !. A filter is a text, so it lives in
// the address and can be shared. Several values of one key mean any of them; everything else must hold together.
export interface Token {
  key?: string;
  value: string;
  not: boolean;
}

/** Reads a filter. Values with blanks stand in quotes: owner:"Jane Doe". */
export function parseFilter(text: string): Token[] {
  const out: Token[] = [];
  for (const m of text.matchAll(/(!?)(?:([\w-]+):)?(?:"([^"]*)"?|([^\s"]+))/g)) {
    const value = (m[3] ?? m[4] ?? "").toLowerCase();
    if (value) out.push({ value, not: m[1] === "!", ...(m[2] ? { key: m[2].toLowerCase() } : {}) });
  }
  return out;
}

export function formatFilter(tokens: Token[]): string {
  return tokens
    .map((t) => `${t.not ? "!" : ""}${t.key ? `${t.key}:` : ""}${/\s/.test(t.value) ? `"${t.value}"` : t.value}`)
    .join(" ");
}

/** Puts a token in or takes it out again. */
export function toggleToken(text: string, key: string, value: string): string {
  const tokens = parseFilter(text);
  const v = value.toLowerCase();
  const rest = tokens.filter((t) => !(t.key === key && t.value === v && !t.not));
  return formatFilter(rest.length < tokens.length ? rest : [...tokens, { key, value: v, not: false }]);
}

export type Keys<T> = Record<string, (row: T) => string | number | boolean | undefined | readonly string[]>;

/** Makes the test of a filter. hay is the text that plain words look into, in lower case. */
export function matcher<T>(text: string, keys: Keys<T>, hay: (row: T) => string): (row: T) => boolean {
  const tokens = parseFilter(text);
  if (tokens.length === 0) return () => true;
  const wordsIn: string[] = [];
  const wordsOut: string[] = [];
  const byKey = new Map<string, { want: Set<string>; not: Set<string> }>();
  for (const t of tokens) {
    if (t.key && keys[t.key]) {
      const k = byKey.get(t.key) ?? { want: new Set<string>(), not: new Set<string>() };
      (t.not ? k.not : k.want).add(t.value);
      byKey.set(t.key, k);
    } else {
      const w = t.key ? `${t.key}:${t.value}` : t.value;
      (t.not ? wordsOut : wordsIn).push(w);
    }
  }
  const fields = [...byKey].map(([key, k]) => ({ ...k, read: keys[key] as Keys<T>[string] }));
  return (row) => {
    for (const f of fields) {
      const v = f.read(row);
      const all = (Array.isArray(v) ? v : [v ?? ""]).map((x) => String(x).toLowerCase());
      if (f.want.size > 0 && !all.some((x) => f.want.has(x))) return false;
      if (all.some((x) => f.not.has(x))) return false;
    }
    if (wordsIn.length === 0 && wordsOut.length === 0) return true;
    const h = hay(row);
    return wordsIn.every((w) => h.includes(w)) && !wordsOut.some((w) => h.includes(w));
  };
}
