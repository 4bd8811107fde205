/*
 * A service behind the guide's middleware: it records exactly what it receives, as a line of JSON
 * for each request.
 */
import { createHash } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import express from 'express'

const [module, port, file] = process.argv.slice(2)
const { requireToken, requireTokenOrPreflight, admitUpgrade } = await import(
  pathToFileURL(module).href
)

/**
 * Node exposes the headers three times: none of these may contain a header that the others lack.
 */
function record(request, body) {
  const { method, url, rawHeaders, headers, headersDistinct } = request
  const seen = {
    method,
    url,
    headers: [
      ...pairs(rawHeaders),
      ...rest(headers, rawHeaders),
      ...rest(headersDistinct, rawHeaders),
    ],
    bodyLength: body.length,
    bodyDigest: createHash('sha256').update(body).digest('hex'),
  }
  appendFileSync(file, `${JSON.stringify(seen)}\n`)
}

const pairs = (raw) => raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1]]] : []))

const rest = (headers, raw) =>
  Object.entries(headers).filter(([, value]) => !raw.includes(String(value)))

const app = express()
app.use(requireTokenOrPreflight ?? requireToken)
app.use(async (request, response) => {
  record(request, await buffer(request))
  response.json(request.identity)
})

const server = app.listen(Number(port), '127.0.0.1')
server.on('upgrade', async (request, socket) => {
  if (!(await admitUpgrade(request, socket))) return
  record(request, Buffer.alloc(0))
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  )
  socket.pipe(socket)
})
