import type { Lease } from '../flow/ports/lease.js';

/** The lease of a database that only one process can open: it always holds it. */
export const SOLE_LEASE: Lease = { hold: () => Promise.resolve('held'), release: () => Promise.resolve() };
