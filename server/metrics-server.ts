import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { env } from '@/lib/config/settings'
import { SettingsError } from '@/lib/config/settings-error'
import { log } from '@/lib/log/log'
import type { Metric } from '@/lib/metrics/expose'

/*
 * GET /metrics for Prometheus, on a separate port that is not the public one:
 * docs/decisions/0017-logs-and-metrics.md. One server covers all processes.
 */

/**
 * Serves the metrics, if a port is configured for them.
 * @param collect returns the metrics of every thread of every process
 * @throws SettingsError if the port cannot be listened on
 */
export async function serveMetrics(collect: () => Promise<Metric[][]>): Promise<void> {
  const { metrics } = env()
  if (!metrics) return
  const server = createServer(async (request, response) => {
    response.setHeader('X-Content-Type-Options', 'nosniff')
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    try {
      const { contentType, text } = await write(await collect())
      response
        .writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' })
        .end(text)
    } catch (error) {
      log().error('Metrics could not be collected', { error })
      response.writeHead(500).end()
    }
  })
  server.unref()
  await listen(server, metrics)
  log().info('Metrics are served', { port: (server.address() as AddressInfo).port })
}

/**
 * Formats the metrics. prom-client is imported on demand, so that it is never loaded without a
 * metrics port.
 */
async function write(lists: Metric[][]): Promise<{ contentType: string; text: string }> {
  const { AggregatorRegistry } = await import('prom-client')
  const registry = AggregatorRegistry.aggregate(lists)
  return { contentType: registry.contentType, text: await registry.metrics() }
}

/** Returns the metrics of Node and the operating system for this process. */
export async function processMetrics(): Promise<Metric[]> {
  const { collectDefaultMetrics, register } = await import('prom-client')
  if (!register.getSingleMetric('process_cpu_seconds_total')) collectDefaultMetrics()
  return (await register.getMetricsAsJSON()) as unknown as Metric[]
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      reject(
        new SettingsError(
          `JETON_METRICS_PORT is ${port}, where nothing can listen on ${host} (${code})`,
        ),
      ),
    )
    server.listen(port, host, resolve)
  })
}
