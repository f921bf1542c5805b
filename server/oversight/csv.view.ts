/** What spreadsheets take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r\n]/;

/**
 * A table as Excel with Nordic settings opens it by a double click: semicolons, a byte order mark so that å is å, CRLF. A cell that would
 * be run as a formula gets an apostrophe in front: a name is data, whoever typed it.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return '\uFEFF' + csvRows(rows);
}

/** More rows of such a table, for one that is too long for memory. */
export function csvRows(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(cell).join(';') + '\r\n').join('');
}

function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
