import QRCode from 'qrcode';
import type { KeepAccounts } from '../identity/break-glass/keep-accounts.js';
import type { Municipality } from '../organisation/municipality.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import { parsePlainDate } from '../platform/plain-date.js';
import type { Command, CommandInput } from './command.js';

export interface BreakGlassService {
  readonly publicUrl: string;
  readonly municipalities: Pick<MunicipalityStore, 'findBySlug'>;
  readonly accounts: KeepAccounts;
  close(): Promise<void>;
}

type Open = () => Promise<BreakGlassService>;

/** `medsert break-glass create`: an account for when no login service works, shown once. */
export function breakGlassCreateCommand(open: Open): Command {
  return command(open, {
    name: 'break-glass create',
    options: ['municipality', 'name'],
    optional: ['until'],
    usage: 'break-glass create --municipality SLUG --name NAME [--until YYYY-MM-DD]',
    summary: 'make an account for when no login service works; for a year at most',
    act: create,
  });
}

/** `medsert break-glass list`: which there are, without anything secret. */
export function breakGlassListCommand(open: Open): Command {
  return command(open, {
    name: 'break-glass list',
    options: ['municipality'],
    usage: 'break-glass list --municipality SLUG',
    summary: 'the accounts for when no login service works',
    act: list,
  });
}

/** `medsert break-glass end`: at once, and logged out. */
export function breakGlassEndCommand(open: Open): Command {
  return command(open, {
    name: 'break-glass end',
    options: ['id'],
    usage: 'break-glass end --id ID',
    summary: 'end such an account and log it out',
    async act({ accounts }, { options, print }) {
      const id = options['id'] ?? '';
      if (!(await accounts.end(id))) throw new Error(`There is no account ${id} to be ended.`);
      print.line('Ended. It lets nobody in any more.');
      print.json({ id, ended: true });
      return 0;
    },
  });
}

interface Described {
  readonly name: string;
  readonly options: readonly string[];
  readonly optional?: readonly string[];
  readonly usage: string;
  readonly summary: string;
  readonly act: (service: BreakGlassService, input: CommandInput) => Promise<number>;
}

function command(open: Open, { options: needed, optional = [], act, ...rest }: Described): Command {
  return {
    ...rest,
    async run(input) {
      const { options, arguments: words, print } = input;
      const known = [...needed, ...optional, 'json'];
      if (
        words.length > 0 ||
        needed.some((name) => !options[name]) ||
        Object.keys(options).some((name) => !known.includes(name))
      )
        return print.usage(`medsert ${rest.usage}`);
      const service = await open();
      try {
        return await act(service, input);
      } finally {
        await service.close();
      }
    },
  };
}

async function create(
  service: BreakGlassService,
  { options, print }: CommandInput,
): Promise<number> {
  const municipality = await municipalityOf(service, options['municipality']);
  const until = options['until'];
  const wanted = until === undefined ? undefined : parsePlainDate(until);
  if (until !== undefined && wanted === undefined)
    throw new Error(`--until: ${until} is no date such as 2027-06-30.`);
  const made = await service.accounts.create(municipality, options['name'] ?? '', wanted);
  if ('refused' in made)
    throw new Error(
      made.refused === 'past'
        ? '--until: this day is over.'
        : '--until: an account lasts a year at most.',
    );
  const address = `${service.publicUrl}/m/${municipality.slug}/break-glass`;
  print.line(`Address     ${address}`);
  print.line(`User name   ${made.userName}`);
  print.line(`Passphrase  ${made.passphrase}`);
  print.line(`Last day    ${made.lastDay}`);
  print.line(`Id          ${made.id}   (to end it: medsert break-glass end --id ${made.id})`);
  print.line('');
  print.line('For an authenticator app:');
  print.line(await QRCode.toString(made.codeAddress, { type: 'terminal', small: true }));
  print.line(made.codeAddress);
  print.line('');
  print.line('All of this is shown this once. Keep the passphrase on paper in a safe, and the');
  print.line('authenticator app apart from it. Every use is told to all administrators.');
  print.json({ address, ...made });
  return 0;
}

async function list(service: BreakGlassService, { options, print }: CommandInput): Promise<number> {
  const municipality = await municipalityOf(service, options['municipality']);
  const accounts = (await service.accounts.list(municipality.id)).map(
    ({ id, name, userName, createdAt, lastDay, lastUsedAt, endedAt }) => ({
      ...{ id, name, userName, createdAt, lastDay, lastUsedAt, endedAt },
    }),
  );
  for (const { id, name, userName, lastDay, lastUsedAt, endedAt } of accounts) {
    const used = lastUsedAt ? `last used ${lastUsedAt.toISOString()}` : 'never used';
    const until = endedAt ? `ended ${endedAt.toISOString()}` : `until ${lastDay}`;
    print.line(`${id}  ${userName}  ${name}: ${until}, ${used}`);
  }
  if (accounts.length === 0) print.line('There is none.');
  print.json({ accounts });
  return 0;
}

async function municipalityOf(
  { municipalities }: BreakGlassService,
  slug = '',
): Promise<Municipality> {
  const municipality = await municipalities.findBySlug(slug);
  if (!municipality) throw new Error(`There is no municipality ${slug}.`);
  return municipality;
}
