import type { HostDirectory } from './inventory.js';
import { nearest } from './nearest.js';
import type { Config } from './schema.js';
import type { Slip } from './slips.js';

const meant = (wanted: string, known: readonly string[]): string => {
  const near = nearest(wanted, known, 1)[0];
  return near === undefined ? '' : ` Did you mean "${near}"?`;
};

/**
 * Rules about alerts that name what is not there: they would fail only at night. For those who take alerts in; nothing else needs them.
 *
 * @param symptoms ids of the playbooks in use
 */
export async function alertRuleProblems(
  { alertmanager }: Config,
  directory: HostDirectory,
  symptoms: readonly string[],
): Promise<readonly Slip[]> {
  const services = directory.inventory.services.map(({ name }) => name);
  const problems: Slip[] = [];
  for (const [index, { symptom, host, service }] of (alertmanager?.rules ?? []).entries()) {
    const problem = (key: string, says: string): void => void problems.push({ steps: ['alertmanager', 'rules', index, key], says });
    if (symptom !== undefined && !symptoms.includes(symptom))
      problem('symptom', `"${symptom}" is no symptom of the playbooks in use.${meant(symptom, symptoms)} Known: ${symptoms.join(', ')}.`);
    const found = host === undefined ? undefined : await directory.findHost(host);
    if (found?.kind === 'refused') problem('host', found.says);
    if (service !== undefined && !services.includes(service))
      problem('service', `"${service}" is not a service of this file.${meant(service, services)}`);
    const on = services.includes(service ?? '') ? directory.inventory.services.find(({ name }) => name === service) : undefined;
    if (on && found?.kind === 'found') {
      const own = await Promise.all(on.hosts.map(directory.findHost));
      if (!own.some(one => one.kind === 'found' && one.host.name === found.host.name))
        problem(
          'host',
          `Service ${on.name} is not declared on ${host}, but on ${on.hosts.join(', ')}: choose one of these, or leave the host out.`,
        );
    }
  }
  return problems;
}
