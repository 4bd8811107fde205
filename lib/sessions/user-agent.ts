import Bowser from 'bowser'

/** A program that names itself, such as `curl/7.88.1`. */
const program = /^([\w.-]{1,40})\/(\d{1,9})/

/**
 * Returns the names of browser and system, for people who check where they are signed in; empty
 * where unknown. The version of the system is left out: browsers have frozen the value that they
 * report.
 */
export function describeUserAgent(userAgent: string): { browser: string; system: string } {
  if (!userAgent) return { browser: '', system: '' }
  const { browser, os } = Bowser.parse(userAgent)
  if (!browser.name)
    return { browser: program.exec(userAgent)?.slice(1).join(' ') ?? '', system: os.name ?? '' }
  const major = browser.version?.split('.')[0]
  return { browser: [browser.name, major].filter(Boolean).join(' '), system: os.name ?? '' }
}
