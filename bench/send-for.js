import { Agent, request } from 'node:http';

/** Sends for so many seconds over so many connections, each one delivery at a time: what wrk does, where wrk is not installed. */
export async function sendFor({ url, token, connections, seconds, body }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
  const took = [];
  let count = 0;
  let failed = 0;
  const one = () =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      const sending = request(url, { method: 'POST', agent, headers }, response => {
        if (response.statusCode !== 200) failed++;
        response.resume().once('end', () => {
          took.push(performance.now() - began);
          resolve();
        });
      });
      sending.once('error', reject);
      sending.end(body(count++));
    });
  const began = performance.now();
  const connection = async () => {
    while (performance.now() - began < seconds * 1000) await one();
  };
  await Promise.all(Array.from({ length: connections }, connection));
  agent.destroy();
  const elapsed = (performance.now() - began) / 1000;
  took.sort((a, b) => a - b);
  const percentile = share => took[Math.min(took.length - 1, Math.floor(took.length * share))];
  return { deliveries: took.length, perSecond: took.length / elapsed, p50: percentile(0.5), p99: percentile(0.99), failed };
}
