// A flame graph as one SVG without scripts: width is time, a frame stands on its caller, the tooltip has the numbers.
import type { Frame } from './cpu-profile.js';

const WIDTH = 1600;
const ROW_HEIGHT = 17;
const HEAD_HEIGHT = 34;
const CHAR_WIDTH = 6.6;
/** Narrower frames could not be seen, and would make the file huge. */
const WIDTH_MIN = 0.4;

export function flameGraph(root: Frame, title: string): string {
  const rows = depthOf(root, root.totalUs);
  const height = HEAD_HEIGHT + rows * ROW_HEIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="monospace" font-size="11">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="8" y="21" font-size="14">${escaped(title)}</text>`,
    ...boxes(root, 0, 0, root.totalUs),
    '</svg>\n',
  ].join('\n');
}

function boxes(frame: Frame, left: number, depth: number, totalUs: number): string[] {
  const width = (frame.totalUs / totalUs) * WIDTH;
  if (!(width >= WIDTH_MIN)) return [];
  let at = left;
  const above = frame.children.flatMap((child) => {
    const drawn = boxes(child, at, depth + 1, totalUs);
    at += (child.totalUs / totalUs) * WIDTH;
    return drawn;
  });
  return [box(frame, left, width, depth, totalUs), ...above];
}

function box(frame: Frame, left: number, width: number, depth: number, totalUs: number): string {
  const { name, totalUs: own, selfUs } = frame;
  const y = HEAD_HEIGHT + depth * ROW_HEIGHT;
  const tip = `${name}: ${share(own, totalUs)} in all, ${share(selfUs, totalUs)} by itself`;
  const chars = Math.floor((width - 4) / CHAR_WIDTH);
  const label =
    chars < 3 ? '' : `<text x="${fixed(left + 2)}" y="${y + 12}">${escaped(name.slice(0, chars))}</text>`;
  const rect = `<rect x="${fixed(left)}" y="${y}" width="${fixed(width)}" height="${ROW_HEIGHT - 1}" rx="1" fill="${colour(name)}"/>`;
  return `<g><title>${escaped(tip)}</title>${rect}${label}</g>`;
}

function depthOf(frame: Frame, totalUs: number): number {
  if ((frame.totalUs / totalUs) * WIDTH < WIDTH_MIN) return 0;
  return 1 + Math.max(0, ...frame.children.map((child) => depthOf(child, totalUs)));
}

const share = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(2)} %`;
const fixed = (value: number): string => value.toFixed(2);

/** By where code comes from: ours, packages, Node's own, and what the engine does itself. */
function colour(name: string): string {
  if (name.startsWith('(')) return '#c9c9c9';
  if (name.includes(' node:')) return '#a5d6a7';
  if (/ (?:protobufjs|ws|pino|prom-client|hono|@)/.test(name)) return '#ffe082';
  return name.includes('.js:') ? '#ffab91' : '#b0bec5';
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
