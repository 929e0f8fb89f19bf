// Places on the wire count bytes of UTF-8, the editor counts UTF-16 with one for the end of a line, also where a file ends
// its lines as Windows does. Most texts are plain ASCII with plain ends, where both are the same.

/** Turns places of one text from one count into the other. The text is as the file has it. */
export class Bytes {
  private readonly plain: boolean;
  private marks: Mark[] = [[0, 0, 0]];

  constructor(private readonly text: string) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
    this.plain = /^[\x00-\x7f]*$/.test(text) && !text.includes("\r\n");
    if (this.plain) return;
    // A mark each 1,000 characters, so that a place costs a short walk and not one from the head of the file.
    for (let m: Mark = [0, 0, 0]; m[2] < text.length; m = this.step(m))
      if (m[2] >= this.marks.length * 1000) this.marks.push(m);
  }

  /** The byte at which a place of the editor stands. */
  byte(at: number): number {
    if (this.plain) return Math.min(at, this.text.length);
    let m = this.before((x) => x[0] <= at);
    while (m[0] < at && m[2] < this.text.length) m = this.step(m);
    return m[1];
  }

  /** The place of the editor at which a byte stands. */
  at(byte: number): number {
    if (this.plain) return Math.min(byte, this.text.length);
    let m = this.before((x) => x[1] <= byte);
    while (m[1] < byte && m[2] < this.text.length) m = this.step(m);
    return m[0];
  }

  private step([at, byte, i]: Mark): Mark {
    const c = this.text.codePointAt(i) ?? 0;
    if (c === 13 && this.text.charCodeAt(i + 1) === 10) return [at + 1, byte + 2, i + 2];
    const units = c > 0xffff ? 2 : 1;
    return [at + units, byte + width(c), i + units];
  }

  private before(fits: (m: Mark) => boolean): Mark {
    let low = 0;
    let high = this.marks.length - 1;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      const m = this.marks[mid];
      if (m && fits(m)) low = mid;
      else high = mid - 1;
    }
    return this.marks[low] ?? [0, 0, 0];
  }
}

type Mark = [at: number, byte: number, i: number];

const width = (c: number) => (c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
