/*
 * Draws the loop of README.md: a call, Delete, the same call. Its colours follow the reader's light
 * or dark theme. The still is its last frame, for readers who prefer less motion.
 */

const width = 580
const height = 414
const right = width - 24
const loopSeconds = 12

/** When each part appears, in seconds. The first call is there from the beginning. */
const times = { token: 1.6, press: 3, deleted: 3.6, again: 5, refused: 6.6 }

const appearing = Object.entries(times).map(([name, seconds]) => {
  const at = ((seconds / loopSeconds) * 100).toFixed(2)
  return `  .${name} { animation: ${name} ${loopSeconds}s infinite; }
  @keyframes ${name} { 0%, ${at}% { opacity: 0; } ${(Number(at) + 0.8).toFixed(2)}%, 97% { opacity: 1; } 100% { opacity: 0; } }`
})

const motion = `
  @media (prefers-reduced-motion: no-preference) {
${appearing.join('\n')}
  }`

const style = `
  text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; fill: #1d1b18; }
  .window { fill: #ffffff; stroke: #d5cfc3; }
  .card { fill: #fbfaf8; stroke: #e7e3db; }
  .quiet { fill: #6a655b; }
  .ui { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
  .strong { font-weight: 600; }
  .good { fill: #2f6b3a; font-weight: 600; }
  .bad { fill: #b3261e; font-weight: 600; }
  .button { fill: #ffffff; stroke: #dfb3af; }
  .pressed { fill: #b3261e; }
  .on-danger { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #edeae4; }
    .window { fill: #1b1a18; stroke: #3d3a34; }
    .card { fill: #141312; stroke: #2c2a26; }
    .quiet { fill: #a59f93; }
    .good { fill: #8ccf98; }
    .bad { fill: #f28b82; }
    .button { fill: #1b1a18; stroke: #6b3b37; }
    .pressed { fill: #f28b82; }
    .on-danger { fill: #1b1a18; }
  }`

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const line = (y, text, look = '') =>
  `<text x="24" y="${y}" class="${look}" xml:space="preserve">${escaped(text)}</text>`

const command = (y) => [
  line(y, '$ curl -i https://tokens.example.com/api/v1/verify \\'),
  line(y + 21, "       -H 'xc-token: jtn_…'"),
]

const part = (name, ...drawn) => `<g class="${name}">\n${drawn.join('\n')}\n</g>`

/** @returns the headers of the given names, as they came */
const headersOf = ({ headers }, names) =>
  names.map((name) => headers.find((header) => header.toLowerCase().startsWith(`${name}:`)) ?? '')

/**
 * @param asked what `npm run pictures` has found: the token's name and hint, the answers before and
 * after its deletion, and how long after it the second one was complete
 * @returns the SVG
 */
export const drawLoop = (asked) => draw(asked, style + motion)

/** @returns the last frame of the loop */
export const drawStill = (asked) => draw(asked, style)

function draw({ name, hint, before, after, laterMs }, look) {
  const [user, token] = headersOf(before, ['remote-user', 'x-token-name'])
  const [challenge] = headersOf(after, ['www-authenticate'])
  const title = `The same curl before and after Delete: ${before.statusLine}, then ${after.statusLine}`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<style>${look}
</style>
<rect class="window" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="12"/>
${command(36).join('\n')}
${line(86, before.statusLine, 'good')}
${line(107, user, 'quiet')}
${line(128, token, 'quiet')}
${part('token', `<rect class="card" x="24" y="150" width="${right - 24}" height="64" rx="10"/>`, `<text x="42" y="187" class="ui strong">${escaped(name)}</text>`, `<text x="112" y="187" class="quiet">${escaped(hint)}</text>`, `<rect class="button" x="${right - 102}" y="164" width="86" height="36" rx="8"/>`, `<text x="${right - 59}" y="187" class="ui bad" text-anchor="middle">Delete</text>`)}
${part('press', `<rect class="pressed" x="${right - 102}" y="164" width="86" height="36" rx="8"/>`, `<text x="${right - 59}" y="187" class="ui on-danger" text-anchor="middle">Delete</text>`)}
${part('deleted', `<text x="${right - 118}" y="187" class="ui quiet" text-anchor="end">Token deleted</text>`)}
${part('again', ...command(250))}
${part('refused', line(300, after.statusLine, 'bad'), line(321, challenge, 'quiet'), `<text x="24" y="362" class="ui strong">Answered ${laterMs} ms after the deletion.</text>`, '<text x="24" y="385" class="ui quiet">Nothing to wait for, no cache to clear, on every instance.</text>')}
</svg>
`
}
