import { FIELD } from '../../../src/slack/action-ids.js';
import { modalErrors, readModalAnswer } from '../../../src/slack/blocks/modal-answer.js';

describe('what was filled in', () => {
  test.each([
    ['a chosen host', 'host:api-1', { hosts: ['api-1'] }],
    ['a chosen service', 'service:checkout', { hosts: [], service: 'checkout' }],
    ['typed hosts', ' api-1, api-2;api-3 ', { hosts: ['api-1', 'api-2', 'api-3'] }],
    ['a typed service', 'checkout', { hosts: [], service: 'checkout' }],
    ['nothing', '', { hosts: [] }],
  ])('%s', (_, typed, where) => {
    const values = { [FIELD.symptom]: 'bad-gateway', [FIELD.where]: typed };
    expect(readModalAnswer(values, ['checkout'])).toEqual({ symptom: 'bad-gateway', params: [], ...where });
  });

  test('port, URL and more values', () => {
    const values = { [FIELD.port]: ' 8080', [FIELD.url]: 'http://x/', [FIELD.params]: 'unit=a.service  x=y' };
    expect(readModalAnswer(values, [])).toMatchObject({ port: '8080', url: 'http://x/', params: ['unit=a.service', 'x=y'] });
  });

  test('what is wrong stands below its field', () => {
    expect(
      modalErrors([
        'Port "http" is not a number.',
        'Host web-9 is not in the inventory.',
        'No host is named.',
        'Parameter unit holds a blank.',
        'URL "x" is no URL.',
        'No symptom is called "x".',
      ]),
    ).toEqual({
      [FIELD.port]: 'Port "http" is not a number.',
      [FIELD.where]: 'Host web-9 is not in the inventory. No host is named.',
      [FIELD.params]: 'Parameter unit holds a blank.',
      [FIELD.url]: 'URL "x" is no URL.',
      [FIELD.symptom]: 'No symptom is called "x".',
    });
  });
});
