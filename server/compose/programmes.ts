import { judgeSpecification, poolFor } from '../exams/judge-specification.js';
import { openProgramme } from '../exams/open-programme.js';
import { publishProgramme } from '../exams/publish-programme.js';
import { readProgrammes } from '../exams/read-programmes.js';
import { readStandard } from '../exams/standard/read-standard.js';
import { setStandard } from '../exams/standard/set-standard.js';
import type { Core } from './core.js';

/** The pages of those who decide how exams are put together. */
export function composeProgrammes({ stores, pages, items, courses, audit, clock, ids }: Core) {
  const { programmes, banks, people, standardRounds: rounds } = stores;
  return {
    programmes: {
      pages,
      programmes,
      readOne: readProgrammes({ programmes, items, banks, people }),
      poolFor: poolFor({ items }),
    },
    programmeEditor: {
      pages,
      programmes: openProgramme({ programmes, banks, courses, items, rounds }),
      judge: judgeSpecification({ items }),
      poolFor: poolFor({ items }),
      publish: publishProgramme({ programmes, items, audit, clock }),
    },
    standard: {
      pages,
      read: readStandard({ programmes, items, people, rounds }),
      set: setStandard({ rounds, audit, clock, ids }),
    },
  };
}
