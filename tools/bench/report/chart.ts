// CPU a message by row and peer, as bars: one SVG, no scripts. Rows without such a figure are left out.
import type { RunResult } from '../run-result.js';

const WIDTH = 960;
const LABEL_WIDTH = 220;
const BAR_HEIGHT = 14;
const GAP = 12;
const HEAD_HEIGHT = 44;
/** Space behind the longest bar for its number. */
const NUMBER_WIDTH = 60;

const COLOURS: Readonly<Record<string, string>> = {
  'causeway-public': '#1565c0',
  'causeway-handle': '#42a5f5',
  haproxy: '#6d4c41',
  nginx: '#2e7d32',
  nats: '#00838f',
  plain: '#ef6c00',
  relay: '#9e9e9e',
  c: '#455a64',
};

interface Bar {
  readonly label: string;
  readonly cpuUs: number;
  readonly colour: string;
}

export function barChart(run: RunResult): string {
  const groups = run.rows
    .map(({ row, peers, failed }) => ({
      row,
      bars: Object.entries(peers)
        .filter(([peer]) => failed[peer] === undefined)
        .map(([peer, { median }]): Bar => ({
          label: peer,
          cpuUs: median.cpuUs,
          colour: COLOURS[peer] ?? '#7e57c2',
        })),
    }))
    .filter(({ row, bars }) => !row.includes('-idle-') && bars.length > 0);
  const most = Math.max(...groups.flatMap(({ bars }) => bars.map(({ cpuUs }) => cpuUs)), 1);
  let y = HEAD_HEIGHT;
  const drawn = groups.map(({ row, bars }) => {
    const group = drawGroup(row, bars, y, most);
    y += bars.length * BAR_HEIGHT + GAP;
    return group;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" font-family="sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="8" y="18" font-size="14">CPU of the gateway process a message, µs (less is better)</text>`,
    `<text x="8" y="34" fill="#555">${run.commit}, ${run.at.slice(0, 10)}, Node ${run.machine.node}</text>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

function drawGroup(row: string, bars: readonly Bar[], y: number, most: number): string {
  const title = `<text x="8" y="${y + BAR_HEIGHT - 3}" font-weight="bold">${row}</text>`;
  return [title, ...bars.map((bar, at) => drawBar(bar, y + at * BAR_HEIGHT, most))].join('\n');
}

function drawBar({ label, cpuUs, colour }: Bar, y: number, most: number): string {
  const width = (cpuUs / most) * (WIDTH - LABEL_WIDTH - NUMBER_WIDTH);
  const baseline = y + BAR_HEIGHT - 3;
  return [
    `<text x="${LABEL_WIDTH - 6}" y="${baseline}" text-anchor="end">${label}</text>`,
    `<rect x="${LABEL_WIDTH}" y="${y + 1}" width="${width.toFixed(1)}" height="${BAR_HEIGHT - 2}" fill="${colour}"/>`,
    `<text x="${(LABEL_WIDTH + width + 4).toFixed(1)}" y="${baseline}">${cpuUs.toFixed(2)}</text>`,
  ].join('');
}
