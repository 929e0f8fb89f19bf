// Markdown of library pages, comments and reports, as React elements: no HTML is ever made from text, so nothing in it
// can run. Headings, paragraphs, lists, quotes, code, tables, rules; emphasis, code, links. Links go to web addresses, to
// pages of the studio and within the page; others are shown as text.
import { Fragment, type ReactNode } from "react";

const safe = (url: string) => /^(https?:\/\/|mailto:|\/(?!\/)|#)/i.test(url);

/** Shows Markdown. The first heading has the given level, so that it fits below those of the page. */
export function MarkdownView({ text, level = 2 }: { text: string; level?: number }) {
  return <div className="t-markdown">{blocks(text.replace(/\r\n?/g, "\n").split("\n"), level)}</div>;
}

function blocks(lines: string[], level: number): ReactNode[] {
  const out: ReactNode[] = [];
  let i = 0;
  while (i < lines.length) {
    const [node, next] = block(lines, i, level);
    if (node !== null) out.push(<Fragment key={i}>{node}</Fragment>);
    i = Math.max(next, i + 1);
  }
  return out;
}

function block(lines: string[], i: number, level: number): [ReactNode, number] {
  const line = lines[i] ?? "";
  if (!line.trim()) return [null, i + 1];
  const fence = /^(```+|~~~+)/.exec(line)?.[1];
  if (fence) {
    const end = seek(lines, i + 1, (l) => l.startsWith(fence));
    return [
      <pre key="c">
        <code>{lines.slice(i + 1, end).join("\n")}</code>
      </pre>,
      end + 1,
    ];
  }
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (heading) {
    const H = `h${Math.min(6, level - 1 + (heading[1]?.length ?? 1))}` as "h2";
    return [<H key="h">{inline(heading[2] ?? "")}</H>, i + 1];
  }
  if (/^(\s*[-*_]){3,}\s*$/.test(line)) return [<hr key="r" />, i + 1];
  if (/^>/.test(line)) {
    const end = seek(lines, i, (l) => !/^>/.test(l));
    return [
      <blockquote key="q">
        {blocks(
          lines.slice(i, end).map((l) => l.replace(/^>\s?/, "")),
          level,
        )}
      </blockquote>,
      end,
    ];
  }
  if (item.test(line)) return list(lines, i, level);
  if (
    line.includes("|") &&
    /^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$/.test(lines[i + 1] ?? "") &&
    (lines[i + 1] ?? "").includes("|")
  )
    return table(lines, i);
  const end = Math.max(
    i + 1,
    seek(lines, i + 1, (l) => !l.trim() || /^(#{1,6}\s|>|```|~~~)/.test(l) || item.test(l)),
  );
  return [<p key="p">{inline(lines.slice(i, end).join("\n"))}</p>, end];
}

const item = /^(\s*)([-*+]|\d{1,9}[.)])\s+/;

function seek(lines: string[], from: number, stop: (l: string) => boolean): number {
  let i = from;
  while (i < lines.length && !stop(lines[i] ?? "")) i++;
  return i;
}

function list(lines: string[], from: number, level: number): [ReactNode, number] {
  const first = item.exec(lines[from] ?? "");
  const indent = first?.[1]?.length ?? 0;
  const numbered = /\d/.test(first?.[2] ?? "");
  const items: ReactNode[] = [];
  let i = from;
  while (i < lines.length) {
    const m = item.exec(lines[i] ?? "");
    if (!m || (m[1]?.length ?? 0) !== indent || /\d/.test(m[2] ?? "") !== numbered) break;
    const width = m[0].length;
    const inner = [(lines[i] ?? "").slice(width)];
    let j = i + 1;
    while (
      j < lines.length &&
      ((lines[j] ?? "").startsWith(" ".repeat(indent + 2)) ||
        (!(lines[j] ?? "").trim() && (lines[j + 1] ?? "").startsWith(" ".repeat(indent + 2))))
    ) {
      inner.push((lines[j] ?? "").slice(Math.min(width, (lines[j] ?? "").search(/\S|$/))));
      j++;
    }
    items.push(<li key={i}>{inner.length === 1 ? inline(inner[0] ?? "") : tight(blocks(inner, level))}</li>);
    i = j;
    if (!(lines[i] ?? "").trim() && item.test(lines[i + 1] ?? "")) i++;
  }
  return [numbered ? <ol key="l">{items}</ol> : <ul key="l">{items}</ul>, i];
}

const tight = (nodes: ReactNode[]) => nodes;

const cells = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((c) => c.trim().replaceAll("\\|", "|"));

function table(lines: string[], from: number): [ReactNode, number] {
  const end = seek(lines, from + 2, (l) => !l.includes("|"));
  const head = cells(lines[from] ?? "");
  const key = (prefix: string, n: number) => `${prefix}${n}`;
  return [
    <table key="t">
      <thead>
        <tr>
          {head.map((c, n) => (
            <th key={key("h", n)} scope="col">
              {inline(c)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.slice(from + 2, end).map((l, r) => (
          <tr key={key("r", r)}>
            {cells(l).map((c, n) => (
              <td key={key("c", n)}>{inline(c)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>,
    end,
  ];
}

const marks =
  /(`+)([\s\S]*?[^`])\1(?!`)|\*\*(\S(?:[\s\S]*?\S)?)\*\*|__(\S(?:[\s\S]*?\S)?)__|(?<![\w*])([*_])(\S(?:[\s\S]*?\S)?)\5(?![\w*])|!?\[([^\]]*)\]\(([^)\s]+)(?:\s+"[^"]*")?\)|<(https?:\/\/[^>\s]+)>|\\([\\`*_{}[\]()#+\-.!|<>~])/;

function inline(text: string): ReactNode {
  const out: ReactNode[] = [];
  let rest = text;
  for (let n = 0; rest; n++) {
    const m = marks.exec(rest);
    if (!m) {
      out.push(rest);
      break;
    }
    if (m.index > 0) out.push(rest.slice(0, m.index));
    const [all, , code, strong, strong2, , em, label, url, auto, escaped] = m;
    if (code !== undefined) out.push(<code key={n}>{code}</code>);
    else if (strong !== undefined || strong2 !== undefined)
      out.push(<strong key={n}>{inline(strong ?? strong2 ?? "")}</strong>);
    else if (em !== undefined) out.push(<em key={n}>{inline(em)}</em>);
    else if (url !== undefined)
      out.push(all.startsWith("!") || !safe(url) ? (label ?? "") : link(n, url, inline(label ?? "")));
    else if (auto !== undefined) out.push(link(n, auto, auto));
    else out.push(escaped);
    rest = rest.slice(m.index + all.length);
  }
  return out;
}

function link(key: number, url: string, children: ReactNode) {
  const away = /^https?:/i.test(url);
  return (
    <a key={key} href={url} className="t-link" {...(away ? { target: "_blank", rel: "noreferrer noopener" } : {})}>
      {children}
    </a>
  );
}
