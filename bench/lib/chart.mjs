/* A bar chart as SVG. Its colours follow the reader's light or dark theme. */

const width = 760
const labelWidth = 270
const valueWidth = 60
const rowHeight = 30
const barHeight = 14
const top = 34
const bottom = 34

const style = `
  text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2933; }
  .quiet { font-size: 11px; fill: #6b7785; }
  .bar { fill: #4f6bed; }
  .short { fill: #c8553d; }
  .record { fill: #a9b4c2; }
  .bare { stroke: #9aa5b1; stroke-dasharray: 2 3; }
  .aim { stroke: #1f2933; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e4e7eb; }
    .quiet { fill: #9aa5b1; }
    .bar { fill: #7c93ff; }
    .short { fill: #e8836d; }
    .record { fill: #616e7c; }
    .bare { stroke: #7b8794; }
    .aim { stroke: #f5f7fa; }
  }`

/**
 * @param bars `label`, `value`, and the `aim` to reach or null
 * @returns the bars, one below the other, with a line at 1
 */
export function barChart(title, bars) {
  const height = top + bars.length * rowHeight + bottom
  const longest = Math.max(1, ...bars.flatMap(({ value, aim }) => [value, aim ?? 0]))
  const toX = (value) => labelWidth + (value / longest) * (width - labelWidth - valueWidth)
  const end = top + bars.length * rowHeight
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<style>${style}
</style>
<text class="quiet" x="${at(toX(1))}" y="20" text-anchor="middle">bare node:http</text>
<line class="bare" x1="${at(toX(1))}" x2="${at(toX(1))}" y1="${top - 6}" y2="${end}"/>
${bars.map((bar, i) => row(bar, top + (i + 0.5) * rowHeight, toX)).join('\n')}
<text class="quiet" x="${labelWidth}" y="${end + 22}">Requests a second, bare node:http = 1. Upright: the aim. Grey: for the record.</text>
</svg>
`
}

function row({ label, value, aim }, y, toX) {
  const kind = aim === null ? 'record' : value >= aim ? 'bar' : 'short'
  const baseline = at(y + 4.5)
  const mark = aim === null ? [] : [line(toX(aim), y)]
  return [
    `<text x="${labelWidth - 12}" y="${baseline}" text-anchor="end">${escaped(label)}</text>`,
    `<rect class="${kind}" x="${labelWidth}" y="${at(y - barHeight / 2)}" width="${at(toX(value) - labelWidth)}" height="${barHeight}" rx="2"/>`,
    ...mark,
    `<text x="${width - 8}" y="${baseline}" text-anchor="end">${value.toFixed(2)}</text>`,
  ].join('\n')
}

const line = (x, y) =>
  `<line class="aim" x1="${at(x)}" x2="${at(x)}" y1="${at(y - 10)}" y2="${at(y + 10)}"/>`
const at = (number) => Number(number.toFixed(1))
const escaped = (text) => text.replace(/[&<"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
