/*
 * Draws the loop of README.md: a call, Delete, the same call. Its colours follow the reader's light
 * or dark theme. Without animation, such as for readers who prefer less motion, it is the last frame.
 */

const width = 760
const height = 412
const loopSeconds = 14

/** When each part appears, in seconds. */
const times = { ask: 0.4, answer: 2.4, token: 4, press: 5.2, deleted: 5.8, again: 7, refused: 8.8 }

const appearing = Object.entries(times).map(([name, seconds]) => {
  const at = ((seconds / loopSeconds) * 100).toFixed(2)
  return `  .${name} { animation: ${name} ${loopSeconds}s infinite; }
  @keyframes ${name} { 0%, ${at}% { opacity: 0; } ${(Number(at) + 0.8).toFixed(2)}%, 97% { opacity: 1; } 100% { opacity: 0; } }`
})

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
  }
  @media (prefers-reduced-motion: no-preference) {
${appearing.join('\n')}
  }`

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const line = (y, text, look = '') => `<text x="28" y="${y}" class="${look}">${escaped(text)}</text>`

const command = "$ curl -i https://tokens.example.com/api/v1/verify -H 'xc-token: jtn_…'"

const part = (name, ...drawn) => `<g class="${name}">\n${drawn.join('\n')}\n</g>`

/** @returns the headers of the given names, as they came */
const headersOf = ({ headers }, names) =>
  names.map((name) => headers.find((header) => header.toLowerCase().startsWith(`${name}:`)) ?? '')

/**
 * @param asked what `npm run pictures` has found: the token's name and hint, the answers before and
 * after its deletion, and how long after it the second one was complete
 * @returns the SVG
 */
export function drawLoop({ name, hint, before, after, laterMs }) {
  const [user, token] = headersOf(before, ['remote-user', 'x-token-name'])
  const [challenge] = headersOf(after, ['www-authenticate'])
  const title = `The same curl before and after Delete: ${before.statusLine}, then ${after.statusLine}`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title).replaceAll('"', '&quot;')}">
<style>${style}
</style>
<rect class="window" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="12"/>
${part('ask', line(38, command))}
${part('answer', line(66, before.statusLine, 'good'), line(88, user, 'quiet'), line(110, token, 'quiet'))}
${part(
  'token',
  `<rect class="card" x="28" y="138" width="${width - 56}" height="76" rx="10"/>`,
  `<text x="48" y="181" class="ui strong">${escaped(name)}</text>`,
  `<text x="150" y="181" class="quiet">${escaped(hint)}</text>`,
  `<rect class="button" x="${width - 140}" y="158" width="92" height="36" rx="8"/>`,
  `<text x="${width - 94}" y="181" class="ui bad" text-anchor="middle">Delete</text>`,
)}
${part(
  'press',
  `<rect class="pressed" x="${width - 140}" y="158" width="92" height="36" rx="8"/>`,
  `<text x="${width - 94}" y="181" class="ui on-danger" text-anchor="middle">Delete</text>`,
)}
${part('deleted', `<text x="${width - 156}" y="181" class="ui quiet" text-anchor="end">Token deleted</text>`)}
${part('again', line(256, command))}
${part(
  'refused',
  line(284, after.statusLine, 'bad'),
  line(306, challenge, 'quiet'),
  `<text x="28" y="352" class="ui strong">Answered ${laterMs} ms after the deletion.</text>`,
  '<text x="28" y="376" class="ui quiet">Nothing to wait for, no cache to clear, on every instance.</text>',
)}
</svg>
`
}
