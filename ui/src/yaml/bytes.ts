// Places on the wire count bytes of UTF-8, the browser counts UTF-16. Most texts are plain ASCII, where both are the same.

/** Turns places of one text from one count into the other. */
export class Bytes {
  private readonly plain: boolean;
  private marks: [at: number, byte: number][] = [];

  constructor(private readonly text: string) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
    this.plain = /^[\x00-\x7f]*$/.test(text);
    if (this.plain) return;
    // A mark each 1,000 characters, so that a place costs a short walk and not one from the head of the file.
    let byte = 0;
    for (let i = 0; i < text.length; ) {
      if (i >= this.marks.length * 1000) this.marks.push([i, byte]);
      const c = text.codePointAt(i) ?? 0;
      byte += width(c);
      i += c > 0xffff ? 2 : 1;
    }
    if (this.marks.length === 0) this.marks.push([0, 0]);
  }

  /** The byte at which a place of the browser stands. */
  byte(at: number): number {
    if (this.plain) return Math.min(at, this.text.length);
    let [i, byte] = this.before((m) => m[0] <= at);
    while (i < at && i < this.text.length) {
      const c = this.text.codePointAt(i) ?? 0;
      byte += width(c);
      i += c > 0xffff ? 2 : 1;
    }
    return byte;
  }

  /** The place of the browser at which a byte stands. */
  at(byte: number): number {
    if (this.plain) return Math.min(byte, this.text.length);
    let [i, b] = this.before((m) => m[1] <= byte);
    while (b < byte && i < this.text.length) {
      const c = this.text.codePointAt(i) ?? 0;
      b += width(c);
      i += c > 0xffff ? 2 : 1;
    }
    return i;
  }

  private before(fits: (m: [number, number]) => boolean): [number, number] {
    let low = 0;
    let high = this.marks.length - 1;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      const m = this.marks[mid];
      if (m && fits(m)) low = mid;
      else high = mid - 1;
    }
    return this.marks[low] ?? [0, 0];
  }
}

const width = (c: number) => (c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
