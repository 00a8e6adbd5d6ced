// Runs in a worker thread: a picture takes 50 to 120 ms of CPU, and the loop that answers Slack and Alertmanager must not wait for it.
// It imports nothing of ours and has only erasable types, so that the tests, which run the sources, can start it as it is.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

const { spec, scale } = workerData as { readonly spec: TopLevelSpec; readonly scale: number };
const fonts = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
const view = new View(parse(compile(spec).spec), { renderer: 'none' });
const svg = await view.toSVG();
view.finalize();
// The fonts of the package and no others: the same picture everywhere, and never one without text, which is what resvg draws when it finds no font.
const font = {
  loadSystemFonts: false,
  fontFiles: ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map(name => join(fonts, name)),
  defaultFontFamily: 'DejaVu Sans',
};
parentPort?.postMessage({ png: new Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale } }).render().asPng(), svg });
