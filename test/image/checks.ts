import { checkCompose, checkComposeOnPostgres } from '@/test/image/check-compose'
import { checkContent } from '@/test/image/check-content'
import { checkHealth } from '@/test/image/check-health'
import { checkLowMemory, measureMemory } from '@/test/image/check-memory'
import { checkPages } from '@/test/image/check-pages'
import { checkSecretFiles } from '@/test/image/check-secret-files'
import { checkEarlyStops, checkStop } from '@/test/image/check-stop'
import { checkChosenUser, checkJob, checkSecondStart } from '@/test/image/check-work'
import type { Tested } from '@/test/image/tested'

/** Each promise, with the check that tries it and returns figures for the results. */
export const checks: [promise: string, check: (tested: Tested) => Promise<string>][] = [
  ['The image is small, and contains no secret and no data of the folder', checkContent],
  ['The main job, on a read-only file system without privileges', checkJob],
  ['A second start with the data', checkSecondStart],
  ['Any user id in group 0', checkChosenUser],
  ['Every page, in a browser', checkPages],
  ['Idle memory', measureMemory],
  ['The main job with little memory', checkLowMemory],
  ['The health check asks where the server listens', checkHealth],
  ['Secrets in mounted files', checkSecretFiles],
  ['SIGTERM in the first second', checkEarlyStops],
  ['SIGTERM while it serves', checkStop],
  ['deploy/compose.yaml: whoami behind Caddy', checkCompose],
  ['deploy/compose.postgresql.yaml: two instances', checkComposeOnPostgres],
]
