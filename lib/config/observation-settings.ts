import { z } from 'zod'
import { host, port } from '@/lib/config/listen-address'

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug'] as const

export interface ObservationSettings {
  logLevel: (typeof logLevels)[number]
  /** The address that serves metrics; undefined: metrics are off. */
  metrics: { host: string; port: number } | undefined
}

export const observationVariables = z.object({
  JETON_LOG_LEVEL: z
    .enum(logLevels, { error: `give one of ${logLevels.join(', ')}` })
    .default('info'),
  JETON_METRICS_PORT: port.optional(),
  JETON_METRICS_HOST: host.default('127.0.0.1'),
})

export function toObservationSettings(
  variables: z.output<typeof observationVariables>,
): ObservationSettings {
  const { JETON_METRICS_HOST: host, JETON_METRICS_PORT: port } = variables
  return {
    logLevel: variables.JETON_LOG_LEVEL,
    metrics: port === undefined ? undefined : { host, port },
  }
}
