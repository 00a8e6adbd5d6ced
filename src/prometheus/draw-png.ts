import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { inTurn } from './in-turn.js';

// dist/ holds it as .js; the tests run the sources.
const WORKER = new URL(`./draw-worker${extname(import.meta.url)}`, import.meta.url);

/** Draws a Vega-Lite specification as PNG, or says why not. */
export type DrawPng = (
  spec: object,
) => Promise<
  { readonly kind: 'drawn'; readonly png: Uint8Array; readonly svg: string } | { readonly kind: 'failed'; readonly says: string }
>;

/** Pixels for one unit of the specification: sharp on the screens of today. */
const SCALE = 2;
/** Loading the libraries takes 0.5 s and drawing 0.1 s; on a machine on its knees a graph is not what is missing. */
const LIMIT_MS = 30_000;
const MEMORY_MB = 512;

/**
 * A worker thread for each picture, one at a time: pictures are rare, and the libraries (80 MB) need not stay in memory between them.
 * Never throws.
 */
export function createDrawPng(): DrawPng {
  const turn = inTurn(1);
  return spec => turn(() => drawn(spec));
}

function drawn(spec: object): ReturnType<DrawPng> {
  return new Promise(resolve => {
    const worker = new Worker(WORKER, {
      workerData: { spec, scale: SCALE },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    const finish = (outcome: Awaited<ReturnType<DrawPng>>): void => {
      clearTimeout(timer);
      resolve(outcome);
      void worker.terminate();
    };
    const timer = setTimeout(() => finish({ kind: 'failed', says: `the drawing took longer than ${LIMIT_MS / 1000} s` }), LIMIT_MS);
    worker.on('message', ({ png, svg }: { readonly png: Uint8Array; readonly svg: string }) => finish({ kind: 'drawn', png, svg }));
    worker.on('error', error => finish({ kind: 'failed', says: error.message }));
    worker.on('exit', code => finish({ kind: 'failed', says: `the drawing ended with code ${code}` }));
  });
}
