import { diagnose } from './diagnose.js';
import type { ExitCode } from './exit-codes.js';
import type { CliServices } from './services.js';

export interface AuditOptions {
  readonly host: string;
  readonly config?: string;
  readonly json: boolean;
}

/** The symptom that considers every fault (playbooks/symptoms/host-audit.yaml). */
const AUDIT = 'host-audit';

/** `faultline audit --host H`: looks for every fault on one host, without a symptom. */
export async function audit(services: CliServices, { host, config, json }: AuditOptions): Promise<ExitCode> {
  return diagnose(services, [AUDIT], { host: [host], param: [], json, window: '5s', ...(config === undefined ? {} : { config }) });
}
