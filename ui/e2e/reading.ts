// Whether a person can read all of a page, however large its text is and however narrow the window.
import type { Page } from "@playwright/test";

/**
 * Texts that cannot be read: cut off by what they stand in without a way to scroll there, or with another text over them. A
 * text that ends in three dots is meant to be cut; it is told in full elsewhere. The canvas has a scale of its own.
 */
export const unreadable = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const own = ".react-flow, .cv-stage, svg, .cm-editor, .t-skip, option, script, style, noscript";
    interface Place {
      text: string;
      of: Element;
      box: DOMRect;
    }
    const places: Place[] = [];
    const out: string[] = [];
    const told = (of: Element, text: string) =>
      `"${text.slice(0, 40)}" in ${of.tagName.toLowerCase()}${typeof of.className === "string" && of.className ? `.${of.className.split(" ").join(".")}` : ""}`;

    /** Whether it is there for screen readers alone. */
    const forReaders = (of: Element | null): boolean =>
      of !== null && (getComputedStyle(of).clipPath !== "none" || forReaders(of.parentElement));
    /** What is left of a box in sight; a word where it is cut off and cannot be scrolled to. */
    const inSight = (of: Element, box: DOMRect): DOMRect | "the side" | "the foot" | "the window" => {
      let { left, right, top, bottom } = box;
      let wide = true;
      let high = true;
      for (let at: Element | null = of; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        const edge = at.getBoundingClientRect();
        const dots = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
        if (style.overflowX !== "visible") {
          if (dots || /auto|scroll/.test(style.overflowX)) wide = false;
          if (wide && (box.right > edge.right + 2 || box.left < edge.left - 2)) return "the side";
          [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
        }
        if (style.overflowY !== "visible") {
          if (dots || /auto|scroll/.test(style.overflowY)) high = false;
          if (high && (box.bottom > edge.bottom + 3 || box.top < edge.top - 3)) return "the foot";
          [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
        }
        if (style.position === "fixed") break;
      }
      if (wide && (box.right > innerWidth + 1 || box.left < -1)) return "the window";
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    };
    /** Whether what is drawn at the middle of a box is the text itself or something within or around it. */
    const onTop = (p: Place) => {
      const top = document.elementFromPoint(p.box.x + p.box.width / 2, p.box.y + p.box.height / 2);
      return top !== null && (p.of.contains(top) || top.contains(p.of));
    };

    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.textContent?.trim() ?? "";
      const of = walk.currentNode.parentElement;
      if (!text || !of || of.closest(own)) continue;
      if (!of.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || forReaders(of)) continue;
      const range = document.createRange();
      range.selectNodeContents(walk.currentNode);
      for (const box of range.getClientRects()) {
        if (box.width < 2 || box.height < 2) continue;
        const seen = inSight(of, box);
        if (typeof seen === "string") out.push(`${told(of, text)} is cut off by ${seen}`);
        else if (seen.width > 2 && seen.height > 2) places.push({ text, of, box: seen });
      }
    }
    const seen = places.filter((p) => p.box.bottom > 0 && p.box.top < innerHeight).filter(onTop);
    for (const [i, a] of seen.entries())
      for (const b of seen.slice(i + 1)) {
        if (a.of === b.of) continue;
        const w = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const h = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        // Lines of text stand close: their boxes may touch, their letters may not.
        if (w > 3 && h > 0.4 * Math.min(a.box.height, b.box.height))
          out.push(`${told(a.of, a.text)} and ${told(b.of, b.text)} stand over each other`);
      }
    return [...new Set(out)];
  });

/** Sets the size of text as a person does in the settings of the browser: 16 is usual, 32 is 200 %. */
export async function textSize(page: Page, standard: number) {
  const line = await page.context().newCDPSession(page);
  await line.send("Page.enable");
  await line.send("Page.setFontSizes", { fontSizes: { standard, fixed: Math.round(standard * 0.8125) } });
}

/** The distances of WCAG 1.4.12, which a person may set by a style sheet of their own. */
export const spaced = (page: Page) =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `*, *::before, *::after { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
       p { margin-bottom: 2em !important }`,
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
