/* The nginx of the guide, which asks Jeton by its Unix socket, and the same one unguarded. */
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { requireTool } from '../../scripts/debian-tool.mjs'
import { root } from '../../scripts/root.mjs'
import { freePort, launch } from './processes.mjs'

/** The configuration of the guide; its first block of code. */
function guideSite() {
  const text = readFileSync(join(root, 'docs/guides/nginx.md'), 'utf8')
  const [, site] = /^```nginx\n(.*?)^```$/ms.exec(text) ?? []
  if (!site) throw new Error('the guide for nginx has no configuration')
  return site
}

/** The guide's server without Jeton. */
const unguarded = (port) => `
server {
    listen 127.0.0.1:${port};
    location / {
        proxy_pass http://service;
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header Connection $connection_upgrade;
    }
}`

/** The minimum with which nginx starts. */
function nginxConf(folder) {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const temporary = kinds.map((kind) => `${kind}_temp_path ${join(folder, kind)};`).join('\n')
  return `
    daemon off;
    master_process off;
    pid ${join(folder, 'nginx.pid')};
    events { worker_connections 4096; }
    http {
      access_log off;
      keepalive_requests 1000000;
      ${temporary}
      include ${join(folder, 'site.conf')};
    }`
}

/**
 * Starts one nginx that serves both ways.
 * @param socket the path of Jeton's Unix socket
 * @param service host and port of the service behind
 * @param kept whether nginx keeps its connections to the service, as the guide's does not
 */
export async function startNginx(folder, { socket, service, kept }) {
  const ports = [await freePort(), await freePort()]
  const site = guideSite()
    .replace('server 127.0.0.1:3000;', `server unix:${socket};`)
    .replace('server 127.0.0.1:8080;', `server ${service};${kept ? '\nkeepalive 64;' : ''}`)
    .replace('127.0.0.1:8000', `127.0.0.1:${ports[0]}`)
  writeFileSync(join(folder, 'site.conf'), site + unguarded(ports[1]))
  writeFileSync(join(folder, 'nginx.conf'), nginxConf(folder))
  const { path, env } = requireTool('nginx')
  const errors = join(folder, 'error.log')
  const child = launch(path, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', errors], env)
  while (!(await accepts(ports[1]))) {
    if (child.exitCode !== null) throw new Error(readFileSync(errors, 'utf8'))
    await setTimeout(20)
  }
  const [guarded, plain] = ports.map((port) => `http://127.0.0.1:${port}`)
  return { guarded, plain, pid: child.pid, stop: () => child.kill() }
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
