// The fault test of the suite, for longer: npm run chaos -- --minutes 5 --seed anything
import { parseArgs } from 'node:util';
import { runChaos } from './run-chaos.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now()) },
  },
});
const milliseconds = Number(values.minutes) * 60_000;
if (!(milliseconds > 0)) throw new Error(`--minutes is no number of minutes: ${values.minutes}`);
process.stderr.write(`Seed ${values.seed}\n`);
const report = await runChaos({
  seed: values.seed,
  goesOn: (_begun, elapsedMs) => elapsedMs < milliseconds,
  sideBySide: 40,
  killEvery: 100,
});
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exitCode = report.lost + report.late + report.duplicates > 0 ? 1 : 0;
