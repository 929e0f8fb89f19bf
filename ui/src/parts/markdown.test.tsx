import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { MarkdownView } from "./markdown";

const html = (text: string) =>
  renderToStaticMarkup(<MarkdownView text={text} />)
    .replace(/^<div class="t-markdown">|<\/div>$/g, "")
    .replaceAll(' class="t-link"', "");

describe("Markdown", () => {
  it.each([
    ["# Title\ntext", "<h2>Title</h2><p>text</p>"],
    ["a **b** _c_ `d*e*`", "<p>a <strong>b</strong> <em>c</em> <code>d*e*</code></p>"],
    ["snake_case_name stays", "<p>snake_case_name stays</p>"],
    ["- a\n- b\n  - c\n\nd", "<ul><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ul><p>d</p>"],
    ["1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"],
    ["> q\n> r", "<blockquote><p>q\nr</p></blockquote>"],
    ["```go\na < b\n```", "<pre><code>a &lt; b</code></pre>"],
    ["```\nnever closed", "<pre><code>never closed</code></pre>"],
    [
      "| a | b |\n|---|---|\n| 1 | x\\|y |",
      '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody><tr><td>1</td><td>x|y</td></tr></tbody></table>',
    ],
    ["[help](/help)", '<p><a href="/help">help</a></p>'],
    ["\\*not\\*", "<p>*not*</p>"],
  ])("%j", (text, want) => expect(html(text)).toBe(want));

  it("never makes HTML or addresses that run", () => {
    for (const bad of [
      "<script>alert(1)</script>",
      "<img src=x onerror=alert(1)>",
      "[x](javascript:alert(1))",
      "[x](JaVaScRiPt:alert(1))",
      "[x](data:text/html,hi)",
      "[x](//evil.example)",
      "![x](https://evil.example/p.png)",
    ]) {
      expect(html(bad)).not.toMatch(/<script|<img|href="(?!https?:\/\/|\/[^/]|#|mailto:)/i);
    }
  });

  it("ends on any text", () => {
    const bits = [
      "#",
      "-",
      "1.",
      "|",
      "\n",
      " ",
      "*",
      "_",
      "`",
      "[",
      "](",
      ")",
      ">",
      "a",
      "```",
      "\\",
      "\n\n",
      "  ",
      "|-|",
    ];
    let seed = 7;
    const next = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed;
    };
    for (let n = 0; n < 400; n++) {
      const text = Array.from({ length: next() % 24 }, () => bits[next() % bits.length]).join("");
      expect(typeof html(text)).toBe("string");
    }
  });
});
