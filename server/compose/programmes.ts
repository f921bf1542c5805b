import { judgeSpecification, poolFor } from '../exams/judge-specification.js';
import { openProgramme } from '../exams/open-programme.js';
import { publishProgramme } from '../exams/publish-programme.js';
import { readProgrammes } from '../exams/read-programmes.js';
import type { Core } from './core.js';

/** The pages of those who decide how exams are put together. */
export function composeProgrammes({ stores, pages, items, audit, clock }: Core) {
  const { programmes, banks, people } = stores;
  return {
    programmes: {
      pages,
      programmes,
      readOne: readProgrammes({ programmes, items, banks, people }),
      poolFor: poolFor({ items }),
    },
    programmeEditor: {
      pages,
      open: openProgramme({ programmes, banks, items }),
      judge: judgeSpecification({ items }),
      poolFor: poolFor({ items }),
      publish: publishProgramme({ programmes, items, audit, clock }),
    },
  };
}
