/* Answers every request with the request itself, as traefik/whoami does. */
import { createServer } from 'node:http'

const linesOf = ({ method, url, httpVersion, headers }) => [
  `${method} ${url} HTTP/${httpVersion}`,
  ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
]

createServer((request, response) => {
  response.setHeader('content-type', 'text/plain; charset=utf-8')
  response.end(`${linesOf(request).join('\n')}\n`)
}).listen(80)
process.on('SIGTERM', () => process.exit(0))
