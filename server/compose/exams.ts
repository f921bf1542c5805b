import { closeOverdueAttempts } from '../attempts/close-overdue.job.js';
import { settleClosedAttempts } from '../attempts/settle-closed.job.js';
import { standingOf } from '../attempts/gate.js';
import { saveResponse } from '../attempts/save-response.js';
import { startAttempt } from '../attempts/start-attempt.js';
import { settleAttempt, submitAttempt } from '../attempts/submit-attempt.js';
import {
  endAccommodation,
  grantAccommodation,
} from '../attempts/accommodations/grant-accommodation.js';
import { revokeCertificate } from '../certification/revoke-certificate.js';
import { annulAttempt } from '../attempts/supervision/annul-attempt.js';
import { pauses } from '../attempts/supervision/pauses.js';
import { extendAttempts } from '../attempts/supervision/extend-attempts.js';
import { supervisedAttempts } from '../attempts/supervision/supervised.js';
import { bookings } from '../attempts/windows/book-place.js';
import { waitingCandidates } from '../attempts/windows/waiting-candidates.js';
import { extendWindow } from '../attempts/windows/extend-window.js';
import { manageWindows } from '../attempts/windows/manage-windows.js';
import { systemCodes } from '../certification/verification-code.js';
import { imageOfAttempt } from '../attempts/image-of-attempt.js';
import { reportProblem } from '../attempts/report-problem.js';
import type { Certification } from './certification.js';
import type { Core } from './core.js';

export type Exams = ReturnType<typeof composeExams>;

/** A person's own path: course, practice, exam, result. */
export function composeExams(
  core: Core,
  { issueCertificateOn }: Pick<Certification, 'issueCertificateOn'>,
) {
  const { config, https, stores, audit, pages, items, courses, clock, ids, seeds } = core;
  const gateDeps = {
    municipalities: stores.municipalities,
    people: stores.people,
    programmes: stores.programmes,
    courseSessions: stores.courseSessions,
    courses,
    certificates: stores.certificates,
    attempts: stores.attempts,
    accommodations: stores.accommodations,
    examWindows: stores.examWindows,
    clock,
  };
  const standing = standingOf(gateDeps);
  const submitDeps = {
    attempts: stores.attempts,
    items,
    issueCertificate: issueCertificateOn({ clock, ids, codes: systemCodes }),
    audit,
    clock,
  };
  const pausing = pauses({ ...gateDeps, items, audit, ids, seeds, secret: config.secret });
  const extending = extendAttempts({ attempts: stores.attempts, audit, clock });
  const { publicUrl } = config;
  const pass = { attempts: stores.attempts, secret: config.secret, publicUrl, https, clock };
  return {
    gateDeps,
    submitDeps,
    pauses: pausing,
    closeOverdue: closeOverdueAttempts({ attempts: stores.attempts, clock }),
    settleClosed: settleClosedAttempts({
      attempts: stores.attempts,
      settle: settleAttempt(submitDeps),
      clock,
    }),
    attempt: {
      ...pass,
      pages,
      items,
      pauses: pausing,
      municipalities: stores.municipalities,
      programmes: stores.programmes,
      certificates: stores.certificates,
      save: saveResponse({ attempts: stores.attempts, clock }),
      report: reportProblem({ ...stores, clock }),
      image: imageOfAttempt({ ...stores, items }),
      submit: submitAttempt(submitDeps),
      decide: async ({
        municipalityId,
        personId,
        programmeId,
      }: Readonly<Record<'municipalityId' | 'personId' | 'programmeId', string>>) =>
        (await standing(municipalityId, personId, programmeId)).decision,
      ids,
    },
    examStart: {
      ...pass,
      pages,
      standing,
      municipalities: stores.municipalities,
      programmes: stores.programmes,
      bookings: bookings({ ...gateDeps, standing }),
      start: startAttempt({
        ...gateDeps,
        items,
        audit,
        ids,
        seeds,
        secret: config.secret,
        publicUrl,
      }),
    },
    windows: {
      ...gateDeps,
      pages,
      secret: config.secret,
      ids,
      extend: extendWindow({ ...gateDeps, audit, extend: extending }),
      manage: manageWindows({ ...gateDeps, audit, ids, seeds }),
    },
    supervision: {
      ...gateDeps,
      pages,
      ids,
      supervised: supervisedAttempts(gateDeps),
      waiting: waitingCandidates(gateDeps),
      pauses: pausing,
      annul: annulAttempt({
        ...gateDeps,
        audit,
        revoke: revokeCertificate({ certificates: stores.certificates, audit, clock }),
      }),
      extend: extending,
    },
    accommodation: {
      ...gateDeps,
      pages,
      grant: grantAccommodation({ ...gateDeps, audit, ids }),
      end: endAccommodation({ ...gateDeps, audit }),
    },
    practice: {
      practice: stores.practice,
      itemImages: stores.itemImages,
      programmes: stores.programmes,
      items,
      ids,
      seeds,
      pages,
    },
    home: {
      ...gateDeps,
      pages,
      standing,
      providersOf: (municipalityId: string) => stores.identityProviders.all(municipalityId),
    },
    course: {
      pages,
      catalogue: courses,
      sessions: stores.courseSessions,
      audit,
      clock,
      ids,
      demandFor: async (municipalityId: string, courseId: string) => {
        const programmes = await stores.programmes.allOf(municipalityId);
        const programme = programmes.find((one) => one.courseId === courseId);
        return (
          programme && {
            programmeId: programme.id,
            maxAgeMonths: programme.rules.courseMaxAgeMonths,
          }
        );
      },
    },
  };
}
