import { z } from 'zod';
import { configSchema } from './schema.js';
import { Secret } from './secret.js';

/** The JSON Schema (draft 7, which editors' YAML servers know best) of `faultline.yml`, made from the schema that loads it. */
export function jsonSchema(): Record<string, unknown> {
  const schema = configSchema(() => Secret.unset('only the shape is asked for'));
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  return { $schema, title: 'faultline.yml', description: 'Configuration of Faultline. Manual: docs/configuration.md', ...rest };
}
