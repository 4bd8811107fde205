import { admin } from '@/cli/admin/admin'
import { withInstallation } from '@/cli/admin/installation'

/**
 * npm run admin.
 * @returns the lines to print
 */
export const runAdmin = (args: string[]): Promise<string[]> =>
  withInstallation(() => admin(args, process.stdin))
