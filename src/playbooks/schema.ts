import { caseSchema } from './schema-case.js';
import { checkSchema } from './schema-check.js';
import { faultSchema } from './schema-fault.js';
import { remedySchema } from './schema-remedy.js';
import { resourceSchema } from './schema-resource.js';
import { settingSchema } from './schema-setting.js';
import { symptomSchema } from './schema-symptom.js';

/** The schemas by the key that a file begins with. The only source: loading, messages and the editors' JSON Schema use them. */
export const playbookSchemas = {
  check: checkSchema,
  fault: faultSchema,
  symptom: symptomSchema,
  remedy: remedySchema,
  setting: settingSchema,
  resource: resourceSchema,
  case: caseSchema,
} as const;

export type PlaybookKind = keyof typeof playbookSchemas;

export const playbookKinds: readonly PlaybookKind[] = ['check', 'fault', 'symptom', 'remedy', 'setting', 'resource', 'case'];
