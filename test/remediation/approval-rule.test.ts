import { type ApprovalPolicy, approvalRule, mayDecide } from '../../src/remediation/approval-rule.js';

const policy: ApprovalPolicy = {
  users: ['U1'],
  groups: ['S1'],
  byRisk: { low: { approvals: 1, self: true }, medium: { approvals: 1, self: false }, high: { approvals: 2, self: false } },
  expiresSeconds: 1800,
  byService: { pay: { users: ['U9'], groups: [] } },
};

test.each([
  ['a named person', 'U1', [], undefined, 'may'],
  ['a member of a named group', 'U2', ['S0', 'S1'], undefined, 'may'],
  ['a stranger', 'U2', ['S0'], undefined, 'may-not'],
  ['a named person, for a service with its own people', 'U1', ['S1'], 'pay', 'may-not'],
  ['the person of that service', 'U9', [], 'pay', 'may'],
  ['the person of that service, elsewhere', 'U9', [], 'shop', 'may-not'],
  ['somebody, for a service named like a part of every object', 'U2', [], 'constructor', 'may-not'],
])('%s', (_, id, groups, service, kind) => {
  expect(mayDecide(policy, { id, groups }, service).kind).toBe(kind);
});

test('nobody is named: nobody may, and it says what to do', () => {
  expect(mayDecide({ ...policy, users: [], groups: [] }, { id: 'U1', groups: ['S1'] }, undefined)).toEqual({
    kind: 'may-not',
    says: 'nobody may approve remedies yet: name people or groups under approvals.approvers in faultline.yml',
  });
});

test.each([
  ['none', 1, true],
  ['low', 1, true],
  ['medium', 1, false],
  ['high', 2, false],
] as const)('risk %s: %i, self %s', (risk, needed, self) => {
  expect(approvalRule(policy, risk)).toEqual({ needed, self, forSeconds: 1800 });
});
