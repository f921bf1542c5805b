import { demoMunicipalities } from '../demo/demo-municipalities.js';
import { fillDemo } from '../demo/fill-demo.js';
import type { Command } from './command.js';
import type { DemoService } from './service.js';

/** `medsert demo reset`: drops everything in the demo's database and fills it anew. Refused in production before anything is touched. */
export function demoResetCommand(openService: () => Promise<DemoService>): Command {
  return {
    name: 'demo reset',
    usage: 'demo reset',
    summary: 'drop everything in the demo database and fill it anew',
    async run({ print }) {
      const service = await openService();
      try {
        if (service.mode !== 'demo')
          throw new Error('Only a demo can be reset, and this is not one (MEDSERT_MODE).');
        await service.dropContent();
        await fillDemo(await service.prepare());
      } finally {
        await service.close();
      }
      const filled = demoMunicipalities.map(({ slug, name, people }) => ({
        slug,
        name,
        people: people.length,
      }));
      print.line('The demo is as it was on its first day:');
      for (const { name, people } of filled) print.line(`  ${name}: ${people} people`);
      print.json({ municipalities: filled });
      return 0;
    },
  };
}
