import { once } from 'node:events'
import { connect } from 'node:net'

/** Headers that node:http adds itself. */
const ownHeaders = ['date', 'connection', 'keep-alive']

/**
 * Sends one request as raw bytes on a connection of its own.
 * @returns the response in the form that the bare server takes, and its size on the wire in bytes
 */
export async function ask(address, { path, header, value, method = 'GET', body = '' }) {
  const { hostname, port, host } = new URL(address)
  const socket = connect(Number(port), hostname).setEncoding('latin1')
  const content =
    method === 'GET'
      ? ''
      : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
  socket.write(
    `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n${header}: ${value}\r\n${content}\r\n${body}`,
  )
  let text = ''
  while (!isWhole(text)) text += (await once(socket, 'data'))[0]
  socket.destroy()
  return { ...parse(text), bytes: text.length }
}

function isWhole(text) {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return false
  return isChunked(text) ? text.endsWith('0\r\n\r\n') : text.length >= end + 4 + bodyLength(text)
}

const isChunked = (text) => /\r\ntransfer-encoding: chunked\r\n/i.test(text)
const bodyLength = (text) => Number(/\r\ncontent-length: (\d+)\r\n/i.exec(text)?.[1] ?? 0)

function parse(text) {
  const end = text.indexOf('\r\n\r\n')
  const [first, ...lines] = text.slice(0, end).split('\r\n')
  const headers = lines
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)])
    .filter(([name]) => !ownHeaders.includes(name.toLowerCase()))
  const body = isChunked(text) ? joinChunks(text.slice(end + 4)) : text.slice(end + 4)
  return { status: Number(first.split(' ')[1]), headers: headers.flat(), body }
}

function joinChunks(text) {
  const end = text.indexOf('\r\n')
  const length = Number.parseInt(text.slice(0, end), 16)
  const start = end + 2
  return length === 0
    ? ''
    : text.slice(start, start + length) + joinChunks(text.slice(start + length + 2))
}
