import type { Risk } from '../model/remedy.js';
import type { Argv } from '../model/remedy-plan.js';
import { cutsOff, ROOT_COMMAND, ROOT_VERBS } from '../model/root-verb.js';

const ORDER: readonly Risk[] = ['none', 'low', 'medium', 'high'];

/** Floors of the operator: by remedy id (`oom-kill/restart`), by verb (`unit-restart`), or `*` for all. */
export type ConfiguredFloors = Readonly<Record<string, Risk>>;

const higher = (a: Risk, b: Risk): Risk => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b);

/** The least risk of one command: that of its verb; `medium` for a command that we know nothing of; `high` when it can cut the host off. */
function floorOf(argv: Argv, configured: ConfiguredFloors): Risk {
  if (cutsOff(argv)) return 'high';
  const [command, verb = ''] = argv;
  if (command !== ROOT_COMMAND) return higher('medium', configured[command] ?? 'none');
  const known = Object.hasOwn(ROOT_VERBS, verb) ? ROOT_VERBS[verb] : undefined;
  return higher(known?.floor ?? 'high', configured[verb] ?? 'none');
}

/**
 * The risk that counts: what the author wrote, raised to the floor of every command that makes the change and to those that the
 * operator configured. Nothing lowers it.
 */
export function riskFloor(remedy: string, written: Risk, run: readonly Argv[], configured: ConfiguredFloors = {}): Risk {
  const floors = [...run.map(argv => floorOf(argv, configured)), configured[remedy] ?? 'none', configured['*'] ?? 'none'];
  return floors.reduce(higher, written);
}
