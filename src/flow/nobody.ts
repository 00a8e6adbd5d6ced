import type { Person } from '../model/incident.js';

/** Who opens incidents and begins runs when no person does. */
export const NOBODY: Person = { id: 'alerts' };
