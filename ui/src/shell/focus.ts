// The focus is never lost. What has it may go away: a row that is removed, a form that is done, a button that has nothing
// left to do. Whoever works by keyboard then goes on at what took its place, or else at what stood beside it.
import { useEffect } from "react";

/** Where something stood that is gone. */
interface Gap {
  in: Node;
  next: Node | null;
  before: Node | null;
  /** What came in its place, in the same step. */
  instead: Node[];
}

/** So long may whoever took something away say by itself where the focus goes. */
const patience = 100;
/** So long may a button rest while it works. */
const busy = 500;

const stops =
  "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]";
const regions = "[data-region], [role=dialog], main";

/** Keeps the focus on the page while the component is shown. A pointer needs no focus, and is not met by a keyboard on glass. */
export function useKeptFocus() {
  useEffect(() => {
    let byKeys = false;
    let later = 0;
    const had: Element[] = []; // the newest last
    const hand = (e: Event) => {
      byKeys = e.type === "keydown";
    };
    const came = (e: FocusEvent) => {
      if (!(e.target instanceof Element)) return;
      clearTimeout(later);
      had.push(e.target);
      if (had.length > 12) had.shift();
    };
    const look = (records: MutationRecord[]) => {
      const last = had.at(-1);
      if (!byKeys || !last || !lost(last)) return;
      const gap = gapOf(last, records);
      if (!gap) return;
      clearTimeout(later);
      later = window.setTimeout(
        () => {
          if (!last.isConnected || off(last)) goOn(gap, had);
          else if (free(last)) focusOn(last);
        },
        last.isConnected ? busy : patience,
      );
    };
    const watch = new MutationObserver(look);
    watch.observe(document.body, { subtree: true, childList: true, attributeFilter: ["disabled"] });
    window.addEventListener("keydown", hand, true);
    window.addEventListener("pointerdown", hand, true);
    document.addEventListener("focusin", came);
    return () => {
      clearTimeout(later);
      watch.disconnect();
      window.removeEventListener("keydown", hand, true);
      window.removeEventListener("pointerdown", hand, true);
      document.removeEventListener("focusin", came);
    };
  }, []);
}

const off = (e: Element) => e.matches(":disabled");
/** Is the focus nowhere? A browser leaves it for a moment on what is disabled. */
const free = (last: Element) => {
  const at = document.activeElement;
  return !at || at === document.body || (at === last && off(last));
};
const lost = (last: Element) => (!last.isConnected || off(last)) && free(last);

/** Where something stood, by what is known of how it went. */
function gapOf(last: Element, records: MutationRecord[]): Gap | undefined {
  if (last.isConnected)
    return { in: last.parentNode ?? document.body, next: last.nextSibling, before: last.previousSibling, instead: [] };
  let gone: Node = last;
  let gap: Gap | undefined;
  for (const r of records) {
    if (![...r.removedNodes].some((n) => n.contains(gone))) continue;
    gap = { in: r.target, next: r.nextSibling, before: r.previousSibling, instead: [] };
    gone = r.target;
    if (gone.isConnected) break;
  }
  if (!gap) return undefined;
  for (const r of records) {
    const there = r.target === gap.in && (r.nextSibling === gap.next || r.previousSibling === gap.before);
    if (there) gap.instead.push(...r.addedNodes);
  }
  return gap;
}

/** What can take the focus in a part of the page, in its order; the part itself first. */
function within(part: Node): HTMLElement[] {
  if (!(part instanceof HTMLElement)) return [];
  const all = [part, ...part.querySelectorAll<HTMLElement>(stops)];
  return all.filter((e) => e.matches(stops) && e.tabIndex >= 0 && e.checkVisibility() && !e.closest("[inert]"));
}

function goOn(gap: Gap, had: Element[]) {
  if (document.activeElement && document.activeElement !== document.body && !off(document.activeElement)) return;
  const from = gap.in instanceof Element ? gap.in : gap.in.parentElement;
  const region = from?.isConnected ? from.closest(regions) : undefined;
  // A layer above the page leaves nothing behind: back to where one came from.
  const back = region ? undefined : had.findLast((e) => e.isConnected && !off(e) && e.checkVisibility());
  const to = back ?? gap.instead.flatMap(within)[0] ?? (region && from ? beside(gap, from, region) : undefined);
  focusOn(to ?? region?.querySelector("[data-region-focus]") ?? region ?? document.getElementById("main"));
}

/** The nearest that follows, or else that comes before, in the smallest part of the region that has any. */
function beside(gap: Gap, from: Element, region: Element): HTMLElement | undefined {
  const follows = (mark: Node | null, e: Element) =>
    mark !== null && (mark.contains(e) || (mark.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) > 0);
  for (let part: Element | null = from; part; part = part === region ? null : part.parentElement) {
    const all = within(part).filter((e) => e !== part);
    if (all.length > 0) return all.find((e) => follows(part === from ? gap.next : from, e)) ?? all.at(-1);
  }
  return undefined;
}

const focusOn = (e: Element | null | undefined) => (e as HTMLElement | null | undefined)?.focus();
