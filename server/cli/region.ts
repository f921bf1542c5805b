import type { ChangeRegion, foundRegion } from '../organisation/change-region.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { RegionStore } from '../organisation/region.store.js';
import type { Clock } from '../platform/clock.js';
import { dateIn } from '../platform/plain-date.js';
import type { Command, CommandInput } from './command.js';

/** Regions, opened for a command. */
export interface RegionService {
  readonly municipalities: Pick<MunicipalityStore, 'findBySlug'>;
  readonly regions: Pick<RegionStore, 'find'>;
  readonly foundRegion: ReturnType<typeof foundRegion>;
  readonly changeRegion: ChangeRegion;
  readonly clock: Clock;
  close(): Promise<void>;
}

const CREATE = 'region create --id ID --name NAME --host SLUG';
const ADD = 'region add-municipality --region ID --municipality SLUG';

/** `medsert region create`: municipalities that share banks; the host publishes them. */
export function regionCreateCommand(openService: () => Promise<RegionService>): Command {
  return command(openService, CREATE, 'found a region that shares item banks', create);
}

/** `medsert region add-municipality`: invites it; it is a member once its own administrator has said yes. */
export function regionAddMunicipalityCommand(openService: () => Promise<RegionService>): Command {
  return command(openService, ADD, 'invite a municipality to a region', add);
}

function command(
  openService: () => Promise<RegionService>,
  usage: string,
  summary: string,
  run: (service: RegionService, input: CommandInput) => Promise<void>,
): Command {
  const name = usage.split(' ').slice(0, 2).join(' ');
  const needed = [...usage.matchAll(/--(\w+)/g)].map(([, option = '']) => option);
  return {
    name,
    usage,
    summary,
    async run(input) {
      const { options, arguments: words, print } = input;
      const given = Object.keys(options).filter((one) => one !== 'json');
      if (
        words.length > 0 ||
        needed.some((one) => !options[one]) ||
        given.some((one) => !needed.includes(one))
      )
        return print.usage(`medsert ${usage}`);
      const service = await openService();
      try {
        await run(service, input);
        return 0;
      } finally {
        await service.close();
      }
    },
  };
}

async function create(service: RegionService, { options, print }: CommandInput): Promise<void> {
  const { id = '', name = '', host: slug = '' } = options;
  if (!/^[a-z0-9-]{1,60}$/.test(id))
    throw new Error('The id of a region is lower-case letters, digits and hyphens.');
  const host = await municipalityOf(service, slug);
  if (!(await service.foundRegion({ id, name, hostMunicipalityId: host.id })))
    throw new Error(`There is a region ${id} already. Nothing was changed.`);
  print.line(`${name} is founded. Its host is ${host.name}; its administrators act for it.`);
  print.json({ id, name, host: slug });
}

async function add(service: RegionService, { options, print }: CommandInput): Promise<void> {
  const { region: regionId = '', municipality: slug = '' } = options;
  const municipality = await municipalityOf(service, slug);
  const region = await service.regions.find(regionId);
  if (!region) throw new Error(`There is no region ${regionId}.`);
  const outcome = await service.changeRegion({
    regionId,
    act: { kind: 'invite', municipalityId: municipality.id },
    by: { municipalityId: region.hostMunicipalityId, personId: 'system' },
    today: dateIn(municipality.timeZone, service.clock()),
  });
  if (!outcome.done) throw new Error(`${municipality.name} is invited or a member already.`);
  print.line(
    `${municipality.name} is invited to ${region.name}. It is a member once its administrator has accepted at /regions.`,
  );
  print.json({ region: regionId, municipality: slug, state: 'invited' });
}

async function municipalityOf({ municipalities }: RegionService, slug: string) {
  const municipality = await municipalities.findBySlug(slug);
  if (!municipality) throw new Error(`There is no municipality ${slug}.`);
  return municipality;
}
