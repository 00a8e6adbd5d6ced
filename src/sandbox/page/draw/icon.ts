// Line icons of 20 × 20, drawn for this page.
const PATHS = {
  hash: 'M7.5 3 6 17M14 3l-1.500 14M3.500 7.500h13.500M3 12.500h13.500',
  lock: 'M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 6 0V9',
  send: 'M3 4l14 6-14 6 2.500-6zM5.500 10H11',
  close: 'M5 5l10 10M15 5 5 15',
  menu: 'M3 5.500h14M3 10h14M3 14.500h14',
  more: 'M10 4.500v.01M10 10v.01M10 15.500v.01',
  reply: 'M4 4h12v9H9l-3.500 3.500V13H4z',
  eye: 'M2 10s3-5.500 8-5.500 8 5.500 8 5.500-3 5.500-8 5.500S2 10 2 10zM10 7.700a2.300 2.300 0 1 0 0 4.600 2.300 2.300 0 0 0 0-4.600z',
  file: 'M5 2.500h6.500L15 6v11.500H5zM11.500 2.500V6H15M7.500 10h5M7.500 13h5',
  download: 'M10 3v10M6 9.500l4 4 4-4M4 17h12',
  theme: 'M10 2.500a7.500 7.500 0 1 0 0 15zM10 2.500a7.500 7.500 0 0 1 0 15',
  bolt: 'M11 2.500 4.500 11.500H9.500L9 17.500l6.500-9H10.500z',
  flask: 'M8 3h4M8.800 3v5L4 16.500h12L11.200 8V3M6.200 13h7.600',
  down: 'M5 7.500l5 5 5-5',
  back: 'M12.500 4 6.500 10l6 6',
  external: 'M8 4H4v12h12v-4M11 3.500h5.500V9M16.500 3.500 9 11',
  trash: 'M4 5.500h12M8 5.500V3.500h4v2M5.500 5.500l.8 11.500h7.400l.8-11.500',
  plug: 'M7 2.500V7M13 2.500V7M5 7h10v2.500a5 5 0 0 1-10 0zM10 14.500v3',
} as const;

export type IconName = keyof typeof PATHS;

const SVG = 'http://www.w3.org/2000/svg';

/** A decorative icon: the words are beside it or in the button's label. */
export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [attribute, value] of [
    ['viewBox', '0 0 20 20'],
    ['class', 'icon'],
    ['aria-hidden', 'true'],
    ['focusable', 'false'],
  ] as const)
    svg.setAttribute(attribute, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
