import { once } from 'node:events'
import { connect } from 'node:net'

/** The name and the value of a header, byte for byte: a string stands for its Latin-1 bytes. */
export type RawHeader = [name: string, value: string | Uint8Array]

/**
 * Sends a request that no HTTP client would send: any path, any bytes, a name more than once.
 * @returns the status, or undefined if the server closed the connection without one; and the whole
 *   answer
 */
export async function sendRaw(
  address: string,
  { method = 'GET', path, headers = [] }: { method?: string; path: string; headers?: RawHeader[] },
): Promise<{ status: number | undefined; text: string }> {
  const { hostname, port, host } = new URL(address)
  const lines = headers.map(([name, value]) =>
    Buffer.concat([latin1(`${name}: `), latin1(value), latin1('\r\n')]),
  )
  const start = latin1(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n`)
  const socket = connect(Number(port), hostname)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.write(Buffer.concat([start, ...lines, latin1('\r\n')]))
  await once(socket, 'close')
  const text = Buffer.concat(chunks).toString('latin1')
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1]
  return { status: status === undefined ? undefined : Number(status), text }
}

const latin1 = (value: string | Uint8Array) =>
  typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.from(value)
