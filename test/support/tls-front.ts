import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { requireTool } from '@/scripts/debian-tool.mjs'
import { listenOnLoopback } from '@/test/support/loopback'

export interface TlsFront {
  address: string
  /** The certificate of its own. */
  certificate: string
  stop: () => Promise<void>
}

/** Serves `https://localhost` in front of a server. */
export async function startTlsFront(host: string): Promise<TlsFront> {
  const { key, cert } = makeCertificate()
  const [hostname, port] = host.split(':')
  const server = createServer({ key, cert }, (asked, response) => {
    const { url: path, method, headers } = asked
    const sent = request({ hostname, port, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      pipeline(answer, response, () => {})
    })
    pipeline(asked, sent, (error) => error && response.destroy())
    sent.on('error', () => response.destroy())
  })
  const { port: own, stop } = await listenOnLoopback(server)
  return { address: `https://localhost:${own}`, certificate: cert.toString(), stop }
}

function makeCertificate(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-tls-'))
  const [key, cert, config] = [
    join(folder, 'key.pem'),
    join(folder, 'cert.pem'),
    join(folder, 'config'),
  ]
  writeFileSync(config, '[req]\ndistinguished_name = name\n[name]\n')
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const { path, env } = requireTool('openssl')
  try {
    execFileSync(
      path,
      ['req', '-x509', '-config', config, ...kind, ...name, '-keyout', key, '-out', cert],
      { stdio: 'ignore', env: { ...process.env, ...env } },
    )
    return { key: readFileSync(key), cert: readFileSync(cert) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
