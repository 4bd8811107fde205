import Bowser from 'bowser'

/** Browser and system in words, for people who look at where they are signed in. Empty where they are not known. */
export function describeUserAgent(userAgent: string): { browser: string; system: string } {
  if (!userAgent) return { browser: '', system: '' }
  const { browser, os } = Bowser.parse(userAgent)
  const major = browser.version?.split('.')[0]
  return {
    browser: [browser.name, major].filter(Boolean).join(' '),
    system: [os.name, os.versionName].filter(Boolean).join(' '),
  }
}
