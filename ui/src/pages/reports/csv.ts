/** Reads CSV as RFC 4180 has it, up to a number of rows. */
export function readCSV(text: string, most: number): { rows: string[][]; all: number } {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  let all = 0;
  const end = () => {
    row.push(cell);
    cell = "";
    if (rows.length < most) rows.push(row);
    all++;
    row = [];
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") {
      row.push(cell);
      cell = "";
    } else if (c === "\n") end();
    else if (c !== "\r" && !(i === 0 && c === "\ufeff")) cell += c;
  }
  if (cell || row.length > 0) end();
  return { rows, all };
}
