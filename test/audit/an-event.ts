import type { AuditEvent } from '../../server/audit/audit-event.js';

export const key = 'a key that is not in the database';

export function anEvent(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    municipalityId: 'fjordby',
    actor: 'person-1',
    action: 'attempt.submitted',
    subject: 'attempt:1',
    at: new Date('2026-11-21T13:50:00.123Z'),
    details: { passed: true, right: 36 },
    ...changes,
  };
}
