// Comma-separated values as spreadsheets write and read them (RFC 4180).

const FORMULA = /^'*[\u200b-\u200d\u2060\ufeff\x00\s]*[=+\-@\t\r＝＋－＠]/;

// A cell that a spreadsheet would compute gets an apostrophe, which reading takes away again; so does
// one that begins with an apostrophe before such a cell, or reading would take away its own.
const csvCell = (value) => {
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const toCsv = (columns, records) =>
  [columns, ...records.map((record) => columns.map((column) => String(record[column] ?? "")))]
    .map((line) => line.map(csvCell).join(","))
    .map((line) => `${line}\n`)
    .join("");

export const fromCsv = (text) => {
  const lines = [[]];
  let cell = "";
  let quoted = false;
  const close = () => {
    lines[lines.length - 1].push(cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell);
    cell = "";
  };
  const body = text.replace(/^\ufeff/, "");
  for (let at = 0; at < body.length; at += 1) {
    const character = body[at];
    if (quoted) {
      if (character !== '"') cell += character;
      else if (body[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ",") close();
    else if (character === "\n" || (character === "\r" && body[at + 1] !== "\n")) {
      close();
      lines.push([]);
    } else if (character !== "\r") cell += character;
  }
  if (quoted) throw new Error("a quotation mark is never closed");
  if (cell || lines[lines.length - 1].length) close();
  const [columns, ...rest] = lines.filter((line) => line.length);
  return rest.map((line) => Object.fromEntries((columns ?? []).map((column, n) => [column, line[n] ?? ""])));
};
