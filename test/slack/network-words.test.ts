import { networkWords } from '../../src/slack/network-words.js';

test.each([
  ['fetch failed ENOTFOUND getaddrinfo ENOTFOUND slack.com', /^its name is not known on this machine \(DNS\) \(fetch failed/u],
  ['fetch failed ECONNREFUSED connect ECONNREFUSED 127.0.0.1:9', /^the connection was refused \(/u],
  ['fetch failed UND_ERR_CONNECT_TIMEOUT', /^there was no answer in time \(/u],
  ['fetch failed DEPTH_ZERO_SELF_SIGNED_CERT self-signed certificate', /^its certificate is not trusted/u],
  ['HTTP 503', /^HTTP 503$/u],
])('%s', (why, said) => {
  expect(networkWords(why)).toMatch(said);
});
