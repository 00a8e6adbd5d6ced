import { z } from 'zod';
import { playbookKinds, playbookSchemas } from './schema.js';

/** JSON Schema (draft-7) of a playbook file, for editors: one alternative for each kind of file. */
export function playbookJsonSchema(): Record<string, unknown> {
  const kinds = playbookKinds.map(kind => {
    const { $schema: _, ...schema } = z.toJSONSchema(playbookSchemas[kind], { io: 'input', target: 'draft-7' });
    return schema;
  });
  return { $schema: 'http://json-schema.org/draft-07/schema#', title: 'Faultline playbook', oneOf: kinds };
}
