import { z } from 'zod'

export interface DemoSettings {
  /** Whether the server shows sample data, which nobody can change. */
  isDemo: boolean
}

export const demoVariables = z.object({
  DEMO: z.literal('1', { error: 'give 1, or remove it' }).optional(),
})

export const toDemoSettings = (variables: z.output<typeof demoVariables>): DemoSettings => ({
  isDemo: variables.DEMO === '1',
})

/**
 * The settings that a demo reads: where it listens, and what it logs. The data folder is the one
 * that server/demo-folder.ts has made.
 */
const ofDemo = [
  'DEMO',
  'JETON_DATA_DIR',
  'PORT',
  'HOST',
  'NEXTAUTH_URL',
  'JETON_SOCKET',
  'JETON_SOCKET_MODE',
  'LISTEN_FDS',
  'LISTEN_PID',
  'JETON_TRUST_PROXY',
  'JETON_KEEP_ALIVE',
  'JETON_STOP_DELAY',
  'JETON_LOG_LEVEL',
]

/**
 * Returns the variables that count: in a demo the others, which may belong to a real installation
 * and hold its secrets, are left out.
 */
export function withoutRealInstallation(variables: Record<string, string>): Record<string, string> {
  if (!variables.DEMO) return variables
  return Object.fromEntries(Object.entries(variables).filter(([name]) => ofDemo.includes(name)))
}
