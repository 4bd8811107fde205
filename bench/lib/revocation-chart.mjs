/* Times on a logarithmic scale as SVG. The colours follow the reader's light or dark theme. */

const width = 760
const labelWidth = 250
const valueWidth = 100
const rowHeight = 28
const barHeight = 12
const top = 16
const bottom = 46

const style = `
  text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2933; }
  .quiet { font-size: 11px; fill: #6b7785; }
  .ours { fill: #4f6bed; }
  .others { fill: #a9b4c2; }
  .grid { stroke: #e4e7eb; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e4e7eb; }
    .quiet { fill: #9aa5b1; }
    .ours { fill: #7c93ff; }
    .others { fill: #616e7c; }
    .grid { stroke: #323f4b; }
  }`

const ticks = [
  [1, '1 ms'],
  [10, '10 ms'],
  [100, '100 ms'],
  [1_000, '1 s'],
  [10_000, '10 s'],
  [60_000, '1 min'],
  [600_000, '10 min'],
]
const longestMs = 1_000_000

/**
 * @param bars `label`, `ms`, the `text` of the time, and whether it `isOurs`
 * @param legend one line below
 */
export function timesChart(title, bars, legend) {
  const end = top + bars.length * rowHeight
  const toX = (ms) =>
    labelWidth +
    (Math.log10(Math.max(1, ms)) / Math.log10(longestMs)) * (width - labelWidth - valueWidth)
  const grid = ticks.map(
    ([ms, text]) =>
      `<line class="grid" x1="${at(toX(ms))}" x2="${at(toX(ms))}" y1="${top}" y2="${end}"/>
<text class="quiet" x="${at(toX(ms))}" y="${end + 16}" text-anchor="middle">${text}</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${end + bottom}" role="img" aria-label="${escaped(title)}">
<style>${style}
</style>
${grid.join('\n')}
${bars.map((bar, i) => row(bar, top + (i + 0.5) * rowHeight, toX)).join('\n')}
<text class="quiet" x="12" y="${end + 36}">${escaped(legend)}</text>
</svg>
`
}

const row = ({ label, ms, text, isOurs }, y, toX) =>
  [
    `<text x="${labelWidth - 12}" y="${at(y + 4.5)}" text-anchor="end">${escaped(label)}</text>`,
    `<rect class="${isOurs ? 'ours' : 'others'}" x="${labelWidth}" y="${at(y - barHeight / 2)}" width="${at(Math.max(2, toX(ms) - labelWidth))}" height="${barHeight}" rx="2"/>`,
    `<text x="${at(toX(ms) + 8)}" y="${at(y + 4.5)}">${escaped(text)}</text>`,
  ].join('\n')

const at = (number) => Number(number.toFixed(1))
const escaped = (text) => text.replace(/[&<"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
