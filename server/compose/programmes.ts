import { poolFor } from '../exams/judge-specification.js';
import { readProgrammes } from '../exams/read-programmes.js';
import type { Core } from './core.js';

/** The pages of those who decide how exams are put together. */
export function composeProgrammes({ stores, pages, items }: Core) {
  const { programmes, banks, people } = stores;
  return {
    programmes: {
      pages,
      programmes,
      readOne: readProgrammes({ programmes, items, banks, people }),
      poolFor: poolFor({ items }),
    },
  };
}
