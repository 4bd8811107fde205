import { admin } from '@/lib/admin/admin'
import { withInstallation } from '@/lib/admin/installation'

/** npm run admin. @returns what to print */
export const runAdmin = (args: string[]): Promise<string[]> =>
  withInstallation(() => admin(args, process.stdin))
