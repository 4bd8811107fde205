import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from '@/lib/config/settings'
import { urlOf } from '@/lib/http/server-address'
import { addressForGuards } from '@/lib/services/address-for-guards'
import {
  type ConfigurationFile,
  type Guard,
  guards,
  guideOf,
  protectIt,
} from '@/lib/services/protect-it'

/**
 * Returns the files of each guard that protect a service by this server.
 * @param origin this server's address for people
 */
export function protectHere(
  { name, url }: { name: string; url: string | null },
  origin: string,
): { guard: Guard; files: ConfigurationFile[] }[] {
  const { host, port, tokenHeaders } = env()
  const serverAddress = addressForGuards(origin, urlOf(host, port))
  const protection = { service: name, url, serverAddress, tokenHeaders }
  return guards.map((guard) => ({
    guard,
    files: protectIt(guard, readGuide(guideOf(guard)), protection),
  }))
}

/** The process runs in the product's own folder. Git may have other line ends in it. */
const readGuide = (file: string) =>
  readFileSync(join(process.cwd(), 'docs/guides', file), 'utf8').replaceAll('\r\n', '\n')
