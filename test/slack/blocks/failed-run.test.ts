import { ACTION } from '../../../src/slack/action-ids.js';
import { failedRunMessage } from '../../../src/slack/blocks/failed-run.js';
import { sentencesMessage } from '../../../src/slack/blocks/sentences.js';
import { messageProblems } from '../limits.js';
import { readAloud } from '../read-aloud.js';

const incident = { id: 'inc-1234567890abcdef' };

describe('a run that gave no answer', () => {
  test('says why, what it means and what to do', () => {
    const message = failedRunMessage(incident, { number: 3 }, { says: ['Host gw is not in the inventory.'] });
    const spoken = readAloud(message.blocks);
    expect(spoken).toContain('⛔ Could not begin: there is no diagnosis');
    expect(spoken).toContain('Host gw is not in the inventory.');
    expect(spoken).toContain('says nothing about whether the service is well');
    expect(JSON.stringify(message)).toContain(`"action_id":"${ACTION.runAgain}"`);
    expect(JSON.stringify(message)).toContain('"value":"inc-1234567890abcdef:3"');
    expect(message.text).toMatch(/^Could not begin: Host gw/u);
  });

  test('one that broke off in the middle is not said to have looked at nothing', () => {
    const message = failedRunMessage(incident, { number: 3 }, { says: ['The investigation broke.'], brokeOff: true });
    const spoken = readAloud(message.blocks);
    expect(spoken).toContain('⛔ Broke off: there is no diagnosis');
    expect(spoken).toContain('Next: run it again.');
    expect(`${spoken}${message.text}`).not.toMatch(/begin|mend/u);
  });

  test.each([[[]], [Array.from({ length: 50 }, () => '&'.repeat(1000))]])('keeps all limits', says => {
    expect(messageProblems(failedRunMessage(incident, { number: 1 }, { says }))).toEqual([]);
    expect(messageProblems(sentencesMessage('&'.repeat(1000), says))).toEqual([]);
  });
});
