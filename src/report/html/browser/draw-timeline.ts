/// <reference lib="dom" />
import type uPlot from 'uplot';
import type { TimelineData } from '../timeline.ts';

/** Draws each account's calls per second with uPlot over the printable drawing, and reads out the place under the pointer. */
export function drawTimeline(): void {
  const element = document.getElementById('timeline-data');
  const Chart: typeof uPlot | undefined = (globalThis as { uPlot?: typeof uPlot }).uPlot;
  if (element === null || Chart === undefined) return;
  const data: TimelineData = JSON.parse(element.textContent ?? '{}');
  const height = data.accounts.length > 2 ? 110 : 150;
  const color = (name: string): string =>
    window.getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const clock = (second: number): string => new Date(second * 1000).toISOString().slice(11, 19);

  for (const [index, account] of data.accounts.entries()) {
    const host = document.querySelector<HTMLElement>(`[data-plot="${index}"]`);
    const readout = document.querySelector<HTMLElement>(`[data-readout="${index}"]`);
    if (host === null || readout === null) continue;
    const times = account.rates.map((_, place) => data.start + place * data.step);
    const limits = times.map(() => account.limit);
    const highest = Math.max(account.limit, ...account.rates) * 1.15;
    const plot = new Chart(
      {
        width: Math.max(280, host.clientWidth),
        height,
        legend: { show: false },
        padding: [null, 32, null, null],
        cursor: { y: false, drag: { x: true, y: false } },
        tzDate: (second: number) => Chart.tzDate(new Date(second * 1000), 'Etc/UTC'),
        scales: { y: { range: () => [0, highest] } },
        axes: [
          { ...axis(), values: (_: uPlot, seconds: number[]) => seconds.map(clock), space: 90 },
          { ...axis(), size: 46 },
        ],
        series: [
          {},
          {
            stroke: () => color('--planned'),
            fill: () => color('--planned-soft'),
            width: 1.5,
            points: { show: false },
            ...(Chart.paths.stepped === undefined ? {} : { paths: Chart.paths.stepped({ align: 1 }) }),
          },
          { stroke: () => color('--muted'), width: 1, dash: [5, 4], points: { show: false } },
        ],
        hooks: {
          drawClear: [(chart: uPlot) => shadePauses(chart, account.pauses)],
          setCursor: [
            (chart: uPlot) => {
              const place = chart.cursor.idx;
              const rate = place === null || place === undefined ? undefined : account.rates[place];
              readout.textContent =
                rate === undefined
                  ? ''
                  : `${clock(times[place ?? 0] ?? 0)} UTC: ${rate.toFixed(1)} calls per second`;
            },
          ],
        },
      },
      [times, [...account.rates], limits],
      host,
    );
    new ResizeObserver(() => plot.setSize({ width: Math.max(280, host.clientWidth), height })).observe(host);
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plot.redraw());
  }

  function axis() {
    const line = { stroke: () => color('--line'), width: 1 };
    return { stroke: () => color('--muted'), grid: line, ticks: line, font: '12px system-ui, sans-serif' };
  }

  function shadePauses(chart: uPlot, pauses: readonly (readonly [number, number])[]): void {
    const { ctx } = chart;
    ctx.save();
    ctx.fillStyle = color('--attention-soft');
    for (const [from, until] of pauses) {
      const left = chart.valToPos(from, 'x', true);
      const right = chart.valToPos(until, 'x', true);
      ctx.fillRect(left, chart.bbox.top, Math.max(1, right - left), chart.bbox.height);
    }
    ctx.restore();
  }
}
