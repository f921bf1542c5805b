// Our statistics beside published ones: the largest deviation of each reference table, as JSON. Ends with 1 when one is outside its tolerance.
//   npm run score:psychometrics -- DIR
import { classicalTables } from './psychometrics/classical-tables.js';
import { itemResponseTables } from './psychometrics/item-response-tables.js';
import { moodleTables } from './psychometrics/moodle-tables.js';
import { publishedTables } from './psychometrics/published-tables.js';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Usage: npm run score:psychometrics -- DIR');
  process.exit(2);
}
const tables = [
  ...classicalTables(folder),
  ...itemResponseTables(folder),
  ...publishedTables(folder),
  ...moodleTables(folder),
];
const pass = tables.every((table) => table.pass);
const notComputed = [
  'moodle/responsecounts00.csv (counts of typed responses)',
  'published.json M2 statistics',
  'published.json Wennberg2022 (error rates, nothing to compute)',
];
console.log(JSON.stringify({ pass, tables, notComputed }, null, 2));
process.exitCode = pass ? 0 : 1;
