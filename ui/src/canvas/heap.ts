// What the search for ways takes next.

/** A heap of states by cost; of equal ones the last one in comes first, which leads on instead of around. */
export class Heap {
  private keys: number[] = [];
  private states: number[] = [];
  last = 0; // the cost of what was taken last

  clear() {
    this.keys.length = 0;
    this.states.length = 0;
    this.last = 0;
  }

  push(state: number, key: number) {
    const { keys, states } = this;
    let i = keys.length;
    keys.push(key);
    states.push(state);
    while (i > 0) {
      const up = (i - 1) >> 1;
      if ((keys[up] ?? 0) < key) break;
      keys[i] = keys[up] ?? 0;
      states[i] = states[up] ?? 0;
      i = up;
    }
    keys[i] = key;
    states[i] = state;
  }

  pop(): number {
    const { keys, states } = this;
    const top = states[0];
    if (top === undefined) return -1;
    this.last = keys[0] ?? 0;
    const key = keys.pop() ?? 0;
    const state = states.pop() ?? 0;
    const n = keys.length;
    if (n === 0) return top;
    let i = 0;
    for (;;) {
      let c = 2 * i + 1;
      if (c >= n) break;
      if (c + 1 < n && (keys[c + 1] ?? 0) < (keys[c] ?? 0)) c++;
      if ((keys[c] ?? 0) >= key) break;
      keys[i] = keys[c] ?? 0;
      states[i] = states[c] ?? 0;
      i = c;
    }
    keys[i] = key;
    states[i] = state;
    return top;
  }
}
