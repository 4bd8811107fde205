import { callerOf } from '@/test/support/client'
import { logLines } from '@/test/support/log-lines'

export interface VitalSigns {
  /** Resident memory of the process, in megabytes. */
  memory: number
  /** Number of open files and sockets. */
  files: number
}

/** Reads the metrics of a server's process. */
export async function vitalSigns(metricsPort: number): Promise<VitalSigns> {
  const { text } = await callerOf(`http://127.0.0.1:${metricsPort}`)('GET', '/metrics')
  const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  return { memory: read('process_resident_memory_bytes') / 1e6, files: read('process_open_fds') }
}

/** @returns the warnings and errors in a server's log */
export const complaints = (output: string) =>
  logLines(output).filter(({ level }) => ['warn', 'error', 'fatal'].includes(String(level)))
