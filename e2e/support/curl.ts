import { execFile } from 'node:child_process'

export interface CurlAnswer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of any shape
  body: any
}

/**
 * Sends a request with curl, as scripts do. Headers go through standard input, so that no process
 * list shows a credential.
 */
export function curl(url: string, headers: Record<string, string> = {}): Promise<CurlAnswer> {
  const config = [
    'silent',
    'show-error',
    String.raw`write-out = "\n%{http_code}"`,
    `url = "${url}"`,
    ...Object.entries(headers).map(([name, value]) => `header = "${name}: ${value}"`),
  ]
  return new Promise((resolve, reject) => {
    const child = execFile('curl', ['--config', '-'], (error, output) => {
      if (error) return reject(error)
      const end = output.lastIndexOf('\n')
      resolve({
        status: Number(output.slice(end)),
        body: JSON.parse(output.slice(0, end) || 'null'),
      })
    })
    child.stdin?.end(config.join('\n'))
  })
}

/** Returns the user whom the credential identifies. */
export const curlMe = (address: string, headers: Record<string, string>) =>
  curl(`${address}/api/v1/auth/user/me`, headers)
