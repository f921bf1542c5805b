import { systemClock } from '../platform/clock.js';
import { auditVerifyCommand } from './audit-verify.js';
import { bankCheckCommand } from './bank-check.js';
import { bankExportCommand } from './bank-export.js';
import { bankImportCommand } from './bank-import.js';
import { bankSchema } from './bank-schema.js';
import { bankScore } from './bank-score.js';
import { bankVariants } from './bank-variants.js';
import { bankSyncCommand } from './bank-sync.js';
import { bankTemplateCommand } from './bank-template.js';
import {
  breakGlassCreateCommand,
  breakGlassEndCommand,
  breakGlassListCommand,
} from './break-glass.js';
import type { Command, Print } from './command.js';
import { demoResetCommand } from './demo-reset.js';
import { hrImportCommand } from './hr-import.js';
import {
  identityProviderCheckCommand,
  identityProviderDecideCommand,
} from './identity-provider.js';
import { identityProviderAddCommand } from './identity-provider-add.js';
import { identityProviderMapCommand } from './identity-provider-map.js';
import { municipalityCreateCommand } from './municipality-create.js';
import {
  openAuditService,
  openBankService,
  openBreakGlassService,
  openDemoService,
  openHrService,
  openMunicipalityService,
  openOrganisationService,
  openRegionService,
  openScimTokenService,
} from './open-service.js';
import { personGrantRoleCommand } from './person-grant-role.js';
import { regionAddMunicipalityCommand, regionCreateCommand } from './region.js';
import { privacyRegister } from './privacy-register.js';
import { scimTokenCommand } from './scim-token.js';
import { verify } from './verify.js';

const COMMANDS: readonly Command[] = [
  bankCheckCommand(systemClock),
  bankImportCommand(systemClock),
  bankExportCommand(systemClock),
  bankTemplateCommand(systemClock),
  bankSyncCommand(openBankService),
  bankScore,
  bankVariants,
  bankSchema,
  verify,
  auditVerifyCommand(openAuditService),
  demoResetCommand(openDemoService),
  municipalityCreateCommand(openMunicipalityService),
  identityProviderAddCommand(openMunicipalityService),
  identityProviderCheckCommand(openMunicipalityService),
  identityProviderDecideCommand(openMunicipalityService),
  identityProviderMapCommand(openMunicipalityService),
  personGrantRoleCommand(openOrganisationService),
  regionCreateCommand(openRegionService),
  regionAddMunicipalityCommand(openRegionService),
  scimTokenCommand(openScimTokenService),
  breakGlassCreateCommand(openBreakGlassService),
  breakGlassListCommand(openBreakGlassService),
  breakGlassEndCommand(openBreakGlassService),
  privacyRegister,
  hrImportCommand(openHrService),
];

const help = (): string =>
  [
    'medsert: certifies care staff in handling medicines',
    '',
    ...COMMANDS.map(({ usage, summary }) => `  medsert ${usage.padEnd(38)} ${summary}`),
    '',
    'Every command takes --json. Exit codes: 0 done, 1 found something wrong, 2 wrong usage, 3 could not be done.',
  ].join('\n');

function printer(asJson: boolean): Print {
  return {
    line(text) {
      if (!asJson) process.stdout.write(`${text}\n`);
    },
    json(document) {
      if (asJson) process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    },
    usage(text) {
      process.stderr.write(`${text}\n`);
      return 2;
    },
  };
}

const FLAGS: readonly string[] = [
  '--json',
  '--help',
  '--dry-run',
  '--strict',
  '--skip-conflicts',
  '--apply',
];

/** Splits `--name value` and `--flag` from the rest; those of FLAGS are flags, all others take a value. */
function splitOptions(words: readonly string[]): {
  words: string[];
  options: Record<string, string>;
} {
  const rest: string[] = [];
  const options: Record<string, string> = {};
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!word.startsWith('--')) rest.push(word);
    else if (FLAGS.includes(word)) options[word.slice(2)] = 'true';
    else options[word.slice(2)] = words[++index] ?? '';
  }
  return { words: rest, options };
}

async function main(argv: readonly string[]): Promise<number> {
  const { words, options } = splitOptions(argv);
  if (words.length === 0) {
    process.stdout.write(`${help()}\n`);
    return options['help'] === 'true' ? 0 : 2;
  }
  const command = COMMANDS.find(
    ({ name }) => words.slice(0, name.split(' ').length).join(' ') === name,
  );
  const print = printer(options['json'] === 'true');
  if (!command) return print.usage(`There is no command "${words.join(' ')}".\n\n${help()}`);
  if (options['help'] === 'true') {
    process.stdout.write(`medsert ${command.usage}\n  ${command.summary}\n`);
    return 0;
  }
  return command.run({
    arguments: words.slice(command.name.split(' ').length),
    options,
    print,
  });
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 3;
});
